package judged_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestDiffLosesNothing: whatever a document holds, each finding is in one place, with
// its message or with what is declared and what is actual, and can be shown.
func TestDiffLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 11))
	differ := judged.NewDiffer()
	for range 3000 {
		s := randomSubject(r)
		diff := differ.Diff(&s)
		places := map[*judged.Finding][]string{}
		list := ""
		for _, l := range diff.Lines {
			text := l.Text() + " # " + l.Comment
			if l.Name == "" {
				text = list + text
			} else {
				list = text
			}
			for _, f := range l.Findings {
				places[f] = append(places[f], text)
			}
			formattest.CheckPlain(t, l.Text()+l.Comment)
		}
		for _, n := range diff.Notes {
			places[n.Finding] = append(places[n.Finding], n.Words+n.Difference)
			formattest.CheckPlain(t, n.Words+n.Difference)
		}
		for i := range s.Findings {
			f := &s.Findings[i]
			if len(places[f]) != 1 {
				t.Fatalf("%s is in %d places", f.Rule, len(places[f]))
			}
			if !says(places[f][0], f) {
				t.Fatalf("%q says not what %s does: %q, %s, %s", places[f][0], f.Rule, f.Message, shown(f.Declared), shown(f.Actual))
			}
		}
	}
}

// says reports whether a text has the message of a finding, or its values.
func says(text string, f *judged.Finding) bool {
	if strings.Contains(text, diag.Printable(f.Message)) {
		return true
	}
	values := []*string{f.Declared, f.Actual}
	if strings.Contains(f.Rule, "permission") {
		values = append(values, f.Permission)
	}
	for _, value := range values {
		for _, part := range strings.Split(shown(value), ", ") {
			if part == "subset" && strings.Contains(text, `"selected"`) {
				continue
			}
			if !strings.Contains(text, strings.ReplaceAll(part, `"`, `\"`)) && !strings.Contains(text, part) {
				return false
			}
		}
	}
	return true
}

func shown(s *string) string {
	if s == nil {
		return ""
	}
	return diag.Printable(*s)
}

func randomSubject(r *rand.Rand) judged.Subject {
	texts := []string{"contents", "read", "write", "unknown", "none", "all", "subset", "90", "octo-org/api, octo-org/web", "::error::x", "a\" -> \"b", "\x1b[31m", ""}
	maybe := func() *string {
		if r.IntN(3) == 0 {
			return nil
		}
		return &texts[r.IntN(len(texts))]
	}
	s := judged.Subject{Kind: pat.KindToken, Verdict: pat.Undeclared, Owner: texts[r.IntN(len(texts))], Template: maybe(), Unjudged: r.IntN(2) == 0}
	if s.Template == nil {
		s.Nearest, s.NearestURL = maybe(), maybe()
	}
	rules := []string{"policy:x", "::error::x"}
	for _, rule := range pat.Rules() {
		rules = append(rules, rule.Name)
	}
	for range r.IntN(8) {
		s.Findings = append(s.Findings, judged.Finding{
			Rule: rules[r.IntN(len(rules))], Severity: pat.SeverityError, Message: "The message says " + texts[r.IntN(len(texts))] + ".",
			Permission: maybe(), Declared: maybe(), Actual: maybe(),
		})
	}
	return s
}

// TestDiffOfUndeclared: a token without a template is compared with the closest
// one, of which the link says what it grants.
func TestDiffOfUndeclared(t *testing.T) {
	nearest, link, none := "template.a", "https://github.com/settings/personal-access-tokens/new?name=a&contents=read&expires_in=30", "none"
	s := judged.Subject{Kind: pat.KindToken, Verdict: pat.Undeclared, Nearest: &nearest, NearestURL: &link, Findings: []judged.Finding{
		{Rule: "never-expires", Message: "The token never expires.", Actual: &none},
		{Rule: "undeclared-token", Message: "No template matches. The closest is template.a; this token also has contents:write, pages:read, the repository octo-org/a, all repositories, no expiration and 2 more."},
	}}
	differ := judged.NewDiffer()
	want := []string{
		`~ contents = "read" -> "write"`, `+ pages = "read"`, `+ repositories = "octo-org/a"`, `+ repositories = "all"`, `~ expires_in = 30 -> "none" never-expires`,
		`undeclared-token: No template matches. The closest is template.a. Differences that are not listed: 2.`,
	}
	if diff := cmp.Diff(want, written(differ.Diff(&s))); diff != "" {
		t.Error(diff)
	}
	s.NearestURL = nil // the owner may not hold it
	if got := written(differ.Diff(&s))[0]; got != `+ contents = "write"` {
		t.Errorf("without a link: %s", got)
	}
}

// TestDiffOfMany: with a hundred thousand lines, each finding is beside its line, and it takes no
// hours to put it there.
func TestDiffOfMany(t *testing.T) {
	const many = 100_000
	template, declared := "template.a", "octo-org/z"
	s := judged.Subject{Kind: pat.KindToken, Verdict: pat.Drifted, Template: &template}
	for i := range many {
		name, repository := fmt.Sprintf("p%d", i), fmt.Sprintf("octo-org/r%d", i)
		s.Findings = append(s.Findings, judged.Finding{Rule: "permission-extra", Permission: &name, Actual: &name},
			judged.Finding{Rule: "unknown-permission", Permission: &name, Message: "GitHub has no " + name + "."},
			judged.Finding{Rule: "repository-extra", Declared: &declared, Actual: &repository})
	}
	slices.SortStableFunc(s.Findings, func(a, b judged.Finding) int { return strings.Compare(a.Rule, b.Rule) })
	diff := judged.NewDiffer().Diff(&s)
	if len(diff.Notes) != 0 || len(diff.Lines) != 2*many+1 {
		t.Fatalf("%d lines and %d notes", len(diff.Lines), len(diff.Notes))
	}
	for i, line := range diff.Lines[:many] {
		if len(line.Findings) != 2 || line.Comment != "GitHub has no "+line.Name+"." {
			t.Fatalf("line %d: %s # %s, %d findings", i, line.Text(), line.Comment, len(line.Findings))
		}
	}
}

func written(d *judged.Diff) []string {
	var out []string
	for _, l := range d.Lines {
		text := l.Text()
		for _, f := range l.Findings {
			text += " " + f.Rule
		}
		out = append(out, text)
	}
	for _, n := range d.Notes {
		out = append(out, n.Rule+": "+n.Words+n.Difference)
	}
	return out
}

// TestDiffOfOneCalledUnknown: a person may be called as what was not read.
func TestDiffOfOneCalledUnknown(t *testing.T) {
	declared, actual, template := "octocat", "unknown", "template.a"
	s := judged.Subject{Verdict: pat.Drifted, Template: &template, Owner: "unknown", Findings: []judged.Finding{
		{Rule: "owner-not-allowed", Message: "unknown is not an allowed owner of tokens from template.a.", Declared: &declared, Actual: &actual},
	}}
	differ := judged.NewDiffer()
	if line := differ.Diff(&s).Lines[0]; line.Symbol != "~" || line.Comment != s.Findings[0].Message {
		t.Errorf("%+v", line)
	}
	s.Owner = "mona"
	if line := differ.Diff(&s).Lines[0]; line.Symbol != "?" || line.Comment != s.Findings[0].Message {
		t.Errorf("%+v", line)
	}
}

// TestDiffOfLists: what is declared stands as a list, and how many more there are is no name.
func TestDiffOfLists(t *testing.T) {
	template := "template.a"
	for _, c := range []struct{ rule, declared, actual, want string }{
		{"owner-not-allowed", "mona, hubot, and 5 more", "octocat", `["mona", "hubot", and 5 more]`},
		{"repositories-wider", "octo-org/api, web, and 5 more", "all", `["octo-org/api", "web", and 5 more]`},
		{"repositories-wider", "api, web", "all", `["api", "web"]`},
		{"repositories-wider", "selected", "all", `"selected"`},
	} {
		s := judged.Subject{Verdict: pat.Drifted, Template: &template, Findings: []judged.Finding{{Rule: c.rule, Message: "m", Declared: &c.declared, Actual: &c.actual}}}
		if line := judged.NewDiffer().Diff(&s).Lines[0]; line.Before != c.want {
			t.Errorf("%s, %s: %+v", c.rule, c.declared, line)
		}
	}
}
