package calls_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/calls"
)

// Comments of a batch file are no calls, wherever they begin.
func TestBatch(t *testing.T) {
	text := strings.Join([]string{
		"@echo off",
		"REM curl https://api.github.com/user",
		"  @rem gh pr create",
		":: gh api repos/octo-org/api/hooks",
		"remote.exe gh pr merge",
		"gh api repos/octo-org/api/issues",
		"curl -X POST ^",
		"  https://api.github.com/repos/octo-org/api/labels",
		"if exist x (rem gh pr list) & rem gh pr close",
		"rem",
	}, "\r\n")
	for _, name := range []string{"build.bat", "BUILD.CMD"} {
		got, err := calls.ReadNamed(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, call := range got.Calls {
			found = append(found, strconv.Itoa(call.Line)+" "+call.Text)
		}
		want := []string{"6 GET /repos/octo-org/api/issues", "7 POST https://api.github.com/repos/octo-org/api/labels"}
		if !slices.Equal(found, want) {
			t.Errorf("%s: %q, not %q", name, found, want)
		}
		for _, unclear := range got.Unclear {
			if unclear.Line != 5 {
				t.Errorf("%s: line %d is unclear: %s", name, unclear.Line, unclear.Call)
			}
		}
		if got.Comments != 4 {
			t.Errorf("%s: %d comments", name, got.Comments)
		}
	}
}
