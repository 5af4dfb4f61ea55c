package prefill_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

const form = "https://github.com/settings/personal-access-tokens/new"

func TestURL(t *testing.T) {
	tests := map[string]struct {
		host     string
		template pat.Template
		want     string
	}{
		"GitHub's own example": {
			template: pat.Template{
				Name: "Repo-reading token", Description: "Just contents:read", TargetName: "octodemo",
				ExpiresIn: pat.Expiry{Days: 45}, Permissions: pat.Permissions{"contents": "read"},
			},
			want: form + "?name=Repo-reading+token&description=Just+contents%3Aread&target_name=octodemo&expires_in=45&contents=read",
		},
		"nothing": {want: form},
		"another host": {
			host:     "octo-org.ghe.com",
			template: pat.Template{Name: "x"},
			want:     "https://octo-org.ghe.com/settings/personal-access-tokens/new?name=x",
		},
		"a host that is none": {
			host: `evil" onclick=/x?`,
			want: "https://evil%22+onclick%3D%2Fx%3F/settings/personal-access-tokens/new",
		},
		"permissions are sorted, empty ones left out": {
			template: pat.Template{Permissions: pat.Permissions{"pages": "write", "issues": "", "actions": "read"}},
			want:     form + "?actions=read&pages=write",
		},
		"no expiry": {
			template: pat.Template{ExpiresIn: pat.Expiry{Never: true}},
			want:     form + "?expires_in=none",
		},
		"metadata beside a repository permission": {
			template: pat.Template{Permissions: pat.Permissions{"contents": "read", "metadata": "read"}},
			want:     form + "?contents=read",
		},
		"metadata alone": {
			template: pat.Template{Permissions: pat.Permissions{"metadata": "read"}},
			want:     form + "?metadata=read",
		},
		"metadata beside permissions that do not bring it": {
			template: pat.Template{Permissions: pat.Permissions{"members": "read", "metadata": "read", "variables": "read"}},
			want:     form + "?members=read&metadata=read&variables=read",
		},
		"an alias": {
			template: pat.Template{Permissions: pat.Permissions{"copilot_requests": "write"}},
			want:     form + "?user_copilot_requests=read",
		},
		"a permission with the name of a field": {
			template: pat.Template{Name: "x", Permissions: pat.Permissions{"name": "read"}},
			want:     form + "?name=x",
		},
		"hostile text": {
			template: pat.Template{Name: "a&b=c#d\n\x1b[31m\u202e\xff;'\"<>()[]|`"},
			want:     form + "?name=a%26b%3Dc%23d%0A%1B%5B31m%E2%80%AE%FF%3B%27%22%3C%3E%28%29%5B%5D%7C%60",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := prefill.URL(test.host, test.template, catalog.Default())
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestURLLeavesOutMetadataBesideADeclaredPermission(t *testing.T) {
	c := catalog.Default().With(catalog.Permission{
		Name: "new_thing", Section: pat.Repository, Levels: []pat.Level{pat.Read},
	})
	template := pat.Template{Permissions: pat.Permissions{"new_thing": "read", "metadata": "read"}}
	if got, want := prefill.URL("", template, c), form+"?new_thing=read"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParse(t *testing.T) {
	c := catalog.Default()
	got, err := prefill.Parse(" HTTPS://GitHub.COM:443/settings/personal-access-tokens/new/"+
		"?name=Repo-reading%20token&description=Just+contents%3Aread&target_name=octodemo&expires_in=45&contents=read#top\n", c)
	if err != nil {
		t.Fatal(err)
	}
	want := prefill.Link{Host: "github.com", Template: pat.Template{
		Name: "Repo-reading token", Description: "Just contents:read", TargetName: "octodemo",
		ExpiresIn: pat.Expiry{Days: 45}, Permissions: pat.Permissions{"contents": "read"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseSortsParameters(t *testing.T) {
	tests := map[string]struct {
		query       string
		permissions pat.Permissions
		ignored     []string // name=value: part of the reason
		rewritten   []string
	}{
		"unknown permissions with a level are for the checks to judge": {
			query:       "variables=write&Contents=read&pull-requests=write",
			permissions: pat.Permissions{"variables": "write", "Contents": "read", "pull-requests": "write"},
		},
		"known permissions keep a wrong level": {
			query:       "contents=admin&issues=yes",
			permissions: pat.Permissions{"contents": "admin", "issues": "yes"},
		},
		"unknown parameters, in order": {
			query: "scopes=repo&permissions[contents]=read&=read&utm_source=x",
			ignored: []string{
				"scopes=repo: no such field", "permissions[contents]=read: no such field",
				"=read: no such field", "utm_source=x: no such field",
			},
		},
		"of repeated ones the last": {
			query:       "contents=write&contents=read&name=a&name=",
			permissions: pat.Permissions{"contents": "read"},
			ignored:     []string{"contents=write: only the last one", "name=a: only the last one", "name=: no value"},
		},
		"no level": {
			query:   "contents=&issues",
			ignored: []string{"contents=: no value", "issues=: no value"},
		},
		"lifetimes that the form does not take": {
			query:   "expires_in=0",
			ignored: []string{"expires_in=0: from 1 to 366"},
		},
		"too long a lifetime":     {query: "expires_in=367", ignored: []string{"expires_in=367: from 1 to 366"}},
		"a lifetime in words":     {query: "expires_in=None", ignored: []string{`expires_in=None: or "none"`}},
		"a lifetime with a sign":  {query: "expires_in=%2B45", ignored: []string{"expires_in=+45: from 1 to 366"}},
		"a lifetime beyond int64": {query: "expires_in=99999999999999999999", ignored: []string{"expires_in=99999999999999999999: from 1"}},
		"copied from HTML": {
			query:       "contents=read&amp;issues=write",
			permissions: pat.Permissions{"contents": "read"},
			ignored:     []string{"amp;issues=write: copied from HTML"},
		},
		"wrong encoding": {
			query:   "name=100%&%zz=read",
			ignored: []string{"name=100%: %25", "%zz=read: %25"},
		},
		"an alias": {
			query:       "copilot_requests=write",
			permissions: pat.Permissions{"user_copilot_requests": "read"},
			rewritten:   []string{"copilot_requests=write: user_copilot_requests=read"},
		},
		"implied metadata": {
			query:       "metadata=read&contents=read",
			permissions: pat.Permissions{"contents": "read"},
			rewritten:   []string{"metadata=read: GitHub adds it"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			link, err := prefill.Parse(form+"?"+test.query, catalog.Default())
			if err != nil {
				t.Fatal(err)
			}
			if test.permissions == nil {
				test.permissions = pat.Permissions{}
			}
			if diff := cmp.Diff(pat.Template{Permissions: test.permissions}, link.Template); diff != "" {
				t.Error(diff)
			}
			checkParameters(t, link.Ignored, test.ignored)
			checkParameters(t, link.Rewritten, test.rewritten)
		})
	}
}

// checkParameters holds parameters against "name=value: part of the reason".
func checkParameters(t *testing.T, got []prefill.Parameter, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i, p := range got {
		parameter, why, _ := strings.Cut(want[i], ": ")
		if p.Name+"="+p.Value != parameter || !strings.Contains(p.Why, why) {
			t.Errorf("got %q, want %q", p, want[i])
		}
	}
}

func TestParseRefusesOtherAddresses(t *testing.T) {
	tests := map[string]string{
		"": "does not begin with https://",
		"github.com/settings/personal-access-tokens/new":                      "does not begin with https://",
		"javascript://github.com/settings/personal-access-tokens/new":         "does not begin with https://",
		"https://github.com/settings/tokens/new?scopes=repo":                  "classic tokens",
		"https://github.com/settings/personal-access-tokens":                  "its path is",
		"https://github.com/octo-org?x=/settings/personal-access-tokens/new":  "its path is",
		"https://github.com@octo.example/settings/personal-access-tokens/new": "user name before the host",
		"https:///settings/personal-access-tokens/new":                        "not the name of a host",
		"https://git\"hub/settings/personal-access-tokens/new":                "not the name of a host",
		"https://github.com/settings\x1b/":                                    "invalid control character",
		"https://github.com/" + strings.Repeat("\u202e", 500):                 `\u202e`,
	}
	for raw, want := range tests {
		_, err := prefill.Parse(raw, catalog.Default())
		if err == nil {
			t.Errorf("%q is taken for a template link", raw)
			continue
		}
		if got := err.Error(); !strings.Contains(got, want) || strings.ContainsAny(got, "\x1b\u202e\n") || len(got) > 2000 {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}
