package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// sortedBeside gives what is no endpoint, in the order of the names.
func (q *question) sortedBeside() []*askedEndpoint {
	var out []*askedEndpoint
	for _, key := range slices.Sorted(maps.Keys(q.beside)) {
		out = append(out, q.beside[key])
	}
	slices.SortStableFunc(out, func(a, b *askedEndpoint) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// explainedOther is what needs permissions and is no endpoint of the REST API.
type explainedOther struct {
	Name           string              `json:"name"`
	FineGrained    catalog.FineGrained `json:"fine_grained"`
	PermissionSets []pat.Permissions   `json:"permission_sets"`
	Conditions     []string            `json:"conditions"`
	PublicRead     bool                `json:"public_read"`
	Judged         bool                `json:"judged"`
	Certainty      certainty           `json:"certainty"`
	Remarks        []string            `json:"remarks"`
	Doc            *string             `json:"doc"`
	Calls          int                 `json:"calls"`
	depends        string              // what it needs, where that is what something else needs
	twin           bool                // it is derived from an endpoint that does the same
}

// addOthers adds to the document what is no endpoint, and returns for the set what
// tokens can call.
func (q *question) addOthers(doc *Document) []catalog.Endpoint {
	var callable []catalog.Endpoint
	for _, asked := range q.sortedBeside() {
		o := explainedOther{
			Name: asked.String(), FineGrained: asked.FineGrained, PermissionSets: append([]pat.Permissions{}, asked.Sets...),
			Conditions: asked.Conditions, PublicRead: asked.PublicRead, Judged: asked.Judged, Certainty: certaintyOf(asked.Endpoint),
			Remarks: []string{}, Calls: asked.calls,
		}
		if asked.known != nil {
			o.Certainty = certainty(asked.known.Need.Certainty)
			o.Remarks = append(o.Remarks, asked.known.Remarks...)
			o.depends, o.twin = asked.known.Access, asked.known.Twin
			o.Doc = cli.Optional(asked.known.Doc)
		}
		doc.Others = append(doc.Others, o)
		if asked.FineGrained == catalog.FineGrainedYes {
			callable = append(callable, asked.Endpoint)
		} else {
			doc.NotCovered = append(doc.NotCovered, asked.String())
		}
	}
	return callable
}

// writeOther writes what is no endpoint, for people.
func writeOther(v *cli.View, o explainedOther) {
	title := v.Stdout.Bold(diag.Printable(o.Name))
	if o.Calls > 1 {
		title += fmt.Sprintf(" (%s)", cli.Counted(o.Calls, "time"))
	}
	v.Printf("%s\n  %s\n", title, o.access())
	if o.PublicRead && o.FineGrained == catalog.FineGrainedYes && len(o.PermissionSets) > 0 {
		v.Printf("  %s\n", publicRemark)
	}
	for _, remark := range o.Remarks {
		v.Printf("  %s\n", remark)
	}
	if text := o.Certainty.text(o.Name, o.twin); text != "" && o.depends == "" {
		v.Printf("  %s\n", text)
	}
	if o.Doc != nil {
		v.Printf("  %s\n", v.Stdout.Cyan(*o.Doc))
	}
	v.Printf("\n")
}

// access says what it needs.
func (o explainedOther) access() string {
	switch {
	case o.depends != "" && len(o.PermissionSets) == 0:
		return o.depends
	case o.FineGrained == catalog.FineGrainedNo && strings.HasPrefix(o.Name, hostPrefix):
		return "It takes no fine-grained token."
	case o.FineGrained == catalog.FineGrainedNo:
		return "Fine-grained tokens can't do this."
	case o.FineGrained == catalog.FineGrainedUnknown && len(o.PermissionSets) > 0:
		return "Needs " + setsText(o.PermissionSets, o.Conditions) + ", but it is not known whether that is enough."
	case o.FineGrained == catalog.FineGrainedUnknown:
		return "It is not known what this needs."
	case len(o.PermissionSets) == 0:
		return "Needs no permission of its own."
	}
	return "Needs " + setsText(o.PermissionSets, o.Conditions) + "."
}

// setsText names sets with their conditions.
func setsText(sets []pat.Permissions, conditions []string) string {
	texts := make([]string, len(sets))
	for i, set := range sets {
		texts[i] = permissionsText(set)
		if i < len(conditions) {
			texts[i] += condition.Text(conditions[i])
		}
	}
	return strings.Join(texts, ", or ")
}
