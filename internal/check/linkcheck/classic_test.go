package linkcheck_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// TestReplacementsAreShared: links to classic tokens with the same scopes, or that the same templates replace, have one
// list of these. There may be very many of both.
func TestReplacementsAreShared(t *testing.T) {
	cfg := &hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()}
	for i, permissions := range []pat.Permissions{{"gists": "write"}, {"contents": "read"}, {"contents": "read", "issues": "write"}, {}, {"contents": "read"}} {
		cfg.Templates = append(cfg.Templates, &hcl.Template{Template: pat.Template{Address: fmt.Sprintf("template.t%d", i), Permissions: permissions}})
	}
	checks := linkcheck.New(cfg)
	replacements := func(scopes string) []string {
		found := prefill.Finder{Host: pat.DefaultHost}.Find("a.md", []byte("https://github.com/settings/tokens/new?scopes="+scopes))
		return checks.Classic(found[0]).Replacements
	}
	first := replacements("repo")
	if want := []string{"template.t2", "template.t1", "template.t4"}; !slices.Equal(first, want) {
		t.Fatalf("%q instead of %q", first, want)
	}
	for _, scopes := range []string{"repo", "repo,read:org"} {
		if again := replacements(scopes); &again[0] != &first[0] {
			t.Errorf("%s has a list of its own: %q", scopes, again)
		}
	}
	if got, want := replacements("gist"), []string{"template.t0"}; !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}
