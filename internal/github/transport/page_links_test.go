package transport

import (
	"net/http"
	"testing"
)

func TestLinksOf(t *testing.T) {
	for header, want := range map[string]PageLinks{
		"": {},
		`<https://api.github.com/x?page=2&per_page=100>; rel="next", <https://api.github.com/x?page=9>; rel="last"`: {2, 9},
		`<https://api.github.com/x?page=1>; rel="first", <https://api.github.com/x?page=8>; rel="prev"`:             {},
		`<https://api.github.com/organizations/1/x?permission=a,b&page=3>; rel="next"`:                              {3, 0},
		`<https://api.github.com/x?page=3>;rel=next`:                                                                {3, 0},
		`<https://api.github.com/x?page=3>; title="a"; REL="last next"`:                                             {3, 3},
		`<https://api.github.com/x?page=3>; rel="https://example.com/next-of-kin next"`:                             {3, 0},
		`<https://x?page=3>; rel="next", <https://x?page=3>; rel="next"`:                                            {3, 0},
	} {
		got, err := LinksOf(http.Header{"Link": {header}})
		if err != nil || got != want {
			t.Errorf("linksOf(%s) = %+v, %v, want %+v", header, got, err, want)
		}
	}
	got, err := LinksOf(http.Header{"Link": {`<https://x?page=1>; rel="prev"`, `<https://x?page=3>; rel="next"`}})
	if err != nil || got.Next != 3 {
		t.Errorf("of two headers: %+v, %v", got, err)
	}
}

// TestLinksThatAreNotUnderstood are errors: a next page may be in them.
func TestLinksThatAreNotUnderstood(t *testing.T) {
	for _, header := range []string{
		`<https://x?after=abc>; rel="next"`, `<https://x?page=two>; rel="next"`, `<https://x?page=-2>; rel="next"`,
		`<https://x?page=0>; rel="next"`, `https://x?page=2; rel="next"`, `<https://x?page=2>`, "next",
		`<https://x?page=99999999999999999999>; rel="next"`, "<:>; rel=next",
		`<https://x?page=1>; rel="prev", <https://x?page=3>`, `<https://x?page=1>; rel="first", <https://x?page=3>; rel*=UTF-8''next`,
		`<https://x?page=1>; rel="prev", https://x?page=3; rel="next"`, `<https://x?page=1>; rel="prev", <https://x?page=3; rel="next"`,
		`<https://x?page=3>; rel='next'`, `<https://x?page=3>; rel=""`, `<https://x?page=3>; title="rel=last"; rel="next"`,
		`<https://x?page=1>; rel="prev", <https://x?page=3>; rel="n\u0065xt"`, `<https://x?page=2>; rel="next", <https://x?page=3>; rel="next"`,
	} {
		if got, err := LinksOf(http.Header{"Link": {header}}); err == nil {
			t.Errorf("linksOf(%s) = %+v", header, got)
		}
	}
}
