package lsp

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// TestRenameAcrossModules: a variable of a module is renamed where modules that are not open
// set it, too.
func TestRenameAcrossModules(t *testing.T) {
	inner := "variable \"org\" {}\nlocals {\n  x = var.org\n}\n"
	s := newSession(t, map[string]string{
		"main.pat.hcl":        "module \"ci\" {\n  source = \"./teams/ci\"\n  org    = \"octo-org\"\n}\nexception \"e\" {\n  template = \"module.ci.template.a\"\n  reason   = \"x\"\n  expires  = \"2027-01-01\"\n}\n",
		"teams/ci/a.pat.hcl":  inner,
		"teams/ci/b.pat.hcl":  "template \"a\" {\n  name = var.org\n}\n",
		"tests/a.pattest.hcl": "token \"a\" {\n  expect {\n    template = module.ci.template.a\n  }\n}\n",
	})
	s.open("teams/ci/a.pat.hcl", inner)
	at := map[string]any{"textDocument": map[string]any{"uri": s.uri("teams/ci/a.pat.hcl")}, "position": protocol.Position{Line: 2, Character: 11}, "newName": "owner"}
	var edit protocol.WorkspaceEdit
	s.call("textDocument/rename", at, &edit)
	s.changes(edit, "main.pat.hcl 2:2-5", "teams/ci/a.pat.hcl 0:10-13", "teams/ci/a.pat.hcl 2:10-13", "teams/ci/b.pat.hcl 1:13-16")

	s.open("teams/ci/b.pat.hcl", "template \"a\" {\n  name = var.org\n}\n")
	at["textDocument"], at["position"] = map[string]any{"uri": s.uri("teams/ci/b.pat.hcl")}, protocol.Position{Line: 0, Character: 10}
	edit = protocol.WorkspaceEdit{}
	s.call("textDocument/rename", at, &edit)
	s.changes(edit, "main.pat.hcl 5:33-34", "teams/ci/b.pat.hcl 0:10-11", "tests/a.pattest.hcl 2:34-35")

	at["newName"] = "1"
	if _, err := s.Call(t.Context(), "textDocument/rename", at); err == nil || !strings.Contains(err.Error(), `"1" is not a valid name.`) {
		t.Errorf("a rename to 1 gives %v", err)
	}
}

func (s *session) changes(edit protocol.WorkspaceEdit, want ...string) {
	s.t.Helper()
	var got []string
	for uri, edits := range edit.Changes {
		for _, e := range edits {
			name := strings.TrimPrefix(uri, s.uri(".")+"/")
			got = append(got, path.Clean(strings.TrimPrefix(name, s.uri("")))+" "+rangeText(e.Range))
			if e.NewText != "owner" {
				s.t.Errorf("%s becomes %q", uri, e.NewText)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		s.t.Errorf("the edits are %q, expected %q", got, want)
	}
}

func rangeText(r protocol.Range) string {
	return fmt.Sprintf("%d:%d-%d", r.Start.Line, r.Start.Character, r.End.Character)
}
