package audittest

import (
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/usage"
)

// Used is Of with everything that can be said of the use of tokens, and classic
// tokens. The text is wherever strangers can put one.
func Used(text string) auditreport.Input {
	in := Of(text)
	a := in.Audit
	from, last := formattest.Time.AddDate(0, 0, -31), formattest.Time.AddDate(0, 0, -2)
	a.Use = &usage.Log{Coverage: []usage.Coverage{
		{Source: usage.AuditLog, From: from, To: formattest.Time, Unbroken: from, Events: 12},
		{Source: usage.Insights, Organization: text, From: from, To: formattest.Time, Unbroken: last},
		{Source: usage.Recorded, From: last, To: last, Unbroken: last},
	}}
	a.Gaps = append([]audit.Gap{{What: "audit log " + text + ": line 17", Why: text}}, a.Gaps...)
	unused := func(rule, permission, message string) audit.Finding {
		return audit.Finding{Rule: rule, Severity: pat.SeverityNotice, Message: message, Permission: permission}
	}
	seen := usage.Observation{
		Sources: []usage.Source{usage.AuditLog, usage.Insights}, From: from, To: formattest.Time, Days: 31, Calls: 12, Refused: 2, LastAt: &last,
		Permissions: []usage.Permission{
			{Name: "actions", Granted: "read", State: usage.NotObservable, Reasons: []usage.Reason{usage.ReasonPublic, usage.ReasonGraphQL}},
			{Name: "contents", Granted: "write", Seen: "read", State: usage.Narrower, Calls: 9, LastAt: &last},
			{Name: "issues", Granted: "write", State: usage.NotSeen},
			{Name: "metadata", Granted: "read", Seen: "read", State: usage.Used, Calls: 12, LastAt: &last},
		},
		Repository: usage.Repositories{Granted: "all", Seen: []string{"octo-org/api"}, State: usage.Narrower},
	}
	a.Subjects[1].Use = &seen
	a.Subjects[1].Narrower = &audit.Narrower{Permissions: pat.Permissions{"contents": "read"}, URL: formattest.LinkStart + "?name=release-api&contents=read"}
	a.Subjects[1].Findings = append(a.Subjects[1].Findings,
		unused("unused-permission", "issues", "The token has not used it."), unused("unused-write", "contents", "The token only reads."),
		unused("unused-repositories", "", "The token has all repositories."))
	strange := seen
	strange.Sources, strange.Days, strange.Unlogged, strange.Calls, strange.Refused = []usage.Source{usage.Source(text)}, 0, &last, 0, 0
	strange.Permissions = []usage.Permission{
		{Name: text, Granted: pat.Level(text), Seen: pat.Level(text), State: usage.Narrower},
		{Name: text, Granted: pat.Level(text), State: usage.NotObservable, Reasons: []usage.Reason{usage.Reason(text)}},
	}
	strange.Repository = usage.Repositories{Granted: text, Unused: []string{text}, State: usage.Narrower}
	a.Subjects[3].Use = &strange
	a.Subjects[3].Narrower = &audit.Narrower{Permissions: pat.Permissions{text: pat.Level(text)}, URL: text}
	unjoined := seen
	unjoined.Sources, unjoined.Unjoined = []usage.Source{usage.Insights}, true
	a.Subjects[4].Use = &unjoined
	hostile := *in.Configuration.Templates[1]
	hostile.Address = text
	a.Templates = []audit.TemplateUse{
		{Template: in.Configuration.Templates[0], Tokens: 2, Days: 31, Unneeded: []audit.Unneeded{{Name: "contents", Granted: "write", Seen: "read"}, {Name: "issues", Granted: "write"}},
			Narrower: &audit.Narrower{Permissions: pat.Permissions{"contents": "read"}, URL: formattest.LinkStart + "?name=release-api&contents=read"}},
		{Template: &hostile, Tokens: 1, Days: 31, Unneeded: []audit.Unneeded{{Name: text, Granted: pat.Level(text)}}, Narrower: &audit.Narrower{URL: text}, Uncovered: []string{text, text}},
		{Template: in.Configuration.Templates[1], Tokens: 1, Days: 3},
	}
	a.Exceptions[0].Covered = 2
	a.ClassicRead, a.Classic = true, classicTokens(text)
	return in
}

func classicTokens(text string) []audit.Classic {
	soon, last := formattest.Time.AddDate(0, 0, 30), formattest.Time.AddDate(0, 0, -2)
	finding := func(message string) []audit.Finding {
		return []audit.Finding{{Rule: "classic-token", Severity: pat.SeverityWarning, Message: message}}
	}
	excepted := finding("This is a classic token.")
	excepted[0].ExceptedBy = "legacy"
	return []audit.Classic{
		{
			Token: classictoken.Token{
				ClassicToken: pat.ClassicToken{CredentialID: 1, ID: 501, Owner: "hubot", Note: "nightly", Scopes: []string{"repo", "workflow"}, ExpiresAt: &soon, LastUsedAt: &last},
				Organization: "octo-org", Certain: true, ScopesKnown: true, Sources: []classictoken.Source{"audit_log", classictoken.Authorized}, Calls: 12, Refused: 2, LastCallAt: &last,
				Routes: []classictoken.Route{{Method: "GET", Route: "/repos/{owner}/{repo}", Calls: 10, Refused: 2}, {Route: "git fetch", Calls: 2}},
			},
			Findings: finding("This is a classic token."),
		},
		{
			Token: classictoken.Token{
				ClassicToken: pat.ClassicToken{CredentialID: 2, Owner: text, Note: text, Scopes: []string{text}}, Organization: text,
				Sources: []classictoken.Source{classictoken.Source(text)}, Calls: 1, Routes: []classictoken.Route{{Method: text, Route: text, Calls: 1}},
			},
			Findings: finding(text),
		},
		{
			Token: classictoken.Token{
				ClassicToken: pat.ClassicToken{CredentialID: 3, Owner: "mona", ExpiresAt: &last}, Organization: "octo-org", Certain: true, Sources: []classictoken.Source{classictoken.Authorized},
			},
			Expired: true,
		},
		{
			Token: classictoken.Token{
				ClassicToken: pat.ClassicToken{CredentialID: 4, Owner: "mona", Note: "legacy-ci"}, Organization: "octo-org", Certain: true, Sources: []classictoken.Source{classictoken.Authorized},
			},
			Findings: excepted,
		},
	}
}
