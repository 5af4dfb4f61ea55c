package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// session is a client that speaks to the server.
type session struct {
	t   testing.TB
	dir string // of the configuration
	env *cli.Env
	*jrpc2.Client
	published chan protocol.PublishDiagnostics
	called    chan *jrpc2.Request // what the server asked the client
	ended     chan error          // what the command returned
	versions  map[string]int
}

// newSession starts the server in a directory with files, and a session.
func newSession(t testing.TB, files map[string]string) *session {
	t.Helper()
	s := start(t, files)
	s.call("initialize", map[string]any{
		"rootUri":      s.uri("."),
		"capabilities": map[string]any{"window": map[string]any{"showDocument": map[string]any{"support": true}}},
	}, nil)
	s.notify("initialized", map[string]any{})
	return s
}

func start(t testing.TB, files map[string]string) *session {
	t.Helper()
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	e := clitest.NewEnv(t, out, io.Discard)
	e.Stdin = in
	e.SetLog()
	s := &session{t: t, dir: e.Dir, env: e, published: make(chan protocol.PublishDiagnostics, 1000), called: make(chan *jrpc2.Request, 10), ended: make(chan error, 1), versions: map[string]int{}}
	for name, text := range files {
		s.write(name, text)
	}
	s.Client = jrpc2.NewClient(listening{channel.LSP(fromServer, toServer), s.published}, &jrpc2.ClientOptions{
		OnCallback: func(_ context.Context, r *jrpc2.Request) (any, error) {
			s.called <- r
			return map[string]any{"success": true}, nil
		},
	})
	go func() {
		err := runLSP(t.Context(), e)
		_ = out.Close()
		s.ended <- err
	}()
	t.Cleanup(func() { _ = toServer.Close() })
	return s
}

// listening takes diagnostics out of what the server sends, in their order. The client handles
// several notifications at once.
type listening struct {
	channel.Channel
	published chan<- protocol.PublishDiagnostics
}

func (l listening) Recv() ([]byte, error) {
	for {
		message, err := l.Channel.Recv()
		var notified struct {
			Method string
			Params protocol.PublishDiagnostics
		}
		if err != nil || !bytes.Contains(message, []byte("publishDiagnostics")) || json.Unmarshal(message, &notified) != nil || notified.Method != "textDocument/publishDiagnostics" {
			return message, err
		}
		l.published <- notified.Params
	}
}

func (s *session) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) uri(name string) string {
	return "file://" + filepath.ToSlash(filepath.Join(s.dir, filepath.FromSlash(name)))
}

func (s *session) call(method string, params, result any) {
	s.t.Helper()
	response, err := s.Call(s.t.Context(), method, params)
	if err != nil {
		s.t.Fatalf("%s: %v", method, err)
	}
	if result != nil {
		if err := response.UnmarshalResult(result); err != nil {
			s.t.Fatalf("%s: %v", method, err)
		}
	}
}

func (s *session) notify(method string, params any) {
	s.t.Helper()
	if err := s.Notify(s.t.Context(), method, params); err != nil {
		s.t.Fatalf("%s: %v", method, err)
	}
}

// open opens a file with a text that need not be on disk.
func (s *session) open(name, text string) {
	s.t.Helper()
	s.versions[name] = 1
	s.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": s.uri(name), "languageId": "patctl", "version": 1, "text": text}})
}

// change replaces a range, or with nil the whole text.
func (s *session) change(name string, at *protocol.Range, text string) {
	s.t.Helper()
	s.versions[name]++
	edit := map[string]any{"text": text}
	if at != nil {
		edit["range"] = at
	}
	s.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name), "version": s.versions[name]}, "contentChanges": []any{edit},
	})
}

// expect waits until a file has diagnostics with these summaries, of its newest text.
func (s *session) expect(name string, summaries ...string) []protocol.Diagnostic {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	var got []string
	for {
		select {
		case p := <-s.published:
			if p.URI != s.uri(name) || p.Version != nil && *p.Version != s.versions[name] {
				continue
			}
			got = nil
			for _, d := range p.Diagnostics {
				summary, _, _ := strings.Cut(d.Message, "\n")
				got = append(got, summary)
			}
			if slices.Equal(got, summaries) {
				return p.Diagnostics
			}
		case <-ctx.Done():
			s.t.Fatalf("%s has the diagnostics %q, expected %q", name, got, summaries)
		}
	}
}

// place is the position of a text in another.
func place(text, found string) protocol.Position {
	at := strings.Index(text, found)
	if at < 0 {
		panic("no " + found)
	}
	return positionOf(text, at)
}

const simple = `organization "octo-org" {}

template "release" {
  name         = "release"
  target_name  = "octo-org"
  expires_in   = 90
  permissions  = { contents = "write" }
  repositories = ["octo-org/api"]
}
`

// TestDiagnosticsFollowEdits: they are those of the text as it is in the editor, which need
// not be on disk, and go away with the mistake.
func TestDiagnosticsFollowEdits(t *testing.T) {
	s := newSession(t, map[string]string{"main.pat.hcl": "broken ="})
	s.open("main.pat.hcl", simple)
	s.expect("main.pat.hcl")
	from := place(simple, "write")
	s.change("main.pat.hcl", &protocol.Range{Start: from, End: protocol.Position{Line: from.Line, Character: from.Character + 5}}, "wrte")
	found := s.expect("main.pat.hcl", "Unsupported level")
	if found[0].Severity != protocol.SeverityError || found[0].Source != "patctl" || found[0].Range.Start.Line != from.Line || !strings.Contains(found[0].Message, `Did you mean "write"?`) {
		t.Errorf("%+v", found[0])
	}
	s.change("main.pat.hcl", &protocol.Range{Start: from, End: protocol.Position{Line: from.Line, Character: from.Character + 4}}, "read")
	s.expect("main.pat.hcl")
	s.change("main.pat.hcl", nil, "# é😀\n"+strings.Replace(simple, `"octo-org/api"`, `"é😀", local.x`, 1))
	found = s.expect("main.pat.hcl", "Reference to undeclared local value")
	if want := (protocol.Position{Line: 8, Character: 25}); found[0].Range.Start != want {
		t.Errorf("the range begins at %v, expected %v", found[0].Range.Start, want)
	}
}

// TestOtherFiles: mistakes in files that are not open, and that an edit elsewhere makes or
// mends, are told as well; a new file counts before it is saved, and no longer when it is closed.
func TestOtherFiles(t *testing.T) {
	s := newSession(t, map[string]string{
		"main.pat.hcl":  strings.Replace(simple, "90", "local.days", 1),
		"other.pat.hcl": "locals {\n  days = 90\n}\n",
	})
	s.open("other.pat.hcl", "locals {\n  days = 900\n}\n")
	s.expect("main.pat.hcl", "Invalid lifetime")
	s.change("other.pat.hcl", nil, "locals {\n  days = 90\n}\n")
	s.expect("main.pat.hcl")
	s.open("new.pat.hcl", "template \"release\" {\n  name = \"x\"\n}\n")
	s.expect("new.pat.hcl", "Duplicate template")
	s.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": s.uri("new.pat.hcl")}})
	s.versions["new.pat.hcl"] = 0
	s.expect("new.pat.hcl")
	s.write("main.pat.hcl", simple)
	s.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	s.expect("other.pat.hcl", "Unused local value")
}

// TestLife: requests outside of a session are refused, and how a session ended is the
// result of the command.
func TestLife(t *testing.T) {
	s := start(t, nil)
	code := func(method string) jrpc2.Code {
		_, err := s.Call(t.Context(), method, map[string]any{})
		return jrpc2.ErrorCode(err)
	}
	if got := code("textDocument/hover"); got != -32002 {
		t.Errorf("before initialize: %v", got)
	}
	s.call("initialize", map[string]any{"capabilities": map[string]any{}}, nil)
	if got := code("initialize"); got != jrpc2.InvalidRequest {
		t.Errorf("initialize twice: %v", got)
	}
	if got := code("textDocument/nothing"); got != jrpc2.MethodNotFound {
		t.Errorf("an unknown method: %v", got)
	}
	s.notify("$/unknown", map[string]any{})
	s.call("shutdown", nil, nil)
	if got := code("workspace/symbol"); got != jrpc2.InvalidRequest {
		t.Errorf("after shutdown: %v", got)
	}
	s.notify("exit", nil)
	if err := <-s.ended; err != nil {
		t.Errorf("the command ended with %v", err)
	}

	s = newSession(t, nil)
	s.notify("exit", nil)
	if err := <-s.ended; err == nil {
		t.Error("the command ended well without shutdown")
	}
}

// TestUnfinishedLine: at the end of a file, a line that is not written to its end is one mistake.
func TestUnfinishedLine(t *testing.T) {
	const whole = "organization \"octo-org\" {}\n"
	s := newSession(t, map[string]string{"main.pat.hcl": whole})
	s.open("main.pat.hcl", whole)
	s.expect("main.pat.hcl")
	for text, mistake := range map[string]string{
		`template "`:          "Invalid block definition",
		`template "release"`:  "Invalid block definition",
		"locals {\n  owner =": "Missing expression",
		"organization \"hubot\" {\n  review {\n    approve = [\"conf": "Unterminated template string",
	} {
		s.change("main.pat.hcl", nil, whole+text)
		s.expect("main.pat.hcl", mistake)
	}
}

// TestBraceOffersNothing: the list that an editor opens by itself after a brace would take the
// Enter that follows. A user who asks gets it.
func TestBraceOffersNothing(t *testing.T) {
	const text = `template "a" {`
	s := newSession(t, map[string]string{"main.pat.hcl": text})
	s.open("main.pat.hcl", text)
	offered := func(context map[string]any) int {
		var list protocol.CompletionList
		s.call("textDocument/completion", map[string]any{
			"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}, "position": protocol.Position{Character: len(text)}, "context": context,
		}, &list)
		return len(list.Items)
	}
	if n := offered(map[string]any{"triggerKind": 2, "triggerCharacter": "{"}); n > 0 {
		t.Errorf("%d items behind a brace that was typed", n)
	}
	if offered(map[string]any{"triggerKind": 1}) == 0 || offered(nil) == 0 {
		t.Error("nothing for a user who asks")
	}
}

// TestFormatting: the edit gives the layout of fmt, and touches no more lines than it has to.
func TestFormatting(t *testing.T) {
	s := newSession(t, nil)
	text := strings.Replace(simple, "  expires_in   =", "  expires_in =", 1)
	s.open("main.pat.hcl", text)
	var edits []protocol.TextEdit
	s.call("textDocument/formatting", map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}, "options": map[string]any{}}, &edits)
	want := protocol.TextEdit{Range: protocol.Range{Start: protocol.Position{Line: 5}, End: protocol.Position{Line: 6}}, NewText: "  expires_in   = 90\n"}
	if len(edits) != 1 || edits[0] != want {
		t.Errorf("%+v, expected %+v", edits, want)
	}
	s.change("main.pat.hcl", nil, simple)
	s.call("textDocument/formatting", map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}}, &edits)
	if len(edits) != 0 {
		t.Errorf("a text in the right layout: %+v", edits)
	}
}

// TestOpenLink: the server asks the client to open a link to GitHub's form, and no other.
func TestOpenLink(t *testing.T) {
	s := newSession(t, nil)
	const link = "https://github.com/settings/personal-access-tokens/new?name=x"
	s.call("workspace/executeCommand", map[string]any{"command": "patctl.openLink", "arguments": []any{link}}, nil)
	var shown struct {
		URI      string `json:"uri"`
		External bool   `json:"external"`
	}
	if err := (<-s.called).UnmarshalParams(&shown); err != nil || shown.URI != link || !shown.External {
		t.Errorf("%+v, %v", shown, err)
	}
	for _, bad := range []string{"file:///etc/passwd", "https://example.com/", "https://example.com/settings/personal-access-tokens/new", strings.Replace(link, "https", "http", 1), link + "\" x", link + " &calc", link + "`x`"} {
		if _, err := s.Call(t.Context(), "workspace/executeCommand", map[string]any{"command": "patctl.openLink", "arguments": []any{bad}}); err == nil {
			t.Errorf("%s was opened", bad)
		}
	}
}
