package explain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

func runExplainEndpoints(ctx context.Context, e *cli.Env, v *cli.View, about explaining, opts explainOptions) error {
	q, err := readQuestion(ctx, e, v, about, opts)
	if err != nil {
		return err
	}
	doc := q.document()
	if opts.json {
		if err := v.JSON(doc); err != nil {
			return err
		}
	} else if len(doc.Endpoints)+len(doc.Others)+len(doc.unclearTexts) > 0 {
		writeExplanation(v, doc)
	}
	q.refusals(v)
	q.sayServers(v)
	q.noteOwners(v, &doc)
	v.Diagnostics(q.mistakes(), nil)
	switch {
	case len(q.wrong) > 0:
		return cli.ErrPrinted
	case !doc.whole():
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}

// writeExplanation writes the answer for people.
func writeExplanation(v *cli.View, doc Document) {
	writeCalls(v, doc.Calls)
	for _, e := range doc.Endpoints {
		writeEndpoint(v, e)
	}
	for _, o := range doc.Others {
		writeOther(v, o)
	}
	if doc.Template != nil {
		writeCoverage(v, doc.Template, len(doc.Depends) > 0)
	}
	switch {
	case doc.Least != nil && len(doc.Least.Permissions) == 0 && !doc.whole():
		v.Printf("%s none for what is covered.\n", v.Stdout.Bold("Least permissions:"))
	case doc.Least != nil && len(doc.Least.Permissions) == 0:
		v.Printf("%s none. Any token can do this.\n", v.Stdout.Bold("Least permissions:"))
	case doc.Least != nil:
		writeLeastSet(v, "Least permissions:", *doc.Least, doc.Template)
	case len(doc.Split) > 0:
		v.Printf("GitHub takes no account and organization permissions together, so that this needs two tokens.\n\n")
		writeLeastSet(v, "Of your own account:", doc.Split[0], doc.Template)
		v.Printf("\n")
		writeLeastSet(v, "Of the organization:", doc.Split[1], doc.Template)
	}
	if !doc.whole() && (doc.Least != nil || len(doc.Split) > 0) {
		v.Printf("\n")
	}
	if len(doc.Depends) > 0 {
		openCalls(v, doc.Depends)
	}
	sayOwners(v, &doc)
	if len(doc.NotCovered)+len(doc.Unknown)+len(doc.unclearTexts) > 0 {
		writeNotCovered(v, &doc)
	}
}

// writeNotCovered says at the end what the set does not do, so that nobody takes it
// for an answer to everything.
func writeNotCovered(v *cli.View, doc *Document) {
	v.Printf("%s\n", v.Stdout.Bold("Not covered:"))
	for _, text := range slices.Concat(doc.NotCovered, doc.Unknown) {
		v.Printf("  %s\n", diag.Printable(v.Say(text)))
	}
	for _, text := range doc.unclearTexts {
		v.Printf("  %s\n", text)
	}
	findOut(v, doc.unclearTexts)
	doc.findRun(v)
}

// linesText names the first of some lines.
func linesText(lines []int) string {
	lines = slices.Compact(slices.Sorted(slices.Values(lines)))
	if len(lines) == 1 {
		return fmt.Sprintf("line %d", lines[0])
	}
	named := make([]string, min(len(lines), cli.MaxNamed))
	for i := range named {
		named[i] = strconv.Itoa(lines[i])
	}
	if more := len(lines) - len(named); more > 0 {
		return fmt.Sprintf("lines %s and %d more", strings.Join(named, ", "), more)
	}
	return "lines " + strings.Join(named, ", ")
}

func writeEndpoint(v *cli.View, e ExplainedEndpoint) {
	title := v.Stdout.Bold(e.Method + " " + e.Path)
	if e.Calls > 1 {
		title += fmt.Sprintf(" (%s)", cli.Counted(e.Calls, "call"))
	}
	v.Printf("%s\n  %s\n", title, e.access())
	for _, remark := range e.remarks() {
		v.Printf("  %s\n", remark)
	}
	v.Printf("  %s\n\n", v.Stdout.Cyan(e.Doc))
}

// graphQLPath is that of GitHub's GraphQL API.
//
// https://docs.github.com/graphql/guides/forming-calls-with-graphql
const graphQLPath = "/graphql"

// access says in a sentence who can call an endpoint.
func (e ExplainedEndpoint) access() string {
	app := "patctl doesn't know whether a GitHub App can."
	if e.GitHubApp != nil {
		app = map[bool]string{true: "A GitHub App can.", false: "A GitHub App can't either."}[*e.GitHubApp]
	}
	switch {
	case e.Path == graphQLPath:
		return "Fine-grained tokens can call it. What it needs depends on the query: pass the query itself, or a file with it."
	case e.FineGrained == catalog.FineGrainedNo && e.PublicRead:
		return "Fine-grained tokens can only call it for public resources, without a permission. " + app
	case e.FineGrained == catalog.FineGrainedNo:
		return e.Closed.text() + " " + app
	case e.FineGrained == catalog.FineGrainedUnknown:
		return "It is unknown whether a fine-grained token can call it: GitHub's data doesn't list it. " + app
	case len(e.PermissionSets) == 0:
		return "Needs no permission: any token can call it."
	}
	var texts []string
	for i, set := range e.PermissionSets {
		switch {
		case i >= len(e.Conditions):
			texts = append(texts, permissionsText(set))
		case !e.refuses(i):
			texts = append(texts, permissionsText(set)+condition.Text(e.Conditions[i]))
		}
	}
	return "Needs " + strings.Join(texts, ", or ") + "."
}

// publicRemark is of what needs a permission for private resources only.
const publicRemark = "Public resources can be read without a permission."

// remarks are what to know beside the permissions.
func (e ExplainedEndpoint) remarks() []string {
	var out []string
	if e.PublicRead && e.FineGrained == catalog.FineGrainedYes && len(e.PermissionSets) > 0 {
		out = append(out, publicRemark)
	}
	for i, set := range e.PermissionSets {
		if e.refuses(i) {
			out = append(out, "GitHub documents that "+permissionsText(set)+" is enough, but users report that GitHub refuses it.")
		}
	}
	if e.Closed != nil {
		out = append(out, e.Closed.Next)
	}
	if strings.Contains(e.Path, "/rulesets/rule-suites") {
		out = append(out, "Users report that GitHub refuses this with read access: it may need write.")
	}
	if e.Note != nil {
		out = append(out, *e.Note)
	}
	if e.Where != nil {
		out = append(out, "Only "+map[string]string{"ghec": "GitHub Enterprise Cloud", "ghes": "GitHub Enterprise Server", "both": "GitHub Enterprise Cloud and Server"}[*e.Where]+" has it.")
	}
	if e.Judged || e.Source != nil && *e.Source == "judgement" {
		out = append(out, "GitHub's data doesn't say this. It is derived from similar endpoints.")
	}
	return out
}

// refuses reports whether a set is documented and reported to be refused.
func (e ExplainedEndpoint) refuses(set int) bool {
	return catalog.Endpoint{Conditions: e.Conditions}.Refused(set)
}

// permissionsText writes a set as "contents = write and issues = read".
func permissionsText(set pat.Permissions) string { return known.SetText(set) }

func writeCoverage(v *cli.View, t *templateCoverage, depends bool) {
	address := diag.Printable(t.Address)
	switch {
	case t.Covers && depends:
		v.Printf("%s covers this in part. The rest depends on the call.\n\n", address)
	case t.Covers:
		v.Printf("%s covers this.\n\n", address)
	case t.Lacks == nil:
		v.Printf("%s does not cover this, and cannot: GitHub takes no account and organization permissions together.\n\n", address)
	default:
		v.Printf("%s lacks %s.\n\n", address, permissionsText(t.Lacks))
	}
}

// writeLeastSet writes a set with its reasons, as a template and as a link.
func writeLeastSet(v *cli.View, title string, set leastSet, t *templateCoverage) {
	v.Printf("%s\n", v.Stdout.Bold(title))
	if set.URL == nil {
		v.Printf("  none\n")
		return
	}
	for _, c := range set.Choices {
		v.Printf("  %s = %s\n    for %s\n    %s\n", c.Permission, writeLevel(v, c.Level), endpointsText(c.Endpoints), c.reason(set, t))
	}
	v.Printf("\n%s\n%s\n", *set.HCL, v.Stdout.Cyan(*set.URL))
}

// instead is what a rival has that a set does not have.
func instead(rival, set pat.Permissions) pat.Permissions {
	other := pat.Permissions{}
	for name, level := range rival {
		if set[name] != level {
			other[name] = level
		}
	}
	return other
}

// writeLevel makes what can change things stand out.
func writeLevel(v *cli.View, level pat.Level) string {
	if level == pat.Read {
		return string(level)
	}
	return v.Stdout.Paint("33", string(level))
}

// maxNamedEndpoints is how many endpoints one line names.
const maxNamedEndpoints = 3

func endpointsText(endpoints []string) string {
	if more := len(endpoints) - maxNamedEndpoints; more > 1 {
		return strings.Join(endpoints[:maxNamedEndpoints], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(endpoints, ", ")
}

// reason says why a permission was chosen, and not what else would do.
func (c leastChoice) reason(set leastSet, t *templateCoverage) string {
	rival := permissionsText(instead(c.Rival, set.Permissions))
	if c.open {
		return "Whether this is enough depends on the call. See below."
	}
	switch c.Why {
	case catalog.WhyOnly:
		return "No other permission is enough."
	case catalog.WhyFewer:
		return "Without it, more permissions would be needed: " + rival + "."
	case catalog.WhyLower:
		return "Without it, a higher level would be needed: " + rival + "."
	case catalog.WhyChosen:
		return "With " + rival + " it would work too, but " + diag.Printable(t.Address) + " does not have that."
	case catalog.WhySection:
		return "With " + rival + " it would work too, but that reaches further than single repositories."
	case catalog.WhyOpened:
		return "With " + rival + " it would work too, but that opens more endpoints."
	}
	return "With " + rival + " it would work as well."
}
