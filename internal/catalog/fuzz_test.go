package catalog

import "testing"

// Whatever is parsed can be written and parsed again, and whatever is suggested
// exists.
func FuzzEndpoint(f *testing.F) {
	for _, text := range []string{"GET /user", "post  /repos/octo-org/api/pulls/", "GET /{owner}//{", "PUT /é/\xff", "GET :/"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		method, path, err := ParseEndpoint(text)
		if err != nil {
			return
		}
		again, samePath, err := ParseEndpoint(method + " " + path)
		if again != method || samePath != path || err != nil {
			t.Errorf("%q is %q %q, then %q %q (%v)", text, method, path, again, samePath, err)
		}
		suggestion := Default().SuggestEndpoint(method, path)
		if suggestion == "" {
			return
		}
		method, path, err = ParseEndpoint(suggestion)
		if _, ok := Default().Endpoint(method, path); !ok || err != nil {
			t.Errorf("for %q there is the suggestion %q, which does not exist (%v)", text, suggestion, err)
		}
	})
}

func FuzzSuggestPermission(f *testing.F) {
	for _, word := range []string{"contnets", "Pull requests", "org_", "_read", "write:packages", "\xff"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		name := Default().SuggestPermission(word)
		if p, ok := Default().Permission(name); name != "" && (!ok || !p.Status.Usable()) {
			t.Errorf("for %q there is the suggestion %q, which no template can use", word, name)
		}
	})
}
