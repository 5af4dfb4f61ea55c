package plan

import (
	"fmt"
	"math"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// Escalation is something that tokens of a template may do, reach or last for
// after a change, and might not before.
type Escalation struct {
	Attribute  string // of the template
	Permission string // "" where it is not about one
	Message    string // a sentence that says what is gained; names in it are as written
}

// escalations returns what an update gains, in the order of the attributes,
// permissions by name.
func escalations(before, after *pat.Template, c *catalog.Catalog) []Escalation {
	var out []Escalation
	out = append(out, otherTarget(before, after)...)
	out = append(out, longer(before.ExpiresIn, after.ExpiresIn)...)
	out = append(out, gained(c.Canonical(before.Permissions), c.Canonical(after.Permissions))...)
	out = append(out, wider(before, after)...)
	return append(out, moreOwners(before.Owners, after.Owners)...)
}

// otherTarget finds permissions that are gained as a whole, over what somebody
// else owns.
func otherTarget(before, after *pat.Template) []Escalation {
	if strings.EqualFold(before.TargetName, after.TargetName) {
		return nil
	}
	owner := after.TargetName
	if owner == "" {
		owner = "the user who opens the link"
	}
	return []Escalation{{Attribute: "target_name", Message: fmt.Sprintf("All permissions now apply to what %s owns.", owner)}}
}

func longer(before, after pat.Expiry) []Escalation {
	old, days := limit(before), limit(after)
	switch {
	case days <= old:
		return nil
	case days == math.MaxInt:
		return []Escalation{{Attribute: "expires_in", Message: fmt.Sprintf("The tokens never expire, instead of expiring after %s.", diag.Counted(old, "day"))}}
	}
	return []Escalation{{Attribute: "expires_in", Message: fmt.Sprintf("The tokens live for %s instead of %d.", diag.Counted(days, "day"), old)}}
}

// limit is the longest lifetime in days. Where nothing is declared, the form
// takes its default.
func limit(e pat.Expiry) int {
	switch {
	case e.Never:
		return math.MaxInt
	case e.IsZero():
		return pat.DefaultExpiryDays
	}
	return e.Days
}

// gained finds permissions and levels, under the right names. metadata at the level
// read is no gain: GitHub adds it to every token, and package audit takes every
// template to grant it.
func gained(before, after pat.Permissions) []Escalation {
	var out []Escalation
	for _, name := range after.Names() {
		old, level := before[name], after[name]
		switch {
		case old.Includes(level), name == "metadata" && level == pat.Read:
			continue
		case old == pat.NoAccess:
			out = append(out, Escalation{"permissions", name, fmt.Sprintf("The permission %s is added, with %s access.", name, level)})
		default:
			out = append(out, Escalation{"permissions", name, fmt.Sprintf("The permission %s is raised from %s to %s.", name, old, level)})
		}
	}
	return out
}

func moreOwners(before, after []string) []Escalation {
	switch {
	case len(before) == 0:
		return nil // anyone might hold it already
	case len(after) == 0:
		return []Escalation{{Attribute: "owners", Message: "Anyone can own the token, instead of only the listed owners."}}
	}
	allowed := map[string]bool{}
	for _, owner := range before {
		allowed[strings.ToLower(owner)] = true
	}
	var added []string
	for _, owner := range after {
		if !allowed[strings.ToLower(owner)] {
			added = append(added, owner)
		}
	}
	if added == nil {
		return nil
	}
	return []Escalation{{Attribute: "owners", Message: fmt.Sprintf("More people can own the token: %s.", strings.Join(added, ", "))}}
}
