package check

import (
	"fmt"
	"math"

	"github.com/patctl/patctl/internal/pat"
)

// lifetimeIsAllowed: the form takes 1 to 366 days or none, and organizations
// forbid none unless they are told otherwise.
func lifetimeIsAllowed(r *run, t *template) {
	days := t.ExpiresIn.Days
	switch {
	case t.Omitted("expires_in"):
		r.warn(t, t.ArgumentRange("expires_in"), "no-lifetime", "Missing expires_in",
			fmt.Sprintf("The form defaults to %d days, or less if the resource owner limits token lifetimes. Set the lifetime in days, such as expires_in = %d.",
				pat.DefaultExpiryDays, pat.DefaultExpiryDays))
	case !t.Known("expires_in"):
	case t.ExpiresIn.Never:
		unlimited(r, t)
	case days < pat.MinExpiryDays || days > pat.MaxExpiryDays:
		r.error(t, t.ArgumentRange("expires_in"), "invalid-lifetime", "Invalid lifetime",
			fmt.Sprintf(`A token can live from %d to %d days%s. Set a number in this range, or "none" for a token that never expires.`,
				pat.MinExpiryDays, pat.MaxExpiryDays, notSo(days)))
	}
}

// notSo repeats the number, unless it is one that represents all larger ones.
func notSo(days int) string {
	if days == math.MaxInt32 || days == math.MinInt32 {
		return ""
	}
	return fmt.Sprintf(", not %d", days)
}

// unlimited warns where the resource owner is, or may well be, an organization.
func unlimited(r *run, t *template) {
	forUser := len(t.account) > 0
	if forUser || t.TargetName == "" && len(t.organization) == 0 {
		return
	}
	r.warn(t, t.ArgumentRange("expires_in"), "unlimited-lifetime", "Unlimited lifetime",
		fmt.Sprintf("By default, an organization does not allow tokens that live longer than %d days. Set expires_in to a number of days.", pat.MaxExpiryDays))
}
