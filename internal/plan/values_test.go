package plan_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// TestUnchangedAttributes: only what is declared counts as the same in both.
func TestUnchangedAttributes(t *testing.T) {
	t1 := pat.Template{Address: "template.x", Name: "x", Description: "y", Owners: []string{"octocat"}}
	t2 := t1
	t2.Description = "z"
	if got := plan.Attributes(&t1, &t1); len(got.Changed) != 0 || got.Unchanged != 3 {
		t.Errorf("%d changed, %d unchanged", len(got.Changed), got.Unchanged)
	}
	if got := plan.Attributes(&t1, &t2); len(got.Changed) != 1 || got.Unchanged != 2 {
		t.Errorf("%d changed, %d unchanged", len(got.Changed), got.Unchanged)
	}
}

// TestTermsOfReviews: a change of a review block is seen, and an organization has none or one.
func TestTermsOfReviews(t *testing.T) {
	none, approves, denies := load(t, `organization "octo-org" {}`), reviewing(t, `approve = ["conforming"]`), reviewing(t, `deny = ["drifted"]`)
	want := []plan.TermChange{{Block: `organization "octo-org"`, Action: plan.Update}}
	for name, pair := range map[string][2]*hcl.Configuration{"another": {approves, denies}, "new": {none, approves}, "gone": {denies, none}} {
		var got []plan.TermChange
		for _, c := range plan.Terms(pair[0], pair[1]) {
			if strings.HasPrefix(c.Block, "organization") {
				got = append(got, c)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := plan.Terms(none, none); len(got) != 0 {
		t.Errorf("nothing changed: %v", got)
	}
}

// TestRefusalContact: the contact is that of the review block, where there is one.
func TestRefusalContact(t *testing.T) {
	s := &audit.Subject{Grant: pat.Grant{Kind: pat.KindRequest, ID: 1, Owner: "octocat"}, Organization: "octo-org", Verdict: pat.Undeclared}
	if got := plan.Refusal(s, &hcl.Review{Contact: "#tokens"}, nil); got.Contact != "#tokens" || got.Owner != "octocat" {
		t.Errorf("%+v", got)
	}
	if got := plan.Refusal(s, nil, nil); got.Contact != "" {
		t.Errorf("a contact %q from nowhere", got.Contact)
	}
}

// TestVerdictChangesOfBoth: what only one of the audits knows has not changed.
func TestVerdictChangesOfBoth(t *testing.T) {
	subject := func(id int64, v pat.Verdict) audit.Subject {
		return audit.Subject{Grant: pat.Grant{Kind: pat.KindToken, ID: id}, Organization: "octo-org", Verdict: v}
	}
	before := &audit.Audit{Subjects: []audit.Subject{subject(1, pat.Conforming), subject(2, pat.Conforming)}}
	after := &audit.Audit{Subjects: []audit.Subject{subject(1, pat.Drifted), subject(2, pat.Conforming), subject(3, pat.Drifted)}}
	got := plan.VerdictChanges(before, after)
	if len(got) != 1 || got[0].ID != 1 || got[0].Before != pat.Conforming || got[0].After != pat.Drifted {
		t.Errorf("%+v", got)
	}
}

// TestAccessOfRepositories: what a token reaches counts where it was read, in any order.
func TestAccessOfRepositories(t *testing.T) {
	reach := func(read bool, names ...string) string {
		return plan.Access(pat.Grant{RepositorySelection: "subset", RepositoriesRead: read, Repositories: names})
	}
	if reach(true, "octo-org/a", "octo-org/b") != reach(true, "octo-org/b", "octo-org/a") {
		t.Error("the order counts")
	}
	if reach(true, "octo-org/a") == reach(true, "octo-org/b") {
		t.Error("what was read does not count")
	}
	if reach(false, "octo-org/a") != reach(false, "octo-org/b") {
		t.Error("what was not read counts")
	}
}

// TestHashOfSecrets: the same secret has another hash in another configuration.
func TestHashOfSecrets(t *testing.T) {
	hashOf := func(src string) string {
		cfg := load(t, src)
		cfg.Given = []hcl.Given{{Name: "secret", Value: json.RawMessage(`"x"`), Sensitive: true}}
		return plan.Variables(cfg, true)[0].Hash
	}
	one, other := hashOf(`organization "octo-org" {}`), hashOf(`organization "octodemo" {}`)
	if one == "" || one == other {
		t.Errorf("%q and %q", one, other)
	}
	if again := hashOf(`organization "octo-org" {}`); again != one {
		t.Errorf("%q, and then %q", one, again)
	}
}
