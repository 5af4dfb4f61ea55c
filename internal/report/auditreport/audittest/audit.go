package audittest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/auditreport"
)

// Of returns an audit with every verdict, every severity, an excepted
// finding and a gap. The text is wherever strangers can put one.
func Of(text string) auditreport.Input {
	templates := formattest.Templates()[:2]
	expires, used := formattest.Time.AddDate(0, 0, 30), formattest.Time.AddDate(0, 0, -100)
	at := templates[0].Range
	finding := func(rule string, severity pat.Severity, message string) audit.Finding {
		return audit.Finding{Rule: rule, Severity: severity, Message: message, Range: &at}
	}
	exceeded := finding("permission-elevated", pat.SeverityError, "The permission contents has the level admin, and the template grants write.")
	exceeded.Permission, exceeded.Declared, exceeded.Actual = "contents", "write", "admin"
	excepted := finding("undeclared-token", pat.SeverityError, "No template fits.")
	excepted.ExceptedBy, excepted.Range = "legacy", nil
	grant := func(kind pat.Kind, id int64, name string) pat.Grant {
		return pat.Grant{Kind: kind, ID: id, TokenID: id + 1000, TokenName: name, Owner: "mona", RepositorySelection: "none", ExpiresAt: &expires, LastUsedAt: &used}
	}
	hostile := grant(pat.KindToken, 4, text)
	hostile.Owner, hostile.Reason = text, &text
	expired := grant(pat.KindToken, 6, "old")
	expired.ExpiresAt = &used
	bare := pat.Grant{Kind: pat.KindToken, ID: 7, Owner: "hubot", RepositorySelection: "none"}
	before := formattest.Time.Add(-time.Hour)
	a := &audit.Audit{AsOf: formattest.Time,
		Organizations: []audit.Organization{{Login: "octo-org", AsOf: before, ReadAt: before}, {Login: "octodemo", AsOf: formattest.Time, ReadAt: formattest.Time}},
		Gaps:          []audit.Gap{{Organization: "octodemo", What: "tokens", Why: "GitHub answered 403: " + text}},
		Subjects: []audit.Subject{
			{Grant: grant(pat.KindRequest, 1, "release-api"), Organization: "octo-org", Verdict: pat.Conforming, Template: templates[0], MatchedBy: audit.ByName},
			{Grant: grant(pat.KindToken, 2, "release-web"), Organization: "octo-org", Verdict: pat.Drifted, Template: templates[0], MatchedBy: audit.ByName,
				Findings: []audit.Finding{exceeded, finding("unused-token", pat.SeverityWarning, "The token has not been used for 100 days.")},
				FixURL:   formattest.LinkStart + "?name=release-api&contents=write", DenyReason: "This token does not fit:\n- contents"},
			{Grant: grant(pat.KindToken, 3, "clone"), Organization: "octo-org", Verdict: pat.Conforming, Template: templates[0], MatchedBy: audit.ByShape,
				Findings: []audit.Finding{finding("name-differs", pat.SeverityNotice, "The token is named otherwise.")}},
			{Grant: hostile, Organization: "octo-org", Verdict: pat.Undeclared, Nearest: templates[1], DenyReason: text,
				Findings: []audit.Finding{{Rule: "policy:" + "no-admin", Severity: pat.SeverityError, Message: text, Permission: text, Declared: text, Actual: text}}},
			{Grant: grant(pat.KindToken, 5, "legacy-ci"), Organization: "octo-org", Verdict: pat.Excepted, Findings: []audit.Finding{excepted}},
			{Grant: expired, Organization: "octo-org", Verdict: pat.Conforming, Template: templates[1], MatchedBy: audit.ByName},
			{Grant: bare, Organization: "octo-org", Verdict: pat.Undeclared},
		},
		Exceptions: []audit.ExceptionUse{
			{Exception: &hcl.Exception{Name: "legacy", Rules: []string{"undeclared-token"}, Reason: text, Expires: formattest.Time.AddDate(0, 0, 10)}, Covered: 1, Soon: true},
			{Exception: &hcl.Exception{Name: "old", Reason: "Was needed.", Expires: formattest.Time.AddDate(0, -1, 0)}, Covered: 2, Lapsed: true},
		},
	}
	cfg := &hcl.Configuration{Templates: templates, Sources: map[string][]byte{"main.pat.hcl": nil, "ci/main.pat.hcl": nil, "notes.txt": nil}}
	return auditreport.Input{
		Version: "1.2.3", Host: "github.com", Directory: "tokens", Configuration: cfg,
		Organizations: []string{"octodemo", "octo-org"}, Audit: a,
	}
}

// Write returns an audit in a format.
func Write(t *testing.T, name string, d *auditreport.Document, color bool) string {
	t.Helper()
	f, err := auditreport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(f.Render(d, format.Style{Color: color}))
}

// Earlier is Of with nothing missing.
func Earlier(s string) auditreport.Input {
	in := Of(s)
	in.Audit.Gaps = nil
	return in
}

// Later is Of a week later: token 2 conforms, token 3 is gone, token
// 7 is excepted, the request 1 is the token 21, request 22 is new, and octodemo
// was not audited.
func Later(s string) auditreport.Input {
	in := Of(s)
	in.Organizations, in.Audit.Gaps = []string{"octo-org"}, nil
	in.Audit.AsOf = formattest.Time.AddDate(0, 0, 7)
	subjects := in.Audit.Subjects
	subjects[0].Kind, subjects[0].ID, subjects[0].Findings = pat.KindToken, 21, subjects[2].Findings
	subjects[1].Verdict, subjects[1].Findings = pat.Conforming, subjects[1].Findings[1:]
	subjects[3].Unjudged, subjects[3].Findings = true, nil
	subjects[6].Verdict = pat.Excepted
	request := subjects[1]
	request.Kind, request.ID, request.TokenID, request.TokenName = pat.KindRequest, 22, 1022, s
	in.Audit.Subjects = append(slices.Delete(subjects, 2, 3), request)
	return in
}

// Compared is the document of the later audit, compared with the earlier one.
func Compared(t *testing.T, before, after auditreport.Input) *auditreport.Document {
	t.Helper()
	d := auditreport.NewDocument(after)
	c, err := auditreport.Compare(auditreport.NewDocument(before), d)
	if err != nil {
		t.Fatal(err)
	}
	d.Comparison = c
	return d
}

// Many is an audit in which a third of the tokens departs from its
// template, each with a name and a reason of its own.
func Many(n int) auditreport.Input {
	in := Of("x")
	in.Configuration.Templates = formattest.ManyTemplates(40)
	in.Audit.Gaps, in.Audit.Subjects, in.Organizations = nil, nil, []string{"octo-org", "octodemo"}
	for i := range n {
		in.Audit.Subjects = append(in.Audit.Subjects, oneOfMany(i, in.Configuration.Templates[i%40]))
	}
	return in
}

func oneOfMany(i int, t *hcl.Template) audit.Subject {
	expires, used := formattest.Time.AddDate(0, 0, i*37%366), formattest.Time.AddDate(0, 0, -i*13%200)
	s := audit.Subject{
		Grant: pat.Grant{
			Kind: pat.KindToken, ID: int64(2540000 + i), TokenID: int64(9903600 + 7*i), TokenName: fmt.Sprintf("%s %d", t.Name, i),
			Owner: fmt.Sprintf("mona-%d", i%300), ExpiresAt: &expires, LastUsedAt: &used,
		},
		Organization: t.TargetName, Verdict: pat.Conforming, Template: t, MatchedBy: audit.ByName,
	}
	if i%3 == 0 {
		depart(&s, i, t)
	}
	return s
}

func depart(s *audit.Subject, i int, t *hcl.Template) {
	at := t.Range
	finding := func(rule, message, permission, declared, actual string) audit.Finding {
		return audit.Finding{Rule: rule, Severity: pat.SeverityError, Message: message, Permission: permission, Declared: declared, Actual: actual, Range: &at}
	}
	names := catalog.Default().Usable()
	permission, days := names[i*11%len(names)], fmt.Sprint(91+i%275)
	s.Verdict = pat.Drifted
	s.FixURL = prefill.URL("", t.Template, catalog.Default())
	s.Findings = []audit.Finding{
		finding("permission-extra", "The permission "+permission+" is not in the template.", permission, "nothing", "write"),
		finding("lifetime-exceeded", "The lifetime is "+days+" days, and the template allows 90.", "", "90", days),
		finding("policy:lifetime", s.TokenName+" must expire within 90 days.", "", "", ""),
	}
	s.DenyReason = "This token does not fit what is agreed:\n"
	for _, f := range s.Findings {
		s.DenyReason += "- " + f.Message + "\n"
	}
	s.DenyReason += "Please make a new token with this link (" + t.Address + "):\n" + s.FixURL
}

// ManyGaps is an incomplete audit of a large organization, in which nothing can
// be read of 500 others, each for a long reason.
func ManyGaps(subjects int) auditreport.Input {
	in := Many(subjects)
	for i := range 500 {
		login := fmt.Sprintf("octo-%03d", i)
		in.Organizations = append(in.Organizations, login)
		in.Audit.Gaps = append(in.Audit.Gaps, audit.Gap{Organization: login, What: "tokens", Why: "GET /orgs/" + login + ": 403: " + strings.Repeat("no ", 300)})
	}
	return in
}

// ManyChanges is an audit of as many tokens, compared with one in which of each
// seven another was there, and of each four another drifted.
func ManyChanges(t *testing.T, n int) *auditreport.Document {
	before, after := Many(n), Many(n)
	before.Audit.AsOf = formattest.Time.AddDate(0, 0, -7)
	for i := range before.Audit.Subjects {
		s := &before.Audit.Subjects[i]
		if i%7 == 0 {
			s.ID += 1_000_000
		}
		if i%4 == 0 {
			other := oneOfMany(i+1, before.Configuration.Templates[i%40])
			s.Verdict, s.Findings = other.Verdict, other.Findings
		}
	}
	return Compared(t, before, after)
}

// CheckText holds that no line is a workflow command.
func CheckText(t *testing.T, out string) {
	if m := regexp.MustCompile(`(?m)^\s*::.*|##\[.*`).FindString(out); m != "" {
		t.Errorf("a workflow command %q", m)
	}
}
