package adopt

import (
	"slices"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// TestRefusedManyTimes: of more violations than diagnostics are kept, those that are there are heeded,
// and the number of the others is no conflict.
func TestRefusedManyTimes(t *testing.T) {
	at := diag.Range{Filename: FileName, Start: diag.Pos{Line: 1}, End: diag.Pos{Line: 2}}
	template := &hcl.Template{Range: at}
	template.Address = "template.a"
	token := identity{organization: "octo-org", id: 1}
	a := &adoption{left: map[identity]string{}, ofBlock: map[string][]*member{"a": {{identity: token}}}}
	violation := diag.Error(at, "policy-violation", "Policy violation", "No.")
	diags := diag.Limit(slices.Repeat(diag.Diagnostics{violation}, 10_001))
	if !diag.IsCount(diags[len(diags)-1]) {
		t.Fatal("nothing was left out")
	}
	again, err := a.refused(&hcl.Configuration{Templates: []*hcl.Template{template}}, diags)
	if err != nil || !again || a.left[token] == "" {
		t.Errorf("again %t, left %q, %v", again, a.left[token], err)
	}
}

// TestManyWarnings: if warnings about the result were left out, one of the others says so.
func TestManyWarnings(t *testing.T) {
	warning := diag.Warning(diag.Range{Filename: FileName}, "policy-violation", "Policy violation", "No.")
	out := ownWarnings(&hcl.Configuration{}, diag.Limit(slices.Repeat(diag.Diagnostics{warning}, 10_001)))
	if len(out) != 2 || !diag.IsCount(out[1]) || out[1].Subject != nil {
		t.Errorf("the warnings are %v", out)
	}
}
