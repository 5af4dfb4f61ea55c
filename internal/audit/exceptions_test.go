package audit

import (
	"fmt"
	"testing"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// TestFewExceptionsAreTried: of very many exceptions, few are tried for a token, whether their owners or their
// names tell them apart.
func TestFewExceptionsAreTried(t *testing.T) {
	for name, selector := range map[string]func(i int) hcl.Exception{
		"owners":         func(i int) hcl.Exception { return hcl.Exception{Owner: fmt.Sprintf("mona-%d", i), TokenName: "ci-*"} },
		"names":          func(i int) hcl.Exception { return hcl.Exception{Owner: "mona-*", TokenName: fmt.Sprintf("ci-%d", i)} },
		"ends of owners": func(i int) hcl.Exception { return hcl.Exception{Owner: fmt.Sprintf("*-%d", i), TokenName: "ci-*"} },
		"templates":      func(i int) hcl.Exception { return hcl.Exception{Template: fmt.Sprintf("template.t%d", i)} },
		"tokens": func(i int) hcl.Exception {
			id := int64(i)
			return hcl.Exception{TokenID: &id, Owner: "mona-*"}
		},
	} {
		j := &judge{}
		for i := range 1000 {
			e := selector(i)
			j.exceptions = append(j.exceptions, newExceptionState(&e))
		}
		j.exceptionIndex = newExceptionIndex(j.exceptions)
		s := &Subject{Grant: pat.Grant{TokenID: 7, Owner: "mona-7", TokenName: "ci-7"}, Template: &hcl.Template{Template: pat.Template{Address: "template.t7"}}, Findings: []Finding{{}}}
		if got := j.candidates(s); len(got) != 1 || got[0] != 7 {
			t.Errorf("%s: %d are tried, from %v", name, len(got), got[:min(len(got), 1)])
		}
	}
}
