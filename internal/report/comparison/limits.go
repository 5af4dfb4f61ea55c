package comparison

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// organizations returns the organizations in which the two audits differ.
func (c *comparer) organizations() []Organization {
	all := maps.Clone(c.before.organizations)
	maps.Copy(all, c.after.organizations)
	out := []Organization{}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		before, after := c.before.organizations[key], c.after.organizations[key]
		o := Organization{
			Login: all[key].Login, Before: before != nil, After: after != nil,
			NewTemplates: templatesOnlyIn(after, before), RemovedTemplates: templatesOnlyIn(before, after),
		}
		if !o.Before || !o.After || len(o.NewTemplates)+len(o.RemovedTemplates) > 0 {
			out = append(out, o)
		}
	}
	return out
}

// templatesOnlyIn returns the templates that one audit has for an organization
// and the other has not, where both say which there are.
func templatesOnlyIn(o, other *judged.Organization) []string {
	out := []string{}
	if o == nil || other == nil || !o.ListsTemplates() || !other.ListsTemplates() {
		return out
	}
	there := map[string]bool{}
	for _, address := range other.TemplateAddresses {
		there[address] = true
	}
	for _, address := range o.TemplateAddresses {
		if !there[address] {
			out = append(out, address)
		}
	}
	return out
}

// limits says in sentences what could not be compared. They hold text from
// outside and are not escaped.
func limits(before, after *Input, organizations []Organization) []string {
	out := []string{}
	if before.GeneratedAt.After(after.GeneratedAt) {
		out = append(out, "The audit to compare with is the later one. What is reported as new no longer exists, and what is reported as gone is new.")
	}
	if !before.Complete {
		out = append(out, fmt.Sprintf("The earlier audit is incomplete (%s missing). What it does not contain is not reported as new.", format.Count(len(before.Incomplete), "part")))
	}
	if !after.Complete {
		out = append(out, fmt.Sprintf("This audit is incomplete (%s missing). What it does not contain is not reported as gone.", format.Count(len(after.Incomplete), "part")))
	}
	switch {
	case before.Used == after.Used:
	case after.Used:
		out = append(out, "Only this audit read what tokens did. So it is unknown which findings about that are new.")
	default:
		out = append(out, "Only the earlier audit read what tokens did. So it is unknown which findings about that are resolved.")
	}
	if before.Summary.Classic()+after.Summary.Classic() > 0 {
		out = append(out, "Classic tokens are not compared.")
	}
	out = append(out, organizationLimits(organizations)...)
	return append(out, selectionLimits(before.Selection, after.Selection)...)
}

func organizationLimits(organizations []Organization) []string {
	var once, now []string
	for _, o := range organizations {
		switch {
		case !o.After:
			once = append(once, o.Login)
		case !o.Before:
			now = append(now, o.Login)
		}
	}
	var out []string
	if once != nil {
		out = append(out, "Only the earlier audit covers "+strings.Join(once, ", ")+", so the current state there is unknown.")
	}
	if now != nil {
		out = append(out, "Only this audit covers "+strings.Join(now, ", ")+", so the earlier state there is unknown.")
	}
	return out
}

func selectionLimits(before, after judged.Selection) []string {
	then, now := whole(before), whole(after)
	switch {
	case before.IsZero() && after.IsZero():
		return nil
	case then == now:
		return []string{"Both audits were limited to " + now + ". The comparison covers nothing else."}
	}
	return []string{"The audits were limited differently: the earlier one to " + then + ", this one to " + now + ". The comparison covers only what both contain."}
}

// whole describes a selection, with a word for everything.
func whole(sel judged.Selection) string {
	if sel.IsZero() {
		return "everything"
	}
	return sel.Words()
}
