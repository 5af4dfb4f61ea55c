package githubtest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

func TestUnchangedAnswerIsFree(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(3)))
	first := get(t, s, tokensPath+"?per_page=2")
	again := get(t, s, tokensPath+"?per_page=2", "If-None-Match", first.header.Get("ETag"))
	if again.status != http.StatusNotModified || again.body != "" || again.header.Get("Link") != "" {
		t.Errorf("the second answer is %d %q, Link %q, want an empty 304", again.status, again.body, again.header.Get("Link"))
	}
	if a, b := first.header.Get("X-RateLimit-Remaining"), again.header.Get("X-RateLimit-Remaining"); a != "4999" || b != a {
		t.Errorf("%s and then %s calls are left, want 4999 both times", a, b)
	}
	call(t, s, "POST", tokensPath+"/1", `{"action":"revoke"}`)
	after := get(t, s, tokensPath+"?per_page=2", "If-None-Match", first.header.Get("ETag"))
	if after.status != http.StatusOK {
		t.Errorf("after a change the answer is %d, want 200", after.status)
	}
	if got := s.CountStatus(http.StatusNotModified); got != 1 {
		t.Errorf("%d answers are 304, want 1", got)
	}
}

// A client that renews its token has only the body to go by.
func TestETagHangsOnTheToken(t *testing.T) {
	world := octoOrg(tokens(1))
	world.Credentials = append(world.Credentials, githubtest.Credential{Token: "ghs_other", Kind: githubtest.InstallationToken, Organization: "octo-org"})
	s := checked.New(t, world)
	const accept, other = "application/vnd.github+json", "Bearer ghs_other"
	first := get(t, s, tokensPath, "Accept", accept)
	r := get(t, s, tokensPath, "Accept", accept, "Authorization", other, "If-None-Match", first.header.Get("ETag"))
	if r.status != http.StatusOK {
		t.Errorf("the ETag of another token gives %d, want 200", r.status)
	}
	sum := sha256.Sum256([]byte(accept + ":" + other + ":" + first.body))
	expected := `"` + hex.EncodeToString(sum[:]) + `"`
	r = get(t, s, tokensPath, "Accept", accept, "Authorization", other, "If-None-Match", expected)
	if r.status != http.StatusNotModified {
		t.Errorf("the ETag that the new token would have gives %d, want 304", r.status)
	}
}
