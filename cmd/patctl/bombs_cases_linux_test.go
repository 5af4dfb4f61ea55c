package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/patctl/patctl/internal/hostile"
)

// bombed is a command with the file that may be hostile to it, or standard input, and
// what else lies in the directory.
type bombed struct {
	name   string
	file   string // "": standard input
	texts  []hostile.Text
	args   []string
	others map[string]string
	wrap   func(string) string                // what makes the text the input; nil: it is
	spread func(size int) map[string]string   // the files, instead of a text
	serve  func(text string) http.HandlerFunc // what GitHub answers, instead of a file
}

const (
	bombTemplate = "template \"t\" {\n  name = \"t\"\n  target_name = \"octo-org\"\n  permissions = { contents = \"read\" }\n}\n"
	bombSnapshot = `{"format_version":"1.0","patctl_version":"0.1.0","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[` +
		`{"login":"octo-org","generated_at":"2026-11-22T12:00:00Z","complete":true,"incomplete":[],"requests":[],"tokens":[]}]}`
)

var (
	besideTemplate = map[string]string{"main.pat.hcl": bombTemplate}
	besideSnapshot = map[string]string{"snapshot.json": bombSnapshot, "m/main.pat.hcl": bombTemplate}
	decodes        = func(function string) map[string]string {
		return map[string]string{"main.pat.hcl": "locals {\n  x = " + function + "(file(\"x\"))\n}\n" + bombTemplate}
	}
)

// bombedCommands are all commands that read what a hostile person may have written.
func bombedCommands() []bombed {
	return slices.Concat(bombedConfigurations(), bombedDocuments(), bombedCalls(), bombedSessions(), bombedTrees(), bombedAnswers(), bombedPairs())
}

func bombedConfigurations() []bombed {
	all := hostile.Configurations()
	out := []bombed{
		{"fmt", "", all, []string{"fmt", "--check", "--diff", "-"}, nil, nil, nil, nil},
		{"validate JSON", "main.pat.json", hostile.JSON(), []string{"validate"}, nil, nil, nil, nil},
		{"validate --var-file", "x.patvars", all, []string{"validate", "--var-file", "x.patvars"}, besideTemplate, nil, nil, nil},
		{"validate --var-file JSON", "x.patvars.json", hostile.JSON(), []string{"validate", "--var-file", "x.patvars.json"}, besideTemplate, nil, nil, nil},
		{"test", "x.pattest.hcl", all, []string{"test"}, besideTemplate, nil, nil, nil},
		{"validate jsondecode", "x", hostile.JSON(), []string{"validate"}, decodes("jsondecode"), nil, nil, nil},
		{"validate yamldecode", "x", hostile.YAML(), []string{"validate"}, decodes("yamldecode"), nil, nil, nil},
		{"validate csvdecode", "x", hostile.Tables(), []string{"validate"}, decodes("csvdecode"), nil, nil, nil},
		{"validate .gitignore", ".gitignore", hostile.Texts(), []string{"validate"}, besideTemplate, nil, nil, nil},
	}
	for name, args := range map[string][]string{
		"validate": {"validate"}, "validate sarif": {"validate", "-o", "sarif"}, "validate json": {"validate", "--json"},
		"list": {"list"}, "render html": {"render", "-o", "html"}, "render markdown": {"render", "-o", "markdown"}, "plan": {"plan"}, "plan markdown": {"plan", "-o", "markdown"},
		"audit of configuration": {"audit", "--snapshot", "snapshot.json"}, "show template": {"show", "template.t"}, "explain template": {"explain", "GET /user", "--template", "template.t"},
		"import beside configuration": {"import", "snapshot.json"}, "serve --check": {"serve", "--check"},
	} {
		out = append(out, bombed{name, "main.pat.hcl", all, args, besideSnapshot, nil, nil, nil})
	}
	slices.SortFunc(out, func(a, b bombed) int { return len(a.name) - len(b.name) })
	return out
}

func bombedDocuments() []bombed {
	var out []bombed
	add := func(name, file string, texts []hostile.Text, args ...string) {
		out = append(out, bombed{name, file, texts, args, nil, nil, nil, nil})
	}
	snapshots := slices.Concat(hostile.JSON(), hostile.Snapshots())
	add("audit --snapshot", "s.json", snapshots, "audit", "--snapshot", "s.json")
	add("audit html", "s.json", hostile.Snapshots(), "audit", "--snapshot", "s.json", "-o", "html")
	add("audit sarif", "s.json", hostile.Snapshots(), "audit", "--snapshot", "s.json", "-o", "sarif")
	add("show snapshot", "s.json", snapshots, "show", "s.json")
	add("plan --snapshot", "s.json", snapshots, "plan", "--snapshot", "s.json")
	add("import", "s.json", snapshots, "import", "s.json")
	add("import --baseline", "s.json", hostile.Snapshots(), "import", "s.json", "--baseline", "--reason", "r")
	add("import --tests", "s.json", hostile.Snapshots(), "import", "s.json", "--tests")
	add("migrate --snapshot", "s.json", snapshots, "migrate", "--snapshot", "s.json")
	add("audit --tokens", "t.json", slices.Concat(hostile.JSON(), hostile.Grants()), "audit", "--organization", "octo-org", "--tokens", "t.json")
	add("audit --requests", "t.json", slices.Concat(hostile.JSON(), hostile.Grants()), "audit", "--organization", "octo-org", "--requests", "t.json")
	add("import --issue", "i.json", slices.Concat(hostile.JSON(), hostile.Texts()), "import", "--issue", "i.json")
	add("import links", "l.txt", hostile.Texts(), "import", "l.txt")
	add("report", "a.json", hostile.JSON(), "report", "--from", "a.json")
	add("show plan", "p.plan", hostile.JSON(), "show", "p.plan")
	add("apply plan", "p.plan", hostile.JSON(), "apply", "p.plan")
	add("plan with inventory", "patctl.inventory.json", hostile.JSON(), "plan")
	add("apply with journal", "patctl.applied.jsonl", hostile.JSON(), "apply", "--no-reviews", "--auto-approve")
	used := slices.Concat(hostile.JSON(), hostile.AuditLogs(), hostile.Records())
	add("audit --used", "u", used, "audit", "--snapshot", "snapshot.json", "--used", "u")
	add("audit --used --classic", "u", hostile.AuditLogs(), "audit", "--snapshot", "snapshot.json", "--used", "u", "--classic")
	add("migrate --used", "u", used, "migrate", "--used", "u")
	add("migrate hcl", "u", hostile.AuditLogs(), "migrate", "--used", "u", "-o", "hcl")
	for i := range out {
		out[i].others = map[string]string{"main.pat.hcl": bombTemplate, "snapshot.json": bombSnapshot}
	}
	return out
}

// bombedCalls are what explain and links read.
func bombedCalls() []bombed {
	var out []bombed
	for _, l := range []struct {
		file  string
		texts []hostile.Text
	}{
		{"x.sh", hostile.Shell()}, {"x.js", hostile.JavaScript()}, {"x.py", hostile.Python()}, {"x.go", hostile.Go()}, {"x.rb", hostile.Ruby()}, {"x.ps1", hostile.PowerShell()},
		{"x.graphql", hostile.GraphQL()}, {".github/workflows/x.yml", hostile.YAML()}, {".gitlab-ci.yml", hostile.YAML()}, {"x.log", hostile.Texts()}, {"Dockerfile", hostile.Shell()}, {"Makefile", hostile.Shell()},
		{"x.har", slices.Concat(hostile.Archives(), hostile.JSON())}, {"x", slices.Concat(hostile.Shell(), hostile.JavaScript())}, {"record.json", hostile.Records()}, {"package.json", hostile.JSON()}, {"x.bat", hostile.Shell()},
	} {
		out = append(out, bombed{"explain " + l.file, l.file, l.texts, []string{"explain", "--file", l.file}, nil, nil, nil, nil})
	}
	return append(out, []bombed{
		{"links", "x.txt", hostile.Texts(), []string{"links", "x.txt"}, nil, nil, nil, nil},
		{"links --fix", "x.txt", hostile.Texts(), []string{"links", "x.txt", "--fix"}, nil, nil, nil, nil},
		{"links sarif", "x.txt", hostile.Texts(), []string{"links", "x.txt", "-o", "sarif"}, nil, nil, nil, nil},
		{"links in a script", "x.sh", hostile.Shell(), []string{"links", "x.sh"}, nil, nil, nil, nil},
		{"links in JavaScript", "x.js", hostile.JavaScript(), []string{"links", "x.js"}, nil, nil, nil, nil},
		{"links with .gitignore", ".gitignore", hostile.Texts(), []string{"links", "."}, map[string]string{"x.txt": "x"}, nil, nil, nil},
	}...)
}

// bombedSessions are commands that answer on standard input.
func bombedSessions() []bombed {
	open := bombed{"lsp", "", hostile.Configurations(), []string{"lsp"}, besideTemplate, opened, nil, nil}
	return []bombed{
		{"console", "", hostile.Configurations(), []string{"console"}, besideTemplate, nil, nil, nil},
		{"mcp", "", hostile.JSON(), []string{"mcp"}, besideTemplate, nil, nil, nil},
		{"lsp messages", "", hostile.JSON(), []string{"lsp"}, besideTemplate, framed, nil, nil},
		open,
	}
}

// framed is one message of a client of the language server.
func framed(message string) string {
	return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(message), message)
}

// opened is a session in which a text is opened in an editor.
func opened(text string) string {
	quoted, _ := json.Marshal(text) // a string always can be
	return framed(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`) +
		framed(`{"jsonrpc":"2.0","method":"initialized","params":{}}`) +
		framed(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///main.pat.hcl","languageId":"patctl","version":1,"text":`+string(quoted)+`}}}`) +
		framed(`{"jsonrpc":"2.0","id":2,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file:///main.pat.hcl"}}}`) +
		framed(`{"jsonrpc":"2.0","id":3,"method":"shutdown"}`) + framed(`{"jsonrpc":"2.0","method":"exit"}`)
}
