package prefill_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// token is a link that neither text, nor HTML, Markdown or CSV can take apart.
var token = regexp.MustCompile(`^https://[A-Za-z0-9%+:._~-]+/settings/personal-access-tokens/new` +
	`(\?[A-Za-z0-9_.~%+-]+=[A-Za-z0-9_.~%+-]+(&[A-Za-z0-9_.~%+-]+=[A-Za-z0-9_.~%+-]+)*)?$`)

// FuzzParse: whatever link is read, its template gives a link that reads back
// as the same template, without anything ignored, and that is written the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		form,
		form + "?name=Repo-reading+token&description=Just+contents%3Aread&target_name=octodemo&expires_in=45&contents=read",
		"http://GITHUB.com:80/settings/personal-access-tokens/new//?metadata=read&contents=write#x",
		form + "?metadata=read&copilot_requests=write&user_copilot_requests=read",
		form + "?metadata=read&packages=read&expires_in=none&expires_in=0&name=%ff%00&a&&=b&scopes=repo",
	} {
		mutate.Add(f, seed)
	}
	c := catalog.Default()
	f.Fuzz(func(t *testing.T, raw string) {
		link, err := prefill.Parse(raw, c)
		if err != nil {
			return
		}
		written := prefill.URL(link.Host, link.Template, c)
		again, err := prefill.Parse(written, c)
		if err != nil {
			t.Fatal(err)
		}
		want := prefill.Link{Host: link.Host, Template: link.Template}
		if diff := cmp.Diff(want, again); diff != "" {
			t.Errorf("%s: %s", written, diff)
		}
		checkToken(t, written)
		if rewritten := prefill.URL(again.Host, again.Template, c); rewritten != written {
			t.Errorf("first %s\nthen  %s", written, rewritten)
		}
	})
}

// FuzzURL: whatever a template holds, its link is one clean token, and the
// fields are read back byte for byte.
func FuzzURL(f *testing.F) {
	mutate.Add(f, "github.com", "Repo-reading token", "Just contents:read", "octodemo", "contents", "read")
	mutate.Add(f, "", "x", "", "", "", "read")
	mutate.Add(f, `"><script>`, "\x00\xff\n&;", "=1+1|cmd", "@octocat", "name", "metadata")
	c := catalog.Default()
	f.Fuzz(func(t *testing.T, host, name, description, target, permission, level string) {
		template := pat.Template{
			Name: name, Description: description, TargetName: target,
			Permissions: pat.Permissions{permission: pat.Level(level)},
		}
		checkToken(t, prefill.URL(host, template, c))
		link, err := prefill.Parse(prefill.URL("", template, c), c)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{link.Template.Name, link.Template.Description, link.Template.TargetName}
		if diff := cmp.Diff([]string{name, description, target}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func checkToken(t *testing.T, link string) {
	t.Helper()
	if !token.MatchString(link) {
		t.Errorf("not one clean token: %q", link)
	}
}
