package report

import (
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// findingKey names a finding of one subject. What changes from day to day, as
// the days for which a token was not used, is not in it.
type findingKey struct {
	rule, permission, actual string
	severity                 pat.Severity
	excepted                 bool
}

func keyOf(f *AuditFinding) findingKey {
	key := findingKey{f.Rule, text(f.Permission), "", f.Severity, f.ExceptedBy != nil}
	if f.Permission != nil || f.Rule == repositoryExtra {
		key.actual = strings.ToLower(text(f.Actual))
	}
	return key
}

const (
	repositoryExtra = "repository-extra"
	// unknownRepositories is what a finding has for actual where repositories
	// could not be read.
	unknownRepositories = "unknown"
)

// compareFindings returns the findings that only the later subject has, those
// that only the earlier one has, and those of which one cannot know. A subject
// that is nil has none.
func compareFindings(before, after *AuditSubject) (appeared, resolved, undecided []AuditFinding) {
	appeared, unsure := missingIn(before, after)
	resolved, unsureToo := missingIn(after, before)
	return appeared, resolved, append(unsure, unsureToo...)
}

// missingIn returns the findings of a subject that the other has not, and apart
// from them those that the other could not have.
func missingIn(other, s *AuditSubject) (missing, undecided []AuditFinding) {
	missing, undecided = []AuditFinding{}, []AuditFinding{}
	if s == nil {
		return missing, undecided
	}
	there := map[findingKey]int{}
	if other != nil {
		for i := range other.Findings {
			there[keyOf(&other.Findings[i])]++
		}
	}
	for i := range s.Findings {
		f := &s.Findings[i]
		key := keyOf(f)
		switch {
		case there[key] > 0:
			there[key]--
		case other != nil && other.cannotTell(f):
			undecided = append(undecided, *f)
		default:
			missing = append(missing, *f)
		}
	}
	return missing, undecided
}

// cannotTell reports whether a finding may hold of the subject although it is
// not among its findings.
func (s *AuditSubject) cannotTell(f *AuditFinding) bool {
	if s.Unjudged && strings.HasPrefix(f.Rule, pat.PolicyRulePrefix) {
		return true
	}
	if f.Rule != repositoryExtra {
		return false
	}
	for i := range s.Findings {
		if s.Findings[i].Rule == repositoryExtra && text(s.Findings[i].Actual) == unknownRepositories {
			return true
		}
	}
	return false
}
