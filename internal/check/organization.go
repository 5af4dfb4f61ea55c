package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

func (r *run) indexOrganizations() {
	for _, o := range r.Organizations {
		r.organizations[strings.ToLower(o.Login)] = true
	}
}

// organizationsAreDistinct: each is named by its login, once.
func organizationsAreDistinct(r *run) {
	byPlace := slices.SortedFunc(slices.Values(r.Organizations), func(a, b *hcl.Organization) int {
		return compareRange(a.Range, b.Range)
	})
	first := map[string]*hcl.Organization{}
	for _, o := range byPlace {
		if !IsSlug(o.Login) {
			r.error(nil, o.Range, "invalid-organization", "Invalid organization login",
				fmt.Sprintf("%q is not an organization login. A login has %s.", o.Login, slugRule)+meantLogin(o.Login))
		}
		key := strings.ToLower(o.Login)
		if other, ok := first[key]; ok {
			r.error(nil, o.Range, "duplicate-organization", "Organization declared twice",
				fmt.Sprintf("The organization is already declared at %s, as %q. Logins ignore case. Remove one of the blocks.", diag.Place(other.Range), other.Login))
			continue
		}
		first[key] = o
	}
}

// declaredOrganization reports where an organization is named that no block
// declares, though others are declared.
func declaredOrganization(r *run, login string, at diag.Range) {
	if len(r.Organizations) == 0 || r.organizations[strings.ToLower(login)] || r.Incomplete {
		return
	}
	logins := make([]string, len(r.Organizations))
	for i, o := range r.Organizations {
		logins[i] = o.Login
	}
	r.error(nil, at, "undeclared-organization", "Undeclared organization",
		fmt.Sprintf("No organization block declares %q. The declared organizations are %s. Add a block, or use a declared organization.", login, quoted(logins, "and"))+
			diag.DidYouMean(login, logins))
}
