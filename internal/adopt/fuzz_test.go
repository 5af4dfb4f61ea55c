package adopt_test

import (
	"net/url"
	"testing"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
)

// FuzzImportName: a link or a token of any name is imported or refused with a
// reason, and a link's name comes back as it was.
func FuzzImportName(f *testing.F) {
	for _, name := range append(hostile, "##[error]", "]", "[", `"]`, "['", "####[[", `\##[x`, "$##[", "#[", "\u0085", "\U000e0001", "\u2800") {
		mutate.Add(f, name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		importsLinkNamed(t, name)
		g := pat.Grant{Kind: pat.KindToken, ID: 1, Owner: "mona", TokenName: name, RepositorySelection: "none", Since: &now}
		imported(t, "", snapshotOf(github.Organization{Login: "octo-org", Tokens: []pat.Grant{g}}), nil)
	})
}

func importsLinkNamed(t *testing.T, name string) {
	link := form + "?contents=read&expires_in=30&description=" + url.QueryEscape(name) + "&name=" + url.QueryEscape(name)
	cfg, load := loader("")
	out, diags := adopt.Links(adopt.LinkInput{Config: cfg, Links: []string{link}, Load: load})
	if diags.HasErrors() {
		return
	}
	loaded, _ := load(out.Source)
	if len(loaded.Templates) != 1 {
		t.Fatalf("%q became %d templates:\n%s", name, len(loaded.Templates), out.Source)
	}
	want := name
	if utf8.ValidString(name) {
		want = cty.NormalizeString(name)
	}
	if got := loaded.Templates[0]; got.Name != want || got.Description != want {
		t.Errorf("%q came back as %q and %q", name, got.Name, got.Description)
	}
}
