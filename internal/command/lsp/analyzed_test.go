package lsp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// actions are the corrections for a range of a file.
func (s *session) actions(name string, at protocol.Range) []protocol.CodeAction {
	s.t.Helper()
	var found []protocol.CodeAction
	s.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": s.uri(name)}, "range": at, "context": map[string]any{"diagnostics": []any{}},
	}, &found)
	return found
}

// TestCorrections: what "Did you mean" asks is offered in configurations and in test files, and
// only for the range that is asked about.
func TestCorrections(t *testing.T) {
	s := newSession(t, map[string]string{"main.pat.hcl": simple, "tests/a.pattest.hcl": ""})
	wrong := strings.Replace(simple, `"write"`, `"wirte"`, 1)
	s.open("main.pat.hcl", wrong)
	mistake := s.expect("main.pat.hcl", "Unsupported level")[0]
	found := s.actions("main.pat.hcl", mistake.Range)
	if len(found) == 0 || found[0].Kind != "quickfix" || found[0].Title != "Change to write" {
		t.Fatalf("%+v", found)
	}
	edits := found[0].Edit.Changes[s.uri("main.pat.hcl")]
	if len(edits) != 1 || edits[0].Range != (protocol.Range{Start: place(wrong, "wirte"), End: protocol.Position{Line: 6, Character: place(wrong, "wirte").Character + 5}}) || edits[0].NewText != "write" {
		t.Errorf("%+v", edits)
	}
	if others := s.actions("main.pat.hcl", protocol.Range{}); len(others) != 0 {
		t.Errorf("for another line: %+v", others)
	}
	s.change("main.pat.hcl", nil, simple)
	s.expect("main.pat.hcl")

	const cases = "request \"r\" {\n  organization = \"octo-org\"\n  owner        = \"mona\"\n  name         = \"release\"\n  permissions  = { contents = \"read\" }\n  repositories = [\"octo-org/api\"]\n  expires_in   = 30\n  expect {\n    verdict = \"conformin\"\n  }\n}\n"
	s.open("tests/a.pattest.hcl", cases)
	mistake = s.expect("tests/a.pattest.hcl", "Unknown verdict")[0]
	found = s.actions("tests/a.pattest.hcl", mistake.Range)
	if len(found) == 0 || found[0].Edit.Changes[s.uri("tests/a.pattest.hcl")][0].NewText != "conforming" {
		t.Errorf("in a test file: %+v", found)
	}
}

// TestLensesAndHints: they are of the text as it is in the editor.
func TestLensesAndHints(t *testing.T) {
	s := newSession(t, nil)
	text := strings.Replace(simple, `{ contents = "write" }`, `permissions_for("GET /repos/{owner}/{repo}/pulls")`, 1)
	s.open("main.pat.hcl", text)
	var lenses []protocol.CodeLens
	ofDocument := map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}}
	s.call("textDocument/codeLens", ofDocument, &lenses)
	shown := fmt.Sprint(lenses)
	for _, l := range lenses {
		shown += fmt.Sprint(l.Range.Start.Line, *l.Command)
	}
	if len(lenses) == 0 || !strings.Contains(shown, "patctl.openLink") || !strings.Contains(shown, "pull_requests=read") {
		t.Errorf("lenses: %s", shown)
	}
	var hints []protocol.InlayHint
	ofDocument["range"] = protocol.Range{End: protocol.Position{Line: 100}}
	s.call("textDocument/inlayHint", ofDocument, &hints)
	if len(hints) != 1 || !strings.Contains(hints[0].Label, "pull_requests = read") || hints[0].Position.Line != 6 {
		t.Errorf("hints: %+v", hints)
	}
	ofDocument["range"] = protocol.Range{Start: protocol.Position{Line: 8}, End: protocol.Position{Line: 100}}
	s.call("textDocument/inlayHint", ofDocument, &hints)
	if len(hints) != 0 {
		t.Errorf("hints outside of the range: %+v", hints)
	}
}
