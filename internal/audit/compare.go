package audit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// finding completes a finding with the severity that holds for its rule; of a
// rule that is off there is none.
func (j *judge) finding(rule string, f Finding) []Finding {
	s := j.rules[rule]
	if s.severity == pat.SeverityOff {
		return nil
	}
	f.Rule = rule
	if f.Severity == "" {
		f.Severity = s.severity
	}
	return []Finding{f}
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

// compare lists what departs from a template.
func (j *judge) compare(s *Subject, shape *shape, p *profile) []Finding {
	findings := j.permissions(shape, p)
	for _, d := range j.repositories(s, p) {
		findings = append(findings, j.finding(d.rule, d.Finding)...)
	}
	if d := j.lifetime(s, p); d != nil {
		findings = append(findings, j.finding(d.rule, d.Finding)...)
	}
	if p.owners != nil && !p.allows(s.Owner) {
		findings = append(findings, j.finding("owner-not-allowed", Finding{
			Message:  fmt.Sprintf("%s may not hold a token of %s.", s.Owner, p.Address),
			Declared: strings.Join(p.Owners, ", "), Actual: s.Owner, Range: p.at("owners", ""),
		})...)
	}
	return findings
}

func (p *profile) allows(owner string) bool { return p.owners[strings.ToLower(owner)] }

// permissions compares levels: extra, elevated and missing ones.
func (j *judge) permissions(shape *shape, p *profile) []Finding {
	var findings []Finding
	for _, name := range shape.sorted {
		actual, declared := shape.permissions[name], p.permissions[name]
		switch {
		case declared.Includes(actual):
		case declared == pat.NoAccess:
			findings = append(findings, j.finding("permission-extra", Finding{
				Message:    j.shared("The permission " + name + " is not in the template."),
				Permission: name, Actual: string(actual), Range: p.at("permissions", ""),
			})...)
		default:
			findings = append(findings, j.finding("permission-elevated", Finding{
				Message:    j.shared(fmt.Sprintf("The permission %s has the level %s, and the template grants %s.", name, actual, declared)),
				Permission: name, Declared: string(declared), Actual: string(actual), Range: p.at("permissions", name),
			})...)
		}
	}
	return append(findings, j.missing(shape, p)...)
}

// missing lists what the template grants and the subject lacks. A subject
// without any permission is never taken for an exact match, even of a template
// without any: GitHub may just not have said.
func (j *judge) missing(shape *shape, p *profile) []Finding {
	var severity pat.Severity // of the rule
	if p.Match.Exact {
		severity = pat.SeverityError
	}
	var findings []Finding
	if shape.empty {
		findings = j.finding("permission-missing", Finding{
			Severity: severity, Message: "GitHub names no permission of it at all.", Range: p.at("permissions", ""),
		})
	}
	for _, name := range p.sorted {
		declared, actual := p.permissions[name], shape.permissions[name]
		if actual.Includes(declared) || declared.Rank() < actual.Rank() {
			continue
		}
		findings = append(findings, j.finding("permission-missing", Finding{
			Severity:   severity,
			Message:    j.shared("The permission " + name + " is less than the template grants: the token may not work."),
			Permission: name, Declared: string(declared), Actual: string(actual), Range: p.at("permissions", name),
		})...)
	}
	return findings
}

// deviation is a finding of a rule that decides about matching too.
type deviation struct {
	rule string
	Finding
}

// repositories compares the choice of repositories with the declared one.
func (j *judge) repositories(s *Subject, p *profile) []deviation {
	fits, byList := p.selects(s.RepositorySelection)
	switch {
	case byList:
		return j.listed(s, p)
	case fits:
		return nil
	}
	declared := string(p.Repositories.Selection)
	if p.Repositories.Patterns != nil {
		declared = strings.Join(p.Repositories.Patterns, ", ")
	}
	return []deviation{{"repositories-wider", Finding{
		Message:  "The selection of repositories is wider than the template's.",
		Declared: declared, Actual: s.RepositorySelection, Range: p.at("repositories", ""),
	}}}
}

// selects reports whether a selection is within the declared one, or whether
// the list of repositories decides on that.
func (p *profile) selects(selection string) (fits, byList bool) {
	declared := p.Repositories
	switch {
	case declared.IsZero() || declared.Selection == pat.AllRepositories || selection == "none":
		return true, false
	case declared.Selection == pat.NoRepositories || selection == "all":
		return false, false
	}
	return declared.Patterns == nil, declared.Patterns != nil
}

// listed compares the selected repositories with the declared list.
func (j *judge) listed(s *Subject, p *profile) []deviation {
	declared := strings.Join(p.Repositories.Patterns, ", ")
	if !s.RepositoriesRead {
		return []deviation{{"repository-extra", Finding{
			Message:  "Which repositories it selects was not read, so that they cannot be held against the template's list.",
			Declared: declared, Actual: "unknown", Range: p.at("repositories", ""),
		}}}
	}
	var out []deviation
	for _, repository := range s.Repositories {
		if !p.lists(strings.ToLower(repository)) {
			out = append(out, deviation{"repository-extra", Finding{
				Message:  fmt.Sprintf("The repository %s is not in the template's list.", repository),
				Declared: declared, Actual: repository, Range: p.at("repositories", ""),
			}})
		}
	}
	return out
}

// lists reports whether a repository, in lower case, is in the list.
func (p *profile) lists(repository string) bool {
	if p.names[repository] {
		return true
	}
	for _, pattern := range p.patterns {
		if pat.FitsGlob(pattern, repository) {
			return true
		}
	}
	return false
}

// tolerance is how many days a lifetime may be longer than declared: nobody
// sends a form at midnight.
const tolerance = 1

// lifetime compares the lifetime with the declared one, with a day's tolerance.
// That of a request is its whole one; that of a token is what remains, because
// a token that was generated anew keeps the time at which access was granted.
func (j *judge) lifetime(s *Subject, p *profile) *deviation {
	limit := p.limit
	if limit == endless {
		return nil
	}
	if s.ExpiresAt == nil {
		return &deviation{"never-expires", Finding{
			Message:  "The token never expires.",
			Declared: strconv.Itoa(limit), Actual: "none", Range: p.at("expires_in", ""),
		}}
	}
	if days := j.daysOfLife(s); days > limit+tolerance {
		return &deviation{"lifetime-exceeded", Finding{
			Message:  j.shared(fmt.Sprintf("The lifetime is %d days, and the template allows %d.", days, limit)),
			Declared: strconv.Itoa(limit), Actual: strconv.Itoa(days), Range: p.at("expires_in", ""),
		}}
	}
	return nil
}

// daysOfLife rounds up; the expiry must not be nil.
func (j *judge) daysOfLife(s *Subject) int {
	from := j.asOf
	if s.Kind == pat.KindRequest && s.Since != nil {
		from = *s.Since
	}
	return roundUpDays(s.ExpiresAt.Sub(from))
}

// roundUpDays adds nothing to d: the time to a far end is the longest duration
// there is, and more would make a past of it.
func roundUpDays(d time.Duration) int {
	const day = 24 * time.Hour
	days := int(d / day)
	if d%day > 0 {
		days++
	}
	return days
}
