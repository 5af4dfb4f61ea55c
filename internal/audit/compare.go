package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// add adds a finding with the severity that holds for its rule; of a rule that is
// off there is none.
func (j *judge) add(findings []Finding, rule string, f Finding) []Finding {
	f.Rule, f.Severity = rule, j.rules[rule].severity
	if f.Severity == pat.SeverityOff {
		return findings
	}
	return append(findings, f)
}

// inDays returns a text with a number of days in the place of its %s.
func (j *judge) inDays(text string, days int) string {
	id := daysText{text, days}
	out, ok := j.days[id]
	if !ok {
		out = fmt.Sprintf(text, diag.Counted(days, "day"))
		j.days[id] = out
	}
	return out
}

type daysText struct {
	text string
	days int
}

// shared returns one copy of a text that many findings have: a million tokens
// depart in a few thousand ways.
func (j *judge) shared(text string) string {
	if have, ok := j.texts[text]; ok {
		return have
	}
	j.texts[text] = text
	return text
}

// report gives findings the severities that hold for their rules. Of a rule that
// is off there is none, unless the template itself asks for it: then the severity
// is set already.
func (j *judge) report(deviations []Finding) []Finding {
	out := deviations[:0]
	for _, f := range deviations {
		if f.Severity == "" {
			f.Severity = j.rules[f.Rule].severity
		}
		if f.Severity != pat.SeverityOff {
			out = append(out, f)
		}
	}
	return out
}

// tolerated are deviations that are errors by default, and that rule blocks make
// less, or nothing, of. They do not count against the verdict, and a request with
// one is still more than its template grants.
func (j *judge) tolerated(deviations []Finding) []Finding {
	var out []Finding
	for _, f := range deviations {
		rule := j.rules[f.Rule]
		if f.Severity == "" && rule.byDefault == pat.SeverityError && rule.severity != pat.SeverityError {
			f.Severity = rule.severity
			out = append(out, f)
		}
	}
	sortFindings(out)
	return out
}

// compare adds every difference from a template, also those whose rules are off. It sets a
// severity only if no rule block can change it.
func (j *judge) compare(out []Finding, s *Subject, shape *shape, p *profile) []Finding {
	out = j.missing(j.permissions(out, shape, p), shape, p)
	out = j.lifetime(j.repositories(out, s, p), s, p)
	return p.owner(out, s)
}

// permissions compares levels: extra and elevated ones.
func (j *judge) permissions(out []Finding, shape *shape, p *profile) []Finding {
	for _, name := range shape.sorted {
		actual, declared := shape.permissions[name], p.permissions[name]
		if declared.Includes(actual) {
			continue
		}
		id := held{name, actual}
		f, known := p.excess[id]
		if !known {
			f = j.excess(name, declared, actual, p)
			p.excess.keep(id, f)
		}
		out = append(out, f)
	}
	return out
}

func (j *judge) excess(name string, declared, actual pat.Level, p *profile) Finding {
	if declared == pat.NoAccess {
		return Finding{
			Rule:       "permission-extra",
			Message:    j.shared("The permission " + name + " is not in the template."),
			Permission: name, Actual: string(actual), Range: p.at("permissions", ""),
		}
	}
	return Finding{
		Rule:       "permission-elevated",
		Message:    j.shared(fmt.Sprintf("The template grants %s = %q, and the token has %q.", name, declared, actual)),
		Permission: name, Declared: string(declared), Actual: string(actual), Range: p.at("permissions", name),
	}
}

// levelFindings are the findings about a permission at a level, which many subjects share.
type levelFindings map[held]Finding

// held is a permission at the level that a subject has.
type held struct {
	name  string
	level pat.Level
}

func (l levelFindings) keep(id held, f Finding) {
	if len(l) < 1<<10 { // GitHub has fewer permissions and levels
		l[id] = f
	}
}

// missing adds what the template grants and the subject lacks: an error where
// the template is exact, whatever a rule block says. A subject without any
// permission is never taken for an exact match, even of a template without any:
// GitHub may just not have said.
func (j *judge) missing(out []Finding, shape *shape, p *profile) []Finding {
	var severity pat.Severity // of the rule
	if p.Match.Exact {
		severity = pat.SeverityError
	}
	if shape.empty {
		out = append(out, Finding{
			Rule: "permission-missing", Severity: severity, Message: noPermissions, Range: p.at("permissions", ""),
		})
	}
	for _, name := range p.sorted {
		declared, actual := p.permissions[name], shape.permissions[name]
		if !lacks(actual, declared) {
			continue
		}
		id := held{name, actual}
		f, known := p.lack[id]
		if !known {
			f = Finding{
				Rule: "permission-missing", Severity: severity,
				Message:    j.shared(lessMessage(name, declared, actual)),
				Permission: name, Declared: string(declared), Actual: string(actual), Range: p.at("permissions", name),
			}
			p.lack.keep(id, f)
		}
		out = append(out, f)
	}
	return out
}

func lessMessage(name string, declared, actual pat.Level) string {
	if actual == pat.NoAccess {
		return fmt.Sprintf("The template grants %s = %q, and the token does not have it. It may not work.", name, declared)
	}
	return fmt.Sprintf("The template grants %s = %q, and the token has only %q. It may not work.", name, declared, actual)
}

// repositories compares the choice of repositories with the declared one.
func (j *judge) repositories(out []Finding, s *Subject, p *profile) []Finding {
	fits, byList := p.selects(s.RepositorySelection)
	switch {
	case byList:
		return j.listed(out, s, p)
	case fits:
		return out
	}
	declared := string(p.Repositories.Selection)
	if p.Repositories.Patterns != nil {
		declared = p.listText
	}
	return append(out, Finding{
		Rule:     "repositories-wider",
		Message:  "The selection of repositories is wider than the template's.",
		Declared: declared, Actual: s.RepositorySelection, Range: p.at("repositories", ""),
	})
}

// selects reports whether a selection is within the declared one, or whether
// the list of repositories decides on that.
func (p *profile) selects(selection string) (fits, byList bool) {
	declared := p.Repositories
	switch {
	case declared.IsZero() || declared.Selection == pat.AllRepositories || selection == "none":
		return true, false
	case declared.Selection == pat.NoRepositories || selection != subset:
		return false, false // all, or what GitHub may call so one day
	}
	return declared.Patterns == nil, declared.Patterns != nil
}

// notRead takes the place of repositories that were not read.
const notRead = "unknown"

// listed compares the selected repositories with the declared list.
func (j *judge) listed(out []Finding, s *Subject, p *profile) []Finding {
	if !s.RepositoriesRead {
		return append(out, Finding{
			Rule:     "repository-extra",
			Message:  "The repositories that it selects were not read, so they cannot be compared with the template's list.",
			Declared: p.listText, Actual: notRead, Range: p.at("repositories", ""),
		})
	}
	sorted := s.Repositories
	if !slices.IsSorted(sorted) {
		sorted = slices.Sorted(slices.Values(sorted))
	}
	for _, repository := range sorted {
		if p.lists(strings.ToLower(repository)) {
			continue
		}
		out = append(out, Finding{
			Rule:     "repository-extra",
			Message:  "The repository " + repository + " is not in the template's list.",
			Declared: p.listText, Actual: repository, Range: p.at("repositories", ""),
		})
	}
	return out
}

// lists reports whether a repository, in lower case, is in the list.
func (p *profile) lists(repository string) bool {
	if p.names[repository] {
		return true
	}
	return slices.ContainsFunc(p.globs.Candidates(nil, repository), func(pattern string) bool { return pat.FitsGlob(pattern, repository) })
}

// tolerance is how many days a lifetime may be longer than declared: nobody
// sends a form at midnight.
const tolerance = 1

// lifetime compares the lifetime with the declared one, with a day's tolerance.
// That of a request is its whole one; that of a token is what remains, because
// a token that was generated anew keeps the time at which access was granted.
func (j *judge) lifetime(out []Finding, s *Subject, p *profile) []Finding {
	limit := p.limit
	if limit == endless {
		return out
	}
	if s.ExpiresAt == nil {
		return append(out, Finding{
			Rule:     "never-expires",
			Message:  neverExpires,
			Declared: strconv.Itoa(limit), Actual: "none", Range: p.at("expires_in", ""),
		})
	}
	days := j.daysOfLife(&s.Grant)
	if days <= limit+tolerance {
		return out
	}
	return append(out, Finding{
		Rule:     "lifetime-exceeded",
		Message:  j.inDays(p.lifetimeText, days),
		Declared: strconv.Itoa(limit), Actual: strconv.Itoa(days), Range: p.at("expires_in", ""),
	})
}
