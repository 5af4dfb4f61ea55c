package explain

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/pat"
)

// openCall is a call that the text does not show in full, so that what it needs
// beyond the answer is not known.
type openCall struct {
	Call  string     `json:"call"` // METHOD /path, or the path alone where no method was named
	Cases []openCase `json:"cases"`
}

// openCase is what a call needs under a condition.
type openCase struct {
	Condition      string              `json:"condition"`
	FineGrained    catalog.FineGrained `json:"fine_grained"`
	PermissionSets []pat.Permissions   `json:"permission_sets"`
}

// noMethod begins the condition of a case of a path without a method.
const noMethod = "method="

// withoutMethod reports whether a call names a path only, and its methods do not
// all need the same.
func withoutMethod(call catalog.Call, found []catalog.Endpoint) bool {
	if call.Method != "" || len(found) < 2 || slices.ContainsFunc(found, func(e catalog.Endpoint) bool { return e.Path != found[0].Path }) {
		return false
	}
	return slices.ContainsFunc(found[1:], func(e catalog.Endpoint) bool {
		return e.FineGrained != found[0].FineGrained || !slices.EqualFunc(e.Sets, found[0].Sets, maps.Equal[pat.Permissions, pat.Permissions])
	})
}

// openCalls returns the calls that may need more than the answer in doc, or more
// than the template of --template has.
func (q *question) openCalls(doc *Document) []openCall {
	has := []catalog.Holding{q.about.Holding(doc.answered())}
	if q.about.template != nil {
		has = append(has, q.about.Holding(q.about.template.permissions))
	}
	open := []openCall{}
	for _, asked := range q.sorted() {
		if asked.named {
			open = append(open, openConditions(asked.Endpoint, has)...)
		}
	}
	for _, asked := range q.sortedBeside() {
		open = append(open, openConditions(asked.Endpoint, has)...)
		open = append(open, asked.openMay(has)...)
	}
	for _, title := range slices.Sorted(maps.Keys(q.groups)) {
		open = append(open, q.openGroup(title, has)...)
	}
	slices.SortStableFunc(open, func(a, b openCall) int { return cmp.Compare(pathOf(a.Call), pathOf(b.Call)) })
	return open
}

// groupEndpoints are those of the paths without a method, and of candidates, that
// tokens can call.
func (q *question) groupEndpoints() []catalog.Endpoint {
	var endpoints []catalog.Endpoint
	for _, title := range slices.Sorted(maps.Keys(q.groups)) {
		for _, e := range q.groups[title] {
			if e.FineGrained == catalog.FineGrainedYes {
				endpoints = append(endpoints, e.Endpoint)
			}
		}
	}
	return endpoints
}

// pathOf is the path of a call, or the call as a whole where it has none.
func pathOf(call string) string { return call[max(0, strings.IndexByte(call, '/')):] }

// answered has the permissions of the answer.
func (doc *Document) answered() pat.Permissions {
	var sets []pat.Permissions
	if doc.Least != nil {
		sets = append(sets, doc.Least.Permissions)
	}
	for _, set := range doc.Split {
		sets = append(sets, set.Permissions)
	}
	return catalog.Union(sets...)
}

// markOpen notes for which of the permissions it depends on the call whether they
// are enough.
func (doc *Document) markOpen() {
	var open []string
	for _, call := range doc.Depends {
		open = append(open, call.Call)
	}
	mark := func(set *leastSet) {
		for i, c := range set.Choices {
			set.Choices[i].open = !slices.ContainsFunc(c.Endpoints, func(e string) bool { return !slices.Contains(open, e) })
		}
	}
	if doc.Least != nil {
		mark(doc.Least)
	}
	for i := range doc.Split {
		mark(&doc.Split[i])
	}
}

// openConditions gives the conditions of an endpoint under which none of the
// tokens can call it.
func openConditions(e catalog.Endpoint, has []catalog.Holding) []openCall {
	open := has[0].Open(e)
	for _, token := range has[1:] {
		if len(token.Open(e)) == 0 {
			return nil
		}
	}
	if len(open) == 0 {
		return nil
	}
	out := openCall{Call: e.String()}
	for _, i := range open {
		out.Cases = append(out.Cases, openCase{e.Conditions[i], e.FineGrained, e.Sets[i : i+1]})
	}
	return []openCall{out}
}

// openMay gives what a call may need besides and the tokens do not have.
func (asked *askedEndpoint) openMay(has []catalog.Holding) []openCall {
	if asked.known == nil || asked.FineGrained != catalog.FineGrainedYes {
		return nil
	}
	out := openCall{Call: asked.String()}
	for _, more := range asked.known.May {
		access, e := catalog.FineGrainedUnknown, catalog.Endpoint{FineGrained: catalog.FineGrainedYes, Sets: more.Sets}
		if len(more.Sets) > 0 {
			access = catalog.FineGrainedYes
			if slices.ContainsFunc(has, func(token catalog.Holding) bool { return token.Covers(e) }) {
				continue
			}
		}
		out.Cases = append(out.Cases, openCase{when + more.When, access, append([]pat.Permissions{}, more.Sets...)})
	}
	if len(out.Cases) == 0 {
		return nil
	}
	return []openCall{out}
}

// when begins the condition of a case that is told in words.
const when = "when="

// openGroup gives the methods of a path, or the candidates of a call, unless a token
// can call all of them.
func (q *question) openGroup(title string, has []catalog.Holding) []openCall {
	members := q.groups[title]
	if !strings.HasPrefix(title, "/") {
		has = has[1:] // only a template settles what the text leaves open
	}
	for _, token := range has {
		if !slices.ContainsFunc(members, func(e *askedEndpoint) bool { return !token.Covers(e.Endpoint) || len(token.Open(e.Endpoint)) > 0 }) {
			return nil
		}
	}
	out := openCall{Call: title}
	for _, e := range members {
		out.Cases = append(out.Cases, openCase{caseOf(title, e.Endpoint), e.FineGrained, append([]pat.Permissions{}, e.Sets...)})
	}
	return []openCall{out}
}

// openCalls says what to add, and for what.
func openCalls(v *cli.View, open []openCall) {
	v.Printf("%s\n", v.Stdout.Bold("Depends on the call:"))
	for _, call := range open {
		v.Printf("  %s\n", call.Call)
		for _, c := range call.Cases {
			v.Printf("    %s: %s\n", c.label(), c.needs())
		}
		if method := call.likelyMethod(); method != "" {
			v.Printf("    No method was named. Add the one that you use, such as: patctl explain '%s %s'\n", method, call.Call)
		}
	}
}

// likelyMethod is GET, or else the first method of a path without a method; "":
// the call has one.
func (call openCall) likelyMethod() string {
	first := ""
	for _, c := range call.Cases {
		method, ok := strings.CutPrefix(c.Condition, noMethod)
		if ok && (first == "" || method == "GET") {
			first = method
		}
	}
	return first
}

// label names a case.
func (c openCase) label() string {
	if method, ok := strings.CutPrefix(c.Condition, noMethod); ok {
		return method
	}
	if words, ok := strings.CutPrefix(c.Condition, when); ok {
		return words
	}
	if call, ok := strings.CutPrefix(c.Condition, oneCall); ok {
		return "if it is " + call
	}
	return strings.TrimSpace(condition.Text(c.Condition))
}

// needs says what the call needs in this case.
func (c openCase) needs() string {
	switch {
	case c.FineGrained == catalog.FineGrainedNo:
		return "fine-grained tokens cannot call it"
	case c.FineGrained == catalog.FineGrainedUnknown:
		return "not known"
	case len(c.PermissionSets) == 0:
		return "no permission"
	}
	texts := make([]string, len(c.PermissionSets))
	for i, set := range c.PermissionSets {
		texts[i] = permissionsText(set)
	}
	return strings.Join(texts, ", or ")
}
