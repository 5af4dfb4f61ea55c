package adopt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// FileName is the name under which a Loader adds the file that is made to those
// of the directory. It comes after what people call files, so that of two things
// that contradict each other the mistake is in this one.
const FileName = "~import" + hcl.NativeSuffix

// refused takes the templates back that a policy of the configuration forbids,
// and reports whether there are any.
func (a *adoption) refused(cfg *hcl.Configuration, diags diag.Diagnostics) (bool, error) {
	found := false
	var others diag.Diagnostics
	for _, d := range diags {
		if !diag.IsError(d) || diag.IsCount(d) { // the next pass finds those that were left out
			continue
		}
		t := templateAt(cfg, d)
		if t == nil || diag.CodeOf(d) != "policy-violation" {
			others = append(others, d)
			continue
		}
		for _, m := range a.ofBlock[strings.TrimPrefix(t.Address, "template.")] {
			a.left[m.identity] = "a policy does not allow its template: " + strings.TrimRight(firstLine(d.Detail), ".!")
			found = true
		}
	}
	return found, a.conflict(others)
}

// conflict makes an error of those that are not ours. Others are a mistake of ours.
func (a *adoption) conflict(errors diag.Diagnostics) error {
	if len(errors) == 0 {
		return nil
	}
	for _, d := range errors {
		switch {
		case diag.CodeOf(d) == "malformed-host":
			return fmt.Errorf("import the snapshot: its host %q is not valid in a configuration", a.Snapshot.Host)
		case isOurs(d) && diag.CodeOf(d) == "too-complex": // the file is the last, and too much together with the others
			return tooManyWords()
		case isOurs(d):
			panic(fmt.Sprintf("adopt: the result is not valid: %s: %s: %s", d.Subject, d.Summary, d.Detail))
		}
	}
	return &ConflictError{errors}
}

// isOurs reports whether a diagnostic is about the file that is made.
func isOurs(d *diag.Diagnostic) bool { return d.Subject == nil || d.Subject.Filename == FileName }

// floodAll gives every template a glob, with which all hold.
func (a *adoption) floodAll() {
	for i := range a.Snapshot.Organizations {
		a.flooded[strings.ToLower(a.Snapshot.Organizations[i].Login)] = true
	}
}

// templateAt returns the template of ours that a diagnostic is about, or nil.
func templateAt(cfg *hcl.Configuration, d *diag.Diagnostic) *hcl.Template {
	if d.Subject == nil || d.Subject.Filename != FileName {
		return nil
	}
	for _, t := range cfg.Templates {
		if t.Range == *d.Subject {
			return t
		}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// learn looks for what does not conform to the templates of this pass, and
// reports whether another pass has to heed it. What cannot be explained is a
// mistake of ours.
func (a *adoption) learn(judged *audit.Audit) bool {
	again := false
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		id := identityOf(s.Organization, &s.Grant)
		m := a.members[id]
		switch {
		case covered(s):
		case m == nil && covered(a.before[id]):
			a.protect[id], again = true, true // a new glob claims what fitted by its shape
		case m == nil:
		default:
			a.heed(id, s)
			again = true
		}
	}
	return again
}

// heed draws the conclusion from a member that does not conform.
func (a *adoption) heed(id identity, s *audit.Subject) {
	if f := regardless(s); f != nil {
		a.left[id] = fmt.Sprintf("no template can prevent this error: %s (%s)", strings.TrimSuffix(firstLine(f.Message), "."), f.Rule)
		return
	}
	switch {
	case s.TokenName == "" && s.Template != nil:
		a.left[id] = "GitHub does not return its name, and the rule name-differs is set to error"
	case s.TokenName != "" && !a.claimed[id]:
		a.claimed[id] = true
	case s.TokenName != "" && !a.flooded[id.organization]:
		a.flooded[id.organization] = true
	default:
		panic(fmt.Sprintf("adopt: %s does not conform: %v", s, s.Findings))
	}
}

// regardless returns the first error that no template could prevent, or nil.
func regardless(s *audit.Subject) *audit.Finding {
	for i, f := range s.Findings {
		if f.Severity != pat.SeverityError || f.ExceptedBy != "" {
			continue
		}
		switch f.Rule {
		case "unknown-permission", "expired-request", "expires-soon", "unused-token",
			"unused-permission", "unused-write", "unused-repositories", "beyond-template":
			return &s.Findings[i]
		case "permission-missing":
			// The form may not offer the level that a token has, but only a higher one.
			if s.Permissions.IsZero() || s.Template != nil && s.Template.Range.Filename == FileName {
				return &s.Findings[i]
			}
		}
		if strings.HasPrefix(f.Rule, pat.PolicyRulePrefix) {
			return &s.Findings[i]
		}
	}
	return nil
}

// output sums up what was made.
func (a *adoption) output(src []byte, doc *document, judged *audit.Audit, warnings diag.Diagnostics) *Output {
	out := &Output{Source: src, Templates: len(doc.templates), Covered: len(a.members), Gaps: a.gaps, Warnings: warnings}
	if judged != nil {
		out.Gaps = judged.Gaps
	}
	for id, s := range a.before {
		switch {
		case !slices.Contains(a.Kinds, s.Kind):
		case a.left[id] != "":
			out.Left = append(out.Left, Left{s, a.left[id]})
		case a.members[id] == nil && covered(s):
			out.Before++
		}
	}
	sortLeft(out.Left)
	return out
}

func sortLeft(left []Left) {
	slices.SortFunc(left, func(a, b Left) int { return audit.CompareSubjects(a.Subject, b.Subject) })
}
