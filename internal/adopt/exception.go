package adopt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// exceptionLabels tells the labels of exceptions from those of templates.
const exceptionLabels = "exception."

// exception is an exception block to be written.
type exception struct {
	label        string
	comments     []string
	organization string
	tokenID      int64
	owner, name  string // globs, where there is no token_id
	rules        []string
	reason       string
	expires      string
}

// selector is what an exception chooses by.
type selector struct {
	organization string
	tokenID      int64
	owner, name  string
}

// Baseline makes exceptions for whatever of a snapshot does not fit the
// templates of the existing configuration: with its rules by name, for one
// token each. They are in force to the end of the day expires. The audit
// afterwards finds each of them conforming or excepted but for those that are
// left, with the reason. That is proved before it returns: if it does not hold,
// it panics. The error is a *TooLargeError or a *ConflictError.
func Baseline(in Input, reason string, expires time.Time) (*Output, error) {
	a := newAdoption(in)
	doc, members := a.exceptions(reason, expires.Format(time.DateOnly))
	a.members = members
	if len(doc.exceptions) == 0 {
		return a.output(nil, doc, nil, nil), nil
	}
	src, err := formatted(doc)
	if err != nil {
		return nil, err
	}
	cfg, diags := in.Load(src)
	if err := a.conflict(slices.DeleteFunc(slices.Clone(diags), func(d *diag.Diagnostic) bool { return !diag.IsError(d) })); err != nil {
		return nil, err
	}
	judged, _ := audit.Judge(cfg, in.Snapshot, time.Time{})
	for i := range judged.Subjects {
		s := &judged.Subjects[i]
		if members[identityOf(s.Organization, &s.Grant)] != nil && !covered(s) {
			panic(fmt.Sprintf("adopt: %s is not excepted: %v", s, s.Findings))
		}
	}
	out := a.output(src, doc, judged, ownWarnings(cfg, diags))
	out.Exceptions = len(doc.exceptions)
	return out, nil
}

// exceptions makes the exceptions, in the order of the audit, and returns what
// they are for.
func (a *adoption) exceptions(reason, expires string) (*document, map[identity]*member) {
	doc, members := &document{}, map[identity]*member{}
	namer, at := newNamer(a.Config), map[selector]int{}
	for _, s := range a.uncovered() {
		id := identityOf(s.Organization, &s.Grant)
		rules, why := uncoveredRules(s)
		choice := selectorOf(s)
		switch {
		case !isOrganization(s.Organization):
			why = "the organization's login is not valid in an exception"
		case choice.tokenID == 0 && strings.Trim(choice.owner+choice.name, "*?") == "":
			why = "GitHub does not return its token_id, and neither its owner nor its name can be used"
		}
		if why != "" {
			a.left[id] = why
			continue
		}
		members[id] = &member{Grant: &s.Grant, identity: id}
		i, twice := at[choice]
		if !twice {
			i = len(doc.exceptions)
			at[choice] = i
			doc.exceptions = append(doc.exceptions, exception{
				label: namer.exceptionLabel(s, choice), organization: s.Organization, tokenID: choice.tokenID,
				owner: choice.owner, name: choice.name, reason: reason, expires: expires,
			})
		}
		e := &doc.exceptions[i]
		e.rules = slices.Compact(slices.Sorted(slices.Values(append(e.rules, rules...))))
		e.comments = append(e.comments, fmt.Sprintf("%s %q of %s.", capital(s.Kind), clipped(s.TokenName), clipped(s.Owner)))
	}
	doc.organizations = a.undeclared(doc.exceptions)
	doc.comments = []string{
		fmt.Sprintf("Created by patctl import --baseline: %s, in effect until %s.", counted(len(doc.exceptions), "exception"), expires),
		"Remove an exception when its token matches a template or no longer exists.",
	}
	return doc, members
}

// clipped cuts a text to what people read of it.
func clipped(text string) string {
	if r := []rune(text); len(r) > maxReadable {
		return string(r[:maxReadable]) + "..."
	}
	return text
}

func capital(kind pat.Kind) string { return strings.ToUpper(string(kind[:1])) + string(kind[1:]) }

// uncovered returns what the configuration does not cover, as an audit lists it.
func (a *adoption) uncovered() []*audit.Subject {
	var out []*audit.Subject
	for _, s := range a.before {
		if slices.Contains(a.Kinds, s.Kind) && !covered(s) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, audit.CompareSubjects)
	return out
}

// uncoveredRules returns the rules that have to be excepted, or why that cannot
// be: to except what has no template, it has to be found to have none.
func uncoveredRules(s *audit.Subject) (rules []string, why string) {
	undeclared := s.Template != nil
	for _, f := range s.Findings {
		undeclared = undeclared || f.Rule == "undeclared-token"
		if f.ExceptedBy == "" && (f.Severity == pat.SeverityError || f.Rule == "undeclared-token") {
			rules = append(rules, f.Rule)
		}
	}
	if !undeclared {
		return nil, "the rule undeclared-token is off, so an exception from it is not possible"
	}
	return rules, ""
}

// selectorOf chooses by token_id where GitHub gives one, and else by owner and name.
func selectorOf(s *audit.Subject) selector {
	choice := selector{organization: strings.ToLower(s.Organization), tokenID: s.TokenID}
	if s.TokenID > 0 {
		return choice
	}
	choice.tokenID = 0
	choice.owner = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r < 0x80 && isWord(r) {
			return r
		}
		return '?'
	}, strings.ToLower(s.Owner))
	if s.TokenName != "" {
		choice.name = exactly(strings.ToLower(s.TokenName))
	}
	return choice
}

func (n *namer) exceptionLabel(s *audit.Subject, choice selector) string {
	base := fmt.Sprintf("token-%d", choice.tokenID)
	if choice.tokenID == 0 {
		base = fmt.Sprintf("%s-%d", s.Kind, s.ID)
	}
	label := base
	for i := 2; n.labels[exceptionLabels+label]; i++ {
		label = fmt.Sprintf("%s-%d", base, i)
	}
	n.labels[exceptionLabels+label] = true
	return label
}

// undeclared returns the organizations that exceptions name and that have to be
// declared, since others are.
func (a *adoption) undeclared(exceptions []exception) []string {
	var out []string
	if len(a.Config.Organizations) == 0 {
		return nil
	}
	for _, e := range exceptions {
		declared := slices.ContainsFunc(a.Config.Organizations, func(o *hcl.Organization) bool { return strings.EqualFold(o.Login, e.organization) })
		if !declared && !slices.Contains(out, e.organization) {
			out = append(out, e.organization)
		}
	}
	return out
}
