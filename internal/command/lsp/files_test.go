package lsp

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// TestSeveralURIs: a file that is open under two URIs has its diagnostics under both, and keeps
// them under one when the other is closed.
func TestSeveralURIs(t *testing.T) {
	s := newSession(t, map[string]string{"main.pat.hcl": simple})
	broken := strings.Replace(simple, "write", "wrte", 1)
	s.open("main.pat.hcl", simple)
	s.expect("main.pat.hcl")
	s.open("%6dain.pat.hcl", broken)
	s.expect("%6dain.pat.hcl", "Unsupported level")
	s.change("main.pat.hcl", nil, broken)
	s.expect("main.pat.hcl", "Unsupported level")
	s.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}})
	s.change("%6dain.pat.hcl", nil, broken+"\n")
	s.expect("%6dain.pat.hcl", "Unsupported level")
	s.open("main.pat.hcl", simple)
	s.expect("%6dain.pat.hcl")
	s.notify("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}})
	s.expect("%6dain.pat.hcl", "Unsupported level")
}

// TestRenameInChangedFile: the edits of a rename fit a file that others have changed, without a
// word of it from the client.
func TestRenameInChangedFile(t *testing.T) {
	const main = "variable \"org\" { default = \"octo-org\" }\n"
	user := strings.Replace(simple, `"octo-org"`+"\n", "var.org\n", 1)
	s := newSession(t, map[string]string{"main.pat.hcl": main, "user.pat.hcl": user})
	s.open("main.pat.hcl", main)
	s.expect("main.pat.hcl")
	params := map[string]any{"textDocument": map[string]any{"uri": s.uri("main.pat.hcl")}, "position": place(main, "org"), "newName": "owner"}
	for _, before := range []string{"", "# é\n# two\n"} {
		s.write("user.pat.hcl", before+user)
		var edit protocol.WorkspaceEdit
		s.call("textDocument/rename", params, &edit)
		got := edit.Changes[s.uri("user.pat.hcl")]
		if want := place(before+user, "org\n"); len(got) != 1 || got[0].Range.Start != want || got[0].NewText != "owner" {
			t.Errorf("%+v, expected an edit at %v", got, want)
		}
	}
}
