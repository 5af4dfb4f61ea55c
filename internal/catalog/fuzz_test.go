package catalog

import (
	"testing"

	"github.com/patctl/patctl/internal/mutate"
)

// Whatever is parsed can be written and parsed again, what is found is found
// under its own name, and whatever is suggested exists.
func FuzzEndpoint(f *testing.F) {
	for _, text := range []string{
		"GET /user", "post  /repos/octo-org/api/pulls/", "GET /{owner}//{", "PUT /é/\xff", "GET :/", "releases/releases#create-a-release",
		"https://api.github.com/repos/octo-org/api/compare/main...a%2Fb?x=y#z", "HEAD HOST/api/v3/user HTTP/1.1", "GET /repos/${{ github.repository }}/pulls",
		"https://docs.github.com/en/rest/repos/repos?apiVersion=1#get-a-repository", "repos/create-release", "GET a@b:1//", "GET {//0", "GET /x{/y}{?z,a}",
	} {
		mutate.Add(f, text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		call, err := ParseCall(text)
		if err != nil {
			return
		}
		if call.Method != "" {
			again, err := ParseCall(call.Method + " " + call.Path)
			if err != nil || again != call {
				t.Errorf("%q is %+v, then %+v (%v)", text, call, again, err)
			}
		}
		found := Default().Find(call)
		for _, e := range found {
			if own, ok := Default().Endpoint(e.Method, e.Path); !ok || own.String() != e.String() {
				t.Errorf("%q is %s, which does not exist", text, e)
			}
		}
		if suggestion := Default().SuggestCall(call); suggestion != "" && found == nil {
			meant, err := ParseCall(suggestion)
			if err != nil || Default().Find(meant) == nil {
				t.Errorf("for %q there is the suggestion %q, which does not exist (%v)", text, suggestion, err)
			}
		}
	})
}

func FuzzSuggestPermission(f *testing.F) {
	for _, word := range []string{"contnets", "Pull requests", "org_", "_read", "write:packages", "\xff"} {
		mutate.Add(f, word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		name := Default().SuggestPermission(word)
		if p, ok := Default().Permission(name); name != "" && (!ok || !p.Status.Usable()) {
			t.Errorf("for %q there is the suggestion %q, which no template can use", word, name)
		}
	})
}
