package plan_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// TestMessage: a denial says what the review block says, with the words of the
// request, and whom to ask.
func TestMessage(t *testing.T) {
	cfg := reviewing(t, `
		deny    = ["drifted"]
		message = "${self.name} of ${self.owner}: ${self.deny_reason}"
		contact = "#platform on Slack"`)
	r := reviewsOf(cfg, snapshotOf(nil, subject(pat.KindRequest, writing)))[0]
	if !strings.HasPrefix(r.Reason, "reader of mona: ") || !strings.Contains(r.Reason, "https://github.com/settings/") || !strings.HasSuffix(r.Reason, "\nQuestions? Ask #platform on Slack") {
		t.Errorf("the reason is %q", r.Reason)
	}
}

// TestContactKeepsTheLink: what is too long loses findings, not the link or the contact.
func TestContactKeepsTheLink(t *testing.T) {
	cfg := reviewing(t, "deny = [\"drifted\"]\n contact = \""+strings.Repeat("é", 200)+"\"")
	r := reviewsOf(cfg, snapshotOf(nil, subject(pat.KindRequest, writing, func(g *pat.Grant) {
		for _, name := range []string{"actions", "administration", "checks", "codespaces", "deployments", "discussions", "environments", "issues", "pages", "secrets", "statuses", "variables", "workflows"} {
			g.Permissions.Repository[name] = "write"
		}
	})))[0]
	lines := strings.Split(r.Reason, "\n")
	if n := utf8.RuneCountInString(r.Reason); n > pat.MaxReason || !strings.HasPrefix(lines[len(lines)-2], "https://github.com/") || !strings.HasPrefix(lines[len(lines)-1], "Questions? Ask é") {
		t.Errorf("%d characters: %s", n, r.Reason)
	}
}

// TestMessagesThatFail: they are found when the configuration is loaded.
func TestMessagesThatFail(t *testing.T) {
	for words, want := range map[string]string{
		`message = "${self.nothing}"`:                                "nothing",
		`message = "${each.key}"`:                                    "each",
		`message = ""`:                                               "The message is empty",
		`message = ["x"]`:                                            "must be a string",
		`message = "${self.reason}"`:                                 "",
		`message = self.link`:                                        "",
		`message = "${self.template}${self.nearest}"`:                "",
		`message = "${join("", [for i in range(1000) : "xx"])}"`:     "2000 or more characters",
		`message = sensitive("x")`:                                   "sensitive",
		`contact = "a\nb"`:                                           "on one line",
		`contact = "${join("", [for i in range(201) : "x"])}"`:       "at most 200 characters",
		`contact = self.owner`:                                       "self",
		`message = "${self.name} ${join(", ", self.findings)} fine"`: "",
	} {
		src := templates + "organization \"octo-org\" {\n review {\n deny = [\"drifted\"]\n" + words + "\n }\n}\n"
		_, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}, ".", hcl.Options{Version: "0.1.0"})
		text := ""
		for _, d := range diags {
			text += d.Summary + ": " + d.Detail + "\n"
		}
		if diags.HasErrors() != (want != "") || !strings.Contains(text, want) {
			t.Errorf("%s: %s", words, text)
		}
	}
}

// TestUnjudgedIsNotApproved: a request whose permissions GitHub does not say.
func TestUnjudgedIsNotApproved(t *testing.T) {
	cfg := reviewing(t, `approve = ["conforming"]`)
	nothing := func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} }
	s := snapshotOf(nil, subject(pat.KindRequest, nothing))
	if reviews := reviewsOf(cfg, s); len(reviews) > 0 {
		t.Errorf("%+v", reviews)
	}
}
