package formattest

import (
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Templates is a plain template, one without anything, and one full of hostile text.
func Templates() []*hcl.Template {
	key := "api"
	plain := &hcl.Template{
		Template: pat.Template{
			Address: `module.ci.template.release["api"]`, Name: "release-api", Description: "Cuts releases of api.",
			TargetName: "octo-org", ExpiresIn: pat.Expiry{Days: 90},
			Permissions:   pat.Permissions{"contents": "write", "metadata": "read", "organization_projects": "admin"},
			Repositories:  pat.Repositories{Patterns: []string{"octo-org/api", "octo-org/web-*"}},
			Owners:        []string{"octocat", "mona"},
			Justification: "Release automation of api",
			Endpoints:     []string{"POST /repos/{owner}/{repo}/releases"},
			Labels:        map[string]string{"team": "release", "ticket": "SEC-12"},
			Match:         pat.Match{Name: "release-*", Exact: true},
		},
		Module: "module.ci", Key: &key,
		Range: diag.Range{
			Filename: "ci/main.pat.hcl",
			Start:    diag.Pos{Line: 3, Column: 1, Byte: 20}, End: diag.Pos{Line: 3, Column: 19, Byte: 38},
		},
	}
	empty := &hcl.Template{Template: pat.Template{Address: "template.empty"}, Range: diag.Range{Filename: "main.pat.hcl",
		Start: diag.Pos{Line: 1, Column: 1}, End: diag.Pos{Line: 1, Column: 9, Byte: 8}}}
	return []*hcl.Template{plain, empty, HostileTemplate(Hostile)}
}

// HostileTemplate has the text wherever a template can have one.
func HostileTemplate(text string) *hcl.Template {
	return &hcl.Template{
		Template: pat.Template{
			Address: "template.hostile[" + text + "]", Name: text, Description: text, TargetName: text,
			ExpiresIn:     pat.Expiry{Never: true},
			Permissions:   pat.Permissions{"gists": pat.Level(text), text: "read"},
			Repositories:  pat.Repositories{Patterns: []string{text, "octo-org/" + text + "*"}},
			Owners:        []string{text, "@octocat"},
			Justification: text,
			Endpoints:     []string{text},
			Labels:        map[string]string{text: text},
		},
		Module: text,
		Range: diag.Range{
			Filename: text,
			Start:    diag.Pos{Line: 7, Column: 1, Byte: 90}, End: diag.Pos{Line: 7, Column: 9, Byte: 98},
		},
	}
}

// ManyTemplates are the templates of a large organization: each with words,
// permissions, repositories, labels and endpoints of its own.
func ManyTemplates(n int) []*hcl.Template {
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

// LinkStart begins every link to the form of github.com.
const LinkStart = "https://github.com/settings/personal-access-tokens/new"

// Time is when the tests take place.
var Time = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
