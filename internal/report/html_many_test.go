package report_test

import (
	"fmt"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report"
)

// manyTemplates are the templates of a large organization: each with words,
// permissions, repositories, labels and endpoints of its own.
func manyTemplates(n int) []*hcl.Template {
	names := catalog.Default().Usable()
	var all []*hcl.Template
	for i := range n {
		service := fmt.Sprintf("service-%03d", i)
		t := &hcl.Template{Template: pat.Template{
			Address: fmt.Sprintf("module.service[%q].template.release", service), Name: service + "-release",
			Description: "Writes the notes of releases of " + service + ", publishes them and tells everybody who waits for them.",
			TargetName:  []string{"octo-org", "octodemo"}[i%2], ExpiresIn: pat.Expiry{Days: 30 + i%5*30},
			Permissions:   pat.Permissions{"contents": "write", names[i%len(names)]: "read", names[i*7%len(names)]: "read"},
			Repositories:  pat.Repositories{Patterns: []string{"octo-org/" + service, "octo-org/" + service + "-*"}},
			Owners:        []string{"octocat", fmt.Sprintf("mona-%d", i)},
			Justification: "Releases of " + service + ", as agreed with the team that runs it.",
			Endpoints:     []string{"POST /repos/{owner}/{repo}/releases", "GET /repos/{owner}/{repo}/releases/latest"},
			Labels:        map[string]string{"team": fmt.Sprintf("team-%d", i%20), "service": service},
		}}
		all = append(all, t)
	}
	return all
}

// manySubjects is an audit in which a third of the tokens departs from its
// template, each with a name and a reason of its own.
func manySubjects(n int) report.AuditInput {
	in := auditOf("x")
	in.Configuration.Templates = manyTemplates(40)
	in.Audit.Gaps, in.Audit.Subjects, in.Organizations = nil, nil, []string{"octo-org", "octodemo"}
	for i := range n {
		in.Audit.Subjects = append(in.Audit.Subjects, oneOfMany(i, in.Configuration.Templates[i%40]))
	}
	return in
}

func oneOfMany(i int, t *hcl.Template) audit.Subject {
	expires, used := auditTime.AddDate(0, 0, i*37%366), auditTime.AddDate(0, 0, -i*13%200)
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
