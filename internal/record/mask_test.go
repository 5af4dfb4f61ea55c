package record

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestNoTokenGetsIn: whatever a client puts into a path or a host, no token gets into a record,
// also where paths are kept.
func TestNoTokenGetsIn(t *testing.T) {
	const token = "ghp_0123456789abcdefABCDEF0123456789abcd"
	for _, hidden := range []string{
		token, "x" + token + "y", strings.ToUpper(token), "github_pat_" + token, url.PathEscape("%67hp_0123456789"), url.PathEscape(url.PathEscape("%67hp_0123456789")),
		base64.StdEncoding.EncodeToString([]byte("mona:" + token)), base64.RawURLEncoding.EncodeToString([]byte(token)), "eyJhbGciOiJ.eyJpc3MiOiJ.c2ln", "v1.0123456789abcdef0123",
	} {
		var log Log
		log.Add(Call{Method: "GET", Host: hidden + ".github.com", Path: "/repos/octo-org/" + hidden + "/issues", Status: 200, Is: []string{"host " + hidden + ".github.com"}}, time.Unix(0, 0))
		log.AddGap(Gap{Kind: NoAnswer, Host: "ghp_0123.github.com"})
		var r Record
		log.Fill(&r)
		if got := r.Calls[0].Path; got != "/repos/octo-org/*/issues" {
			t.Errorf("the path with %q is %s", hidden, got)
		}
		if got := r.Calls[0].Host + r.Calls[0].Is[0]; holdsToken(got) {
			t.Errorf("the host with %q is %s", hidden, got)
		}
		if got := r.Gaps[0].Host; got != "*.github.com" {
			t.Errorf("the host of the gap is %s", got)
		}
	}
	for _, path := range []string{"/repos/octo-org/api/contents/a b/ü.go", "/repos/octo-org/high_score", "/repos/octo-org/api/commits/0123456789012345678901234567890123456789", ""} {
		if got := shownPath(path); got != path {
			t.Errorf("%s becomes %s", path, got)
		}
	}
	if got := shownPath("/" + strings.Repeat("a/", 1<<16)); len(got) > 9<<10 || !strings.HasSuffix(got, "/*") {
		t.Errorf("the long path has %d bytes", len(got))
	}
}

// TestLogIsBounded: calls and gaps without an end do not take memory without an end, and what
// is left out is told.
func TestLogIsBounded(t *testing.T) {
	log := Log{calls: map[callKey]*Call{}}
	for i := range maxCalls - 10 {
		log.calls[callKey{status: -i}] = &Call{}
	}
	for i := range 20 {
		log.Add(Call{Method: "GET", Host: "github.com", Status: i, Token: NoToken}, time.Unix(0, 0))
	}
	for i := range maxGaps + 10 {
		log.AddGap(Gap{Kind: NoAnswer, Host: strings.Repeat("a.", i%100) + strings.Repeat("b", i/100+1)})
	}
	var r Record
	log.Fill(&r)
	if len(r.Calls) != maxCalls || len(r.Gaps) > maxGaps+2 || r.Complete {
		t.Errorf("the record has %d calls and %d gaps", len(r.Calls), len(r.Gaps))
	}
	var left int
	for _, g := range r.Gaps {
		if g.Kind == UnreadableCall || g.Host == "" {
			left += g.Count
		}
	}
	if left != 21 { // the first of these gaps takes a place of its own
		t.Errorf("%d were left out, not 21", left)
	}
}
