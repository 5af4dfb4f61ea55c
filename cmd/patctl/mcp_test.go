package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	protocol "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/command"
)

// agent starts patctl mcp in a directory, and returns a client of it.
func agent(t *testing.T, dir string, environ ...string) *protocol.ClientSession {
	t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	e := &cli.Env{
		Stdin: fromClient, Stdout: cli.NewStream(toClient), Stderr: cli.NewStream(io.Discard), Environ: environ, Dir: dir,
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
	ended := make(chan int, 1)
	go func() { ended <- command.Run(context.Background(), []string{"mcp"}, e) }()
	client := protocol.NewClient(&protocol.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &protocol.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = session.Close()
		_ = toServer.Close()
		if code := <-ended; code != cli.ExitDone {
			t.Errorf("patctl mcp ended with %d", code)
		}
	})
	return session
}

// ask calls a tool, and returns its answer as JSON.
func ask(t *testing.T, session *protocol.ClientSession, tool string, arguments any) (answer map[string]any, text string, failed bool) {
	t.Helper()
	result, err := session.CallTool(t.Context(), &protocol.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	for _, c := range result.Content {
		text += c.(*protocol.TextContent).Text + "\n"
	}
	answer, _ = result.StructuredContent.(map[string]any)
	return answer, text, result.IsError
}

// TestAgentTools: every tool answers, and says that it only reads.
func TestAgentTools(t *testing.T) {
	session := agent(t, filepath.Join("..", "..", "examples", "octo-org"))
	answers := map[string]struct {
		arguments any
		has       string
	}{
		"explain_calls":      {map[string]any{"calls": []string{"POST /repos/{owner}/{repo}/issues"}}, `"issues": "write"`},
		"explain_permission": {map[string]any{"permission": "secrets", "level": "write"}, "/actions/secrets/{secret_name}"},
		"search_permissions": {map[string]any{"words": []string{"ruleset"}}, `"administration"`},
		"check_links":        {map[string]any{"text": "see https://github.com/settings/personal-access-tokens/new?name=x&content=write"}, `"status": "error"`},
		"list_templates":     {map[string]any{}, "module.platform.template.rotate_secrets"},
		"validate":           {map[string]any{}, `"valid": true`},
		"make_template":      {map[string]any{"name": "bot", "target_name": "octo-org", "calls": []string{"POST /repos/{owner}/{repo}/issues"}}, `issues = \"write\"`},
	}
	tools, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools.Tools {
		want, known := answers[tool.Name]
		if !known {
			t.Errorf("no test calls %s", tool.Name)
			continue
		}
		if !tool.Annotations.ReadOnlyHint || tool.Annotations.OpenWorldHint == nil || *tool.Annotations.OpenWorldHint || tool.OutputSchema == nil {
			t.Errorf("%s: %+v", tool.Name, tool.Annotations)
		}
		answer, text, failed := ask(t, session, tool.Name, want.arguments)
		if failed || answer == nil || !strings.Contains(text, want.has) {
			t.Errorf("%s has no %s:\n%s", tool.Name, want.has, text)
		}
		delete(answers, tool.Name)
	}
	for name := range answers {
		t.Errorf("there is no tool %s", name)
	}
}

// agentCalls are calls of many kinds; some cannot be answered in full.
var agentCalls = []string{
	"GET /user", "GET /repos/{owner}/{repo}", "POST /repos/{owner}/{repo}/issues", "PUT /repos/{owner}/{repo}/contents/{path}", "DELETE /repos/{owner}/{repo}",
	"GET /repos/octo-org/api/pulls/1", "PUT /repos/o/r/contents/.github/workflows/x.yml", "GET /repositories/:repository_id/hooks", "POST /graphql",
	"GET /orgs/{org}/members", "PUT /orgs/{org}/memberships/{username}", "GET /orgs/{org}/actions/secrets", "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}",
	"POST /repos/{owner}/{repo}/releases", "GET /repos/{owner}/{repo}/actions/runs", "POST /repos/{owner}/{repo}/dispatches", "GET /gists", "POST /gists",
	"PATCH /repos/{owner}/{repo}", "POST /repos/{owner}/{repo}/pulls", "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", "GET /orgs/{org}/packages",
	"GET /rate_limit", "GET /search/code", "POST /repos/{owner}/{repo}/check-runs", "GET /repos/{owner}/{repo}/vulnerability-alerts", "GET /no/such/path",
	"gh pr create", "gh secret set", "gh release create", "gh issue list", "git push https://github.com/octo-org/api", "git clone https://github.com/octo-org/api",
	"octokit.rest.issues.createComment", "octokit.rest.repos.get", "client.Issues.Create", "uses: actions/checkout@v4", "https://raw.githubusercontent.com/o/r/main/x",
	"GET /enterprises/{enterprise}/audit-log", "POST /orgs/{org}/repos",
}

// TestAgentGivesTheSameAnswers: those of the commands, with the same least sets.
func TestAgentGivesTheSameAnswers(t *testing.T) {
	dir := t.TempDir()
	session := agent(t, dir)
	for _, call := range agentCalls {
		answer, text, _ := ask(t, session, "explain_calls", map[string]any{"calls": []string{call}})
		stdout, _, code := runIn(t, dir, "explain", "--json", "--", call)
		var want map[string]any
		if stdout != "" {
			if err := json.Unmarshal([]byte(stdout), &want); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, answer); diff != "" {
			t.Errorf("%s: %s", call, diff)
		}
		if code != cli.ExitDone && !strings.Contains(text, "xit status") && stdout != "" {
			t.Errorf("%s: the exit status %d is not told:\n%s", call, code, text)
		}
	}
}

// TestAgentMistakes: what cannot be answered is an error of the tool, in the words of the
// command, and ends nothing.
func TestAgentMistakes(t *testing.T) {
	session := agent(t, t.TempDir())
	for _, test := range []struct {
		tool      string
		arguments map[string]any
		says      string
	}{
		{"explain_calls", map[string]any{}, "calls or text"},
		{"explain_calls", map[string]any{"calls": []string{"GET /user"}, "text": "x"}, "not both"},
		{"explain_calls", map[string]any{"calls": []string{"--file=/etc/passwd"}}, ""},
		{"explain_calls", map[string]any{"call": "GET /user"}, "call"},
		{"explain_permission", map[string]any{"permission": "contentz"}, "contents"},
		{"list_templates", map[string]any{}, "No configuration files"},
		{"make_template", map[string]any{"name": "bot", "permissions": map[string]string{"contentz": "write"}}, "contents"},
		{"make_template", map[string]any{"name": "bot", "calls": []string{"POST /graphql"}}, "not_covered"},
		{"make_template", map[string]any{"name": "bot", "expires_in": 400, "permissions": map[string]string{"contents": "read"}}, "366"},
	} {
		result, err := session.CallTool(t.Context(), &protocol.CallToolParams{Name: test.tool, Arguments: test.arguments})
		if err != nil { // the arguments do not fit the schema
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("%s %v: %v", test.tool, test.arguments, err)
			}
			continue
		}
		text := ""
		for _, c := range result.Content {
			text += c.(*protocol.TextContent).Text
		}
		if !result.IsError && !strings.Contains(text, "xit status 2") || !strings.Contains(text, test.says) || strings.Contains(text, "root:x:") {
			t.Errorf("%s %v does not say %q:\n%s", test.tool, test.arguments, test.says, text)
		}
	}
	if _, text, failed := ask(t, session, "explain_calls", map[string]any{"calls": []string{"GET /user"}}); failed {
		t.Errorf("it has ended: %s", text)
	}
}

// TestAgentCallsNoNetwork: all clients of HTTP in the process would go through this proxy,
// and credentials are in reach.
func TestAgentCallsNoNetwork(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	var calls atomic.Int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			calls.Add(1)
			_ = conn.Close()
		}
	}()
	server := "http://" + listener.Addr().String()
	const secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyz"
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "patctl") // TestMain goes by the name
	if err := os.Symlink(self, program); err != nil {
		t.Skip("the system has no symbolic links:", err)
	}
	cmd := exec.Command(program, "mcp")
	cmd.Dir = filepath.Join("..", "..", "examples", "octo-org")
	cmd.Env = append(os.Environ(), "HTTPS_PROXY="+server, "HTTP_PROXY="+server, "ALL_PROXY="+server, "GITHUB_API_URL="+server, "GH_TOKEN="+secret)
	client := protocol.NewClient(&protocol.Implementation{Name: "test", Version: "1"}, nil)
	session, err := client.Connect(t.Context(), &protocol.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for tool, arguments := range map[string]any{
		"explain_calls": map[string]any{"text": "curl -H \"Authorization: Bearer " + secret + "\" https://api.github.com/user/repos"}, "list_templates": map[string]any{}, "validate": map[string]any{},
		"search_permissions": map[string]any{}, "check_links": map[string]any{"text": "x"}, "make_template": map[string]any{"name": "x", "calls": []string{"GET /user/repos"}},
	} {
		if _, text, _ := ask(t, session, tool, arguments); strings.Contains(text, secret) {
			t.Errorf("%s prints the token:\n%s", tool, text)
		}
	}
	if err := session.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if n := calls.Load(); n > 0 {
		t.Errorf("%d connections were made", n)
	}
}

// TestAgentClosesEarly: every request that was sent has an answer, also if the client closes
// its end at once.
func TestAgentClosesEarly(t *testing.T) {
	lines := []string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`,
		`{"jsonrpc":"2.0","id":"three","method":"tools/call","params":{"name":"explain_calls","arguments":{"calls":["GET /user/repos"]}}}`,
		`{"jsonrpc":"2.0","id":4.0,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":"\u0066ive","method":"ping"}`,
		`{"jsonrpc":"2.0","id":null,"method":"ping"}`,                          // a notification
		`{"jsonrpc":"2.0","id":6,"method":"subscriptions/listen","params":{}}`, // has no answer
	}
	var stdout, stderr bytes.Buffer
	e := &cli.Env{
		Stdin: strings.NewReader(strings.Join(lines, "\n")), Stdout: cli.NewStream(&stdout), Stderr: cli.NewStream(&stderr), Dir: t.TempDir(),
		Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
	code := command.Run(t.Context(), []string{"mcp"}, e)
	for _, id := range []string{`"id":1`, `"id":2`, `"id":"three"`, `"id":4`, `"id":"five"`} {
		if !strings.Contains(stdout.String(), id) {
			t.Errorf("there is no answer with %s:\n%s", id, stdout.String())
		}
	}
	if code != cli.ExitDone || stderr.Len() > 0 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	stdout.Reset()
	e.Stdin = strings.NewReader("hello\n")
	if code := command.Run(t.Context(), []string{"mcp"}, e); code != cli.ExitError || !strings.Contains(stderr.String(), "must be JSON-RPC") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}
