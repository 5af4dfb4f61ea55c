package auditreport_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// shuffled are the files of a configuration with what a report may show the order of:
// several templates that fit, policies of one severity, and a policy that fails.
var shuffled = fstest.MapFS{
	"a.pat.hcl": {Data: []byte(`
template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
template "also" {
  name        = "also"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
template "team" {
  name         = "team"
  target_name  = "octo-org"
  owners       = ["@octo-org/platform", "@octo-org/docs", "hubot"]
  permissions  = { issues = "write" }
  repositories = ["octo-org/api", "octo-org/web-*"]
}`)},
	"b.pat.hcl": {Data: []byte(`
template "other" {
  name        = "reader"
  target_name = "octodemo"
  permissions = { contents = "read" }
  match { name = "r*" }
}
policy "one" {
  on            = ["request", "token"]
  condition     = self.owner != "mona"
  error_message = "Not ${self.owner}, in ${join(", ", self.repositories == null ? [] : self.repositories)}."
}
policy "two" {
  on            = ["token"]
  condition     = length(self.name) > 3
  error_message = "Not this one."
}
exception "moves" {
  owner   = "octocat"
  rules   = ["permission-extra", "undeclared-token"]
  reason  = "It moves."
  expires = "2026-12-31"
}`)},
}

// TestOrderShowsNowhere: permuting what an audit is made of leaves every format as it is,
// byte for byte.
func TestOrderShowsNowhere(t *testing.T) {
	want := map[string]string{}
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 5))
		cfg, diags := hcl.Load(shuffled, ".", hcl.Options{Version: "0.1.0"})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		s := manyGrants()
		if seed > 0 {
			permute(r, cfg, s)
		}
		judged, diags := audit.Judge(cfg, s, time.Time{})
		if len(judged.Gaps) < 2 || !diags.HasErrors() {
			t.Fatalf("nothing is missing: %v", judged.Gaps)
		}
		in := auditreport.Input{Version: "1.2.3", Host: "github.com", Configuration: cfg, Organizations: []string{"octodemo", "octo-org"}, Audit: judged}
		if seed%2 > 0 {
			in.Organizations = []string{"octo-org", "octodemo"}
		}
		for _, format := range auditreport.FormatNames() {
			got := audittest.Write(t, format, auditreport.NewDocument(in), false)
			if seed == 0 {
				want[format] = got
			} else if got != want[format] {
				t.Errorf("%s shows the order of the input: %s", format, cmp.Diff(want[format], got))
			}
		}
		if got := fmt.Sprint(diags); seed == 0 {
			want["diagnostics"] = got
		} else if got != want["diagnostics"] {
			t.Errorf("the diagnostics show the order of the input: %s", cmp.Diff(want["diagnostics"], got))
		}
	}
}

// manyGrants have much in common and differ in a few ways.
func manyGrants() *github.Snapshot {
	made, expires := formattest.Time.AddDate(0, 0, -3), formattest.Time.AddDate(0, 0, 9)
	s := &github.Snapshot{GeneratedAt: formattest.Time, Host: "github.com"}
	for _, login := range []string{"octo-org", "octodemo"} {
		o := github.Organization{Login: login, ReadAt: formattest.Time, Teams: []github.Team{{Slug: "docs", Members: []string{"mona", "octocat"}}, {Slug: "sales", Members: []string{"hubot"}}}}
		for i := range 60 {
			g := pat.Grant{
				Kind: pat.KindToken, ID: int64(i + 1), TokenID: int64(1000 + i), TokenName: []string{"reader", "x", "team", "also", "READER", "abc"}[i%6], Owner: []string{"mona", "hubot", "octocat", "monalisa"}[i%4],
				RepositorySelection: []string{"all", "subset", "subset"}[i%3], Since: &made, ExpiresAt: &expires,
				Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": []pat.Level{"read", "write", "owner"}[i/7%3]}},
			}
			if i%5 == 0 {
				g.Permissions = pat.GrantPermissions{Repository: pat.Permissions{"issues": "write"}, Other: pat.Permissions{"issues": "read", "crystal_balls": "read"}}
			}
			if i%13 == 2 {
				g.TokenName = ""
			}
			if i%11 == 0 {
				g.Permissions, g.PermissionsUnsaid = pat.GrantPermissions{}, true
			}
			if g.RepositorySelection == "subset" && i%2 == 0 {
				g.RepositoriesRead, g.Repositories = true, []string{"octo-org/api", "octo-org/secret", "octo-org/billing"}
			}
			if i%4 == 1 {
				g.Kind = pat.KindRequest
				o.Requests = append(o.Requests, g)
				continue
			}
			o.Tokens = append(o.Tokens, g)
		}
		s.Organizations = append(s.Organizations, o)
	}
	s.Organizations[0].Incomplete = []github.Gap{{What: "page 2 of 3 of the tokens", Why: "GitHub answered 502."}, {What: "page 2 of 3 of the requests", Why: "GitHub answered 502."}}
	return s
}

func permute(r *rand.Rand, cfg *hcl.Configuration, s *github.Snapshot) {
	mix(r, cfg.Templates)
	mix(r, cfg.Policies)
	mix(r, s.Organizations)
	for i := range s.Organizations {
		o := &s.Organizations[i]
		mix(r, o.Requests)
		mix(r, o.Tokens)
		mix(r, o.Teams)
		mix(r, o.Incomplete)
		for _, team := range o.Teams {
			mix(r, team.Members)
		}
		for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
			for k := range list {
				mix(r, list[k].Repositories)
			}
		}
	}
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
}
