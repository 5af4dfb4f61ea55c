package githubtest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest/contract"
)

func TestEveryCallHasARoute(t *testing.T) {
	c, err := contract.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, name := range c.Names() {
		known[name] = true
		if routes[name].serve == nil {
			t.Errorf("%s has no route", name)
		}
	}
	for name := range routes {
		if !known[name] {
			t.Errorf("GitHub's description has no %s", name)
		}
	}
}

func TestWrongAnswersAreCaught(t *testing.T) {
	c, err := contract.Load()
	if err != nil {
		t.Fatal(err)
	}
	const path = "/orgs/octo-org/personal-access-tokens"
	notModified := emptyAnswer(http.StatusNotModified)
	notModified.body = []byte("{}")
	html := jsonAnswer(http.StatusUnauthorized, nil)
	html.body = []byte("<html>")
	for name, a := range map[string]*answer{
		"an object for a list": jsonAnswer(http.StatusOK, map[string]int{"id": 1}),
		"a field missing":      jsonAnswer(http.StatusOK, []map[string]int{{"id": 1}}),
		"a strange status":     errorAnswer(http.StatusTeapot, "I am a teapot", docRest),
		"an error of numbers":  jsonAnswer(http.StatusForbidden, map[string]int{"message": 403}),
		"a 304 with a body":    notModified,
		"a 401 in HTML":        html,
	} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		if len(c.CheckAnswer(c.Find(http.MethodGet, path), r, contract.Answer(a.checked()))) == 0 {
			t.Errorf("%s passes", name)
		}
	}
}
