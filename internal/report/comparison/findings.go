package comparison

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// findingKey names a finding of one subject. What changes from day to day, as
// the days for which a token was not used, is not in it.
type findingKey struct {
	rule, permission, actual string
	severity                 pat.Severity
	excepted                 bool
}

func keyOf(s *judged.Subject, f *judged.Finding) findingKey {
	key := findingKey{f.Rule, format.OrEmpty(f.Permission), "", f.Severity, f.ExceptedBy != nil}
	if f.Permission != nil || f.Rule == repositoryExtra || ofUnread(s, f) {
		key.actual = strings.ToLower(format.OrEmpty(f.Actual))
	}
	return key
}

const (
	repositoryExtra = "repository-extra"
	ownerNotAllowed = "owner-not-allowed"
	// notRead is what a finding has for actual where the repositories, or the
	// members of a team, were not read.
	notRead = "unknown"
)

// rulesOfUse are those of audits that read what tokens did.
var rulesOfUse = []string{"unused-permission", "unused-write", "unused-repositories", "beyond-template"}

// ofUnread reports whether a finding of a subject only says that something was not
// read. Nobody knows whether there is more to it. A person may be called "unknown".
func ofUnread(s *judged.Subject, f *judged.Finding) bool {
	if format.OrEmpty(f.Actual) != notRead {
		return false
	}
	return f.Rule == repositoryExtra || f.Rule == ownerNotAllowed && (s.Unjudged || s.Owner != notRead)
}

// compareFindings returns the findings that only the later subject has, those
// that only the earlier one has, and those that are unknown. A subject
// that is nil has none.
func compareFindings(before, after *judged.Subject) (appeared, resolved, undecided []judged.Finding) {
	appeared, unsure := missingIn(before, after)
	resolved, unsureToo := missingIn(after, before)
	return appeared, resolved, append(unsure, unsureToo...)
}

// missingIn returns the findings of a subject that the other has not, and apart
// from them those that the other could not have.
func missingIn(other, s *judged.Subject) (missing, undecided []judged.Finding) {
	missing, undecided = []judged.Finding{}, []judged.Finding{}
	if s == nil {
		return missing, undecided
	}
	there := map[findingKey]int{}
	if other != nil {
		for i := range other.Findings {
			there[keyOf(other, &other.Findings[i])]++
		}
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		key := keyOf(s, f)
		switch {
		case there[key] > 0:
			there[key]--
		case other != nil && (ofUnread(s, f) || cannotTell(other, f)):
			undecided = append(undecided, *f)
		default:
			missing = append(missing, *f)
		}
	}
	return missing, undecided
}

// cannotTell reports whether a finding may hold of the subject although it is
// not among its findings.
func cannotTell(s *judged.Subject, f *judged.Finding) bool {
	switch {
	case s.Unjudged && strings.HasPrefix(f.Rule, pat.PolicyRulePrefix):
		return true
	case s.Use == nil && slices.Contains(rulesOfUse, f.Rule):
		return true
	}
	return slices.ContainsFunc(s.Findings, func(own judged.Finding) bool { return own.Rule == f.Rule && ofUnread(s, &own) })
}
