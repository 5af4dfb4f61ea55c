package prefill_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

func TestSteps(t *testing.T) {
	contents := pat.Permissions{"contents": "read"}
	tests := map[string]struct {
		template pat.Template
		want     []string
	}{
		"nothing declared": {
			want: []string{
				"Resource owner: Leave your own account selected.",
				"Expiration: The form defaults to 30 days, or less if the organization limits token lifetimes.",
			},
		},
		"everything declared": {
			template: pat.Template{
				TargetName: "octo-org", ExpiresIn: pat.Expiry{Days: 90}, Permissions: contents,
				Owners: []string{"octocat", "mona"}, Justification: "Releases",
				Repositories: pat.Repositories{Patterns: []string{"octo-org/api", "octo-org/web-*"}},
			},
			want: []string{
				"Who can own it: Only these may create the token: octocat, mona",
				"Resource owner: Check that this owner is selected, because the form may open for your own account: octo-org",
				"Justification: If the form asks why you need the token, paste: Releases",
				`Repository access: By default, the form selects "All repositories". Select "Only select repositories" and choose these: octo-org/api`,
				"Repository access: Also choose the ones that you need from this list (* matches any characters, ? matches one): octo-org/web-*",
			},
		},
		"no expiration for an organization": {
			template: pat.Template{TargetName: "octo-org", ExpiresIn: pat.Expiry{Never: true}},
			want: []string{
				"Resource owner: Check that this owner is selected, because the form may open for your own account: octo-org",
				`Expiration: Check that "No expiration" is selected. The organization may not allow it.`,
			},
		},
		"no expiration for oneself": {
			template: pat.Template{ExpiresIn: pat.Expiry{Never: true}},
			want: []string{
				"Resource owner: Leave your own account selected.",
				`Expiration: Check that "No expiration" is selected.`,
			},
		},
		"organization permissions for no organization": {
			template: pat.Template{ExpiresIn: pat.Expiry{Days: 1}, Permissions: pat.Permissions{"members": "read"}},
			want:     []string{"Resource owner: Select the organization, because the form does not offer these permissions for your own account."},
		},
		"a disputed permission": {
			template: pat.Template{
				ExpiresIn: pat.Expiry{Days: 1}, Permissions: pat.Permissions{"checks": "read"},
				Repositories: pat.Repositories{Selection: pat.AllRepositories},
			},
			want: []string{
				"Resource owner: Leave your own account selected.",
				`Repository access: Select "All repositories".`,
				"Permissions: Check that these permissions are added, because the form may ignore them in the link: Checks: read",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := sentences(prefill.Steps(test.template, catalog.Default()))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStepsOfRepositories(t *testing.T) {
	const choose = `By default, the form selects "All repositories". Select "Only select repositories" and choose `
	tests := map[string]struct {
		repositories pat.Repositories
		want         string
	}{
		"not declared":   {pat.Repositories{}, choose + "the ones that you need."},
		"all":            {pat.Repositories{Selection: pat.AllRepositories}, `Select "All repositories".`},
		"selected":       {pat.Repositories{Selection: pat.SelectedRepositories}, choose + "the ones that you need."},
		"none":           {pat.Repositories{Selection: pat.NoRepositories}, `Select "Public repositories".`},
		"an empty list":  {pat.Repositories{Patterns: []string{}}, `Select "Public repositories". The template allows no other repositories.`},
		"names":          {pat.Repositories{Patterns: []string{"octo-org/api"}}, choose + "these: octo-org/api"},
		"patterns alone": {pat.Repositories{Patterns: []string{"octo-org/?"}}, choose + "the ones that you need from this list (* matches any characters, ? matches one): octo-org/?"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			steps := prefill.Steps(pat.Template{
				ExpiresIn: pat.Expiry{Days: 1}, Repositories: test.repositories,
				Permissions: pat.Permissions{"contents": "read"},
			}, catalog.Default())
			want := []string{"Resource owner: Leave your own account selected.", "Repository access: " + test.want}
			if diff := cmp.Diff(want, sentences(steps)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sentences writes each step in a line.
func sentences(steps []prefill.Step) []string {
	var lines []string
	for _, s := range steps {
		line := s.Label + ": " + s.Text
		if len(s.Values) > 0 {
			line += " " + strings.Join(s.Values, ", ")
		}
		lines = append(lines, line)
	}
	return lines
}
