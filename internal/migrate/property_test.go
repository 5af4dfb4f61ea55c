package migrate_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/overlay"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// What random inputs are made of.
var (
	userLogins    = []string{"", "mona", "octocat", "Hubot", "mona_octo"}
	organizations = []string{"", "", "octo-org", "Octodemo"}
	repositories  = []string{
		"", "", "octo-org/api", "octo-org/web", "octo-org/.github", "octodemo/x", "mona/dotfiles", "octocat/hello", "mona_octo/x", "strangers/y",
		"octo-org/*", "octo-org/a?", "octo-org", "a/b/c", "-x/y", "octo--org/z", "octo-org/..", "${x}/y", "\u202e/x",
	}
	notes = []string{"", "deploy", "Deploy bot", "\"}\ntemplate \"evil\" {", "${file(\"/etc/passwd\")}", "##[error]x", "\x00\u202e", strings.Repeat("ü", 60), "e\u0301 👩‍💻"}
	words = []string{
		"git fetch", "git push", "graphql", "graphql query viewer", "graphql mutation createIssue", "graphql mutation pinIssue", "graphql type Repository", "graphql query enterprise",
		"graphql query nothing", "host ghcr.io", "host npm.pkg.github.com", "host raw.githubusercontent.com", "host models.github.ai", "host gist.github.com", "host x", "gh pr create", "",
	}
	strangeRoutes = []string{"", "/graphql", "/repos/*", "/internal/x", "/*", "/repos/{owner}/{repo}/nothing"}
	scopeNames    = []string{"repo", "public_repo", "admin:org", "read:org", "workflow", "gist", "user", "delete_repo", "nonsense", "\x1b[31m"}
	answers       = []usage.Answer{usage.Unsaid, usage.Unsaid, usage.Yes, usage.No}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// randomCall prefers what is interesting: writes, account and organization permissions,
// conditions, alternatives.
func randomCall(r *rand.Rand, endpoints []catalog.Endpoint) usage.Call {
	c := usage.Call{
		Repository: pick(r, repositories), Public: pick(r, answers), Workflow: pick(r, answers), Media: pick(r, []string{"", "", "diff", "json"}),
		Count: r.IntN(4), Refused: r.IntN(3) / 2, FirstAt: now.Add(-time.Hour), LastAt: now,
	}
	if r.IntN(30) == 0 {
		c.Repository = fmt.Sprintf("octo-org/repository-%d", r.IntN(200))
	}
	switch r.IntN(6) {
	case 0:
		for range 1 + r.IntN(3) {
			c.Is = append(c.Is, pick(r, words))
		}
		c.Method, c.Route = "POST", "/graphql"
	case 1:
		c.Method, c.Route = pick(r, []string{"", "GET", "POST"}), pick(r, strangeRoutes)
	default:
		e := pick(r, endpoints)
		c.Method, c.Route, c.Known = e.Method, e.Path, true
	}
	return c
}

func randomInput(r *rand.Rand, endpoints []catalog.Endpoint) migrate.Input {
	log := &usage.Log{}
	for range 1 + r.IntN(3) {
		t := usage.Token{
			Kind: record.Classic, Organization: strings.ToLower(pick(r, organizations)), ID: int64(r.IntN(3)), Name: pick(r, notes), User: pick(r, userLogins),
			Source: pick(r, []usage.Source{usage.AuditLog, usage.Insights, usage.Recorded}),
		}
		if r.IntN(8) == 0 {
			t.Kind = pick(r, []record.Token{record.FineGrained, record.OAuth})
		}
		for range r.IntN(3) {
			t.Scopes = append(t.Scopes, pick(r, scopeNames))
		}
		// Few endpoints, so that several calls of one occur.
		some := []catalog.Endpoint{pick(r, endpoints), pick(r, endpoints), pick(r, endpoints)}
		for range r.IntN(12) {
			t.Calls = append(t.Calls, randomCall(r, some))
		}
		if r.IntN(100) == 0 {
			for i := range 60 {
				t.Calls = append(t.Calls, usage.Call{Method: "GET", Route: "/repos/{owner}/{repo}/hooks", Repository: fmt.Sprintf("octo-org/r%d", i), Count: 1})
			}
		}
		log.Tokens = append(log.Tokens, t)
	}
	in := migrate.Input{Log: log, Catalog: catalog.Default(), Organizations: []string{"octo-org"}}
	for range r.IntN(3) {
		used := now.Add(time.Duration(r.IntN(4)-2) * 20 * time.Hour)
		in.Known = append(in.Known, migrate.Known{Organization: pick(r, organizations), ClassicToken: pat.ClassicToken{
			ID: int64(r.IntN(4)), CredentialID: int64(r.IntN(3)), Owner: pick(r, userLogins), Note: pick(r, notes), Scopes: []string{pick(r, scopeNames)}, LastUsedAt: pick(r, []*time.Time{nil, &used}),
		}})
	}
	return in
}

// TestRandomUse: whatever a log holds, no call is lost, no template is wider than the use,
// and each template is configuration that loads.
func TestRandomUse(t *testing.T) {
	endpoints := catalog.Default().Endpoints()
	narrow := slices.DeleteFunc(slices.Clone(endpoints), func(e catalog.Endpoint) bool { return len(e.Sets) < 2 && len(e.Conditions) == 0 })
	r := rand.New(rand.NewPCG(11, 10))
	inputs, templates := 10_000, 0
	if testing.Short() {
		inputs = 500
	}
	for i := range inputs {
		from := endpoints
		if i%4 == 0 {
			from = narrow
		}
		in := randomInput(r, from)
		m := migrate.Propose(in)
		accounted(t, in, m)
		for _, token := range m.Tokens {
			placedRight(t, in, token)
			for _, p := range token.Templates {
				templates++
				leastFor(t, in, token, p)
				repositoriesSeen(t, p)
			}
		}
		if i%9 == 1 {
			loads(t, m)
		}
		if i%9 == 2 {
			orderDoesNotMatter(t, r, in, m)
		}
		if t.Failed() {
			t.Fatalf("input %d: %+v", i, in)
		}
	}
	t.Logf("%d templates", templates)
	if templates < inputs {
		t.Errorf("only %d templates of %d inputs", templates, inputs)
	}
}

// tokenKey says by itself which tokens of a log are one.
func tokenKey(id int64, user, name string) string {
	if id != 0 {
		return fmt.Sprint(id)
	}
	return fmt.Sprintf("%q %q", strings.ToLower(user), name)
}

func callKey(c usage.Call, organization string) string {
	return fmt.Sprintf("%q %q %q %q %q %q %q %q", c.Method, c.Route, c.Is, c.Repository, c.Workflow, c.Public, c.Media, organization)
}

// accounted makes sure that each call of a classic token is in exactly one place, with all
// of its counts, and that calls of others are counted.
func accounted(t *testing.T, in migrate.Input, m *migrate.Migration) {
	t.Helper()
	type counts struct{ count, refused int }
	want, got := map[string]counts{}, map[string]counts{}
	others := 0
	for _, token := range in.Log.Tokens {
		for _, c := range token.Calls {
			if token.Kind != record.Classic {
				others += c.Count + c.Refused
				continue
			}
			key := tokenKey(token.ID, token.User, token.Name) + callKey(c, token.Organization)
			want[key] = counts{want[key].count + c.Count, want[key].refused + c.Refused}
		}
	}
	for _, token := range m.Tokens {
		if token.Seen() != (len(places(token)) > 0) {
			t.Errorf("%+v is seen: %v", token, token.Seen())
		}
		for _, c := range places(token) {
			key := tokenKey(token.ID, token.User, token.Name) + callKey(c.Call, c.Organization)
			if _, twice := got[key]; twice {
				t.Errorf("%s is in two places", key)
			}
			got[key] = counts{c.Count, c.Refused}
		}
		for _, c := range token.Refused {
			if c.Count > 0 || c.Refused == 0 {
				t.Errorf("%v is no refused call", c)
			}
		}
	}
	if !maps.Equal(want, got) {
		t.Errorf("calls: %s", cmp.Diff(want, got, cmp.AllowUnexported(counts{})))
	}
	for _, o := range m.Others {
		others -= o.Calls
	}
	if others != 0 {
		t.Errorf("%d calls of other tokens are not counted", others)
	}
}

// places are the calls of all places of a token.
func places(token *migrate.Token) []migrate.Call {
	var all []migrate.Call
	for _, p := range token.Templates {
		all = append(all, p.Evidence...)
	}
	for _, f := range token.Free {
		all = append(all, f.Call)
	}
	for _, s := range slices.Concat(token.Closed, token.Unclear) {
		all = append(all, s.Call)
	}
	return append(all, token.Refused...)
}

// placedRight makes sure that a call of the REST API is where the catalog says that it
// belongs.
func placedRight(t *testing.T, in migrate.Input, token *migrate.Token) {
	t.Helper()
	right := func(place string, c migrate.Call, reason migrate.Reason) {
		if len(c.Is) > 0 {
			return
		}
		e, known := in.Catalog.Endpoint(c.Method, c.Route)
		public := e.PublicRead && c.Public == usage.Yes
		want := "template"
		switch {
		case !known:
			want = "unclear"
		case e.FineGrained == catalog.FineGrainedNo && !public:
			want = "closed"
		case e.FineGrained == catalog.FineGrainedUnknown:
			want = "unclear"
		case public || len(e.Sets) == 0:
			want = "free"
		case reason == migrate.ReasonForeign, reason == migrate.ReasonPublic:
			owner, _, _ := strings.Cut(c.Repository, "/")
			if owner == "" || strings.EqualFold(owner, token.User) || owner == "octo-org" {
				t.Errorf("%s %s of %s belongs to another user", c, c.Repository, token.User)
			}
			return
		case reason == migrate.ReasonMixed:
			return
		}
		if place != want {
			t.Errorf("%s is in %s, not in %s", c, place, want)
		}
	}
	for _, p := range token.Templates {
		for _, c := range p.Evidence {
			right("template", c, "")
		}
	}
	for _, c := range token.Free {
		right("free", c.Call, "")
	}
	for _, s := range token.Closed {
		right("closed", s.Call, s.Reason)
	}
	for _, s := range token.Unclear {
		right("unclear", s.Call, s.Reason)
	}
	for _, s := range slices.Concat(token.Closed, token.Unclear) {
		if s.Why == "" || s.Next == "" || s.Reason == "" {
			t.Errorf("%s is stuck without a reason or a next step: %+v", s.Call, s)
		}
	}
	said := func(o migrate.Open) bool { return len(o.Sets) > 0 && (o.Condition != "" || o.When != "") }
	for _, p := range token.Templates {
		if slices.ContainsFunc(p.Open, func(o migrate.Open) bool { return !said(o) }) {
			t.Errorf("open: %+v", p.Open)
		}
		// What a condition asks for beside the usual is said, unless the template has it.
		for _, c := range p.Evidence {
			for i, set := range conditionsOf(in, c) {
				has := covered(p.Permissions, []pat.Permissions{set})
				if !has && !slices.ContainsFunc(p.Open, func(o migrate.Open) bool { return o.Call == c.String() && o.Condition == i }) {
					t.Errorf("%s may need %v for %s, which nothing says", c, set, i)
				}
			}
		}
	}
}

// conditionsOf are the sets of an endpoint with conditions that a call may need, as far as
// the call does not settle them.
func conditionsOf(in migrate.Input, c migrate.Call) map[string]pat.Permissions {
	open := map[string]pat.Permissions{}
	e, _ := in.Catalog.Endpoint(c.Method, c.Route)
	if len(c.Is) > 0 || c.Workflow != usage.Unsaid || c.Media != "" {
		return nil
	}
	for i, condition := range e.Conditions {
		if condition != "observed=refused" {
			open[condition] = e.Sets[i]
		}
	}
	return open
}

// covered reports whether a token with the permissions can make a call; metadata comes with
// any other repository permission.
func covered(permissions pat.Permissions, sets []pat.Permissions) bool {
	have := maps.Clone(permissions)
	for name := range permissions {
		if p, _ := catalog.Default().Permission(name); p.Section == pat.Repository && have["metadata"] == "" {
			have["metadata"] = pat.Read
		}
	}
	return len(sets) == 0 || slices.ContainsFunc(sets, have.Includes)
}

// leastFor makes sure of a template that it covers its calls, that all of its permissions
// are those of seen calls, and that with less of any of them a call would be left out.
func leastFor(t *testing.T, in migrate.Input, token *migrate.Token, p *migrate.Template) {
	t.Helper()
	var needs [][]pat.Permissions
	possible := map[string][]pat.Level{}
	for _, c := range p.Evidence {
		needed := migrate.NeedsOf(in.Catalog, p.Owner, c)
		if len(needed) == 0 {
			t.Errorf("%s needs nothing, and is evidence", c)
		}
		for _, sets := range needed {
			needs = append(needs, sets)
			for _, set := range sets {
				for name, level := range set {
					possible[name] = append(possible[name], level)
				}
			}
		}
		if c.Count == 0 && c.Refused > 0 {
			t.Errorf("%s was refused, and is evidence", c)
		}
	}
	covers := func(permissions pat.Permissions) bool {
		return !slices.ContainsFunc(needs, func(sets []pat.Permissions) bool { return !covered(permissions, sets) })
	}
	if !covers(p.Permissions) {
		t.Errorf("%v does not cover %v", p.Permissions, needs)
	}
	if len(p.Permissions) == 0 {
		t.Errorf("a template without permissions for %v", p.Owner)
	}
	account, organization := false, false
	for name, level := range p.Permissions {
		permission, _ := in.Catalog.Permission(name)
		account, organization = account || permission.Section == pat.Account, organization || permission.Section == pat.Organization
		if !slices.ContainsFunc(possible[name], func(l pat.Level) bool { return l == level || !permission.HasLevel(l) }) {
			t.Errorf("%s = %s is in no set of %v", name, level, p.Evidence)
		}
		for _, lower := range append([]pat.Level{pat.NoAccess}, permission.Levels...) {
			if lower.Rank() >= level.Rank() {
				continue
			}
			less := maps.Clone(p.Permissions)
			if less[name] = lower; lower == pat.NoAccess {
				delete(less, name)
			}
			if covers(less) {
				t.Errorf("%v: %v would be enough for %v", p.Permissions, less, needs)
			}
		}
	}
	if account && (organization || p.Owner.Kind != migrate.Account) || organization && p.Owner.Kind == migrate.Account {
		t.Errorf("%v has %v", p.Owner, p.Permissions)
	}
	if token.User != "" && p.Owner.Kind == migrate.Account && p.TargetName != "" {
		t.Errorf("the own account has the target %q", p.TargetName)
	}
}

// repositoriesSeen makes sure that a template has the repositories of its calls, and no
// others.
func repositoriesSeen(t *testing.T, p *migrate.Template) {
	t.Helper()
	seen, all := map[string]bool{}, true
	for _, c := range p.Evidence {
		owner, name, ok := strings.Cut(c.Repository, "/")
		if ok && owner == p.Owner.Login && !strings.ContainsAny(name, "*?/ ${}") && name != ".." && owner != "" {
			seen[c.Repository] = true
			continue
		}
		all = false
	}
	if want := slices.Sorted(maps.Keys(seen)); !slices.Equal(p.Seen, want) {
		t.Errorf("repositories %v, want %v", p.Seen, want)
	}
	switch {
	case p.Repositories.Patterns != nil:
		if !slices.Equal(p.Repositories.Patterns, p.Seen) || len(p.Seen) > 50 {
			t.Errorf("the template has %v", p.Repositories.Patterns)
		}
	case p.Repositories.Selection == pat.AllRepositories:
		if len(p.Seen) <= 50 || !strings.Contains(strings.Join(p.Remarks, " "), "all repositories") {
			t.Errorf("all repositories for %d: %q", len(p.Seen), p.Remarks)
		}
	case p.Repositories.Selection == pat.SelectedRepositories:
		if all || p.Unlisted == 0 {
			t.Errorf("any choice for %v", p.Seen)
		}
	}
}

// loads makes sure that the configuration for the templates loads without errors, and has
// the permissions and repositories of the templates.
func loads(t *testing.T, m *migrate.Migration) {
	t.Helper()
	cfg := &hcl.Configuration{Host: pat.DefaultHost, Catalog: catalog.Default()}
	in := adopt.ProposalInput{Config: cfg, Load: func(src []byte) (*hcl.Configuration, diag.Diagnostics) {
		loaded, diags := hcl.Load(overlay.FS(fstest.MapFS{}, adopt.FileName, src), ".", hcl.Options{})
		return loaded, append(diags, check.Run(loaded, now)...)
	}}
	for _, token := range m.Tokens {
		for _, p := range token.Templates {
			in.Proposals = append(in.Proposals, adopt.Proposal{Template: p.Template, Comments: p.Remarks})
		}
	}
	out, diags, err := adopt.Proposals(in)
	if err != nil || diags.HasErrors() || len(out.Templates) != len(in.Proposals) {
		t.Fatalf("%v %v\n%s", err, diags, out.Source)
	}
	for i, written := range out.Templates {
		link, err := prefill.Parse(written.URL, catalog.Default())
		want := catalog.Default().WithoutImplied(in.Proposals[i].Permissions)
		if err != nil || !maps.Equal(catalog.Default().WithoutImplied(link.Template.Permissions), want) || link.Template.TargetName != in.Proposals[i].TargetName || link.Template.ExpiresIn.Days != 30 {
			t.Errorf("%s: %v, want %v", written.URL, err, want)
		}
		loaded, more := in.Load(written.Source)
		if more.HasErrors() || len(loaded.Templates) != 1 || !maps.Equal(loaded.Templates[0].Permissions, in.Proposals[i].Permissions) ||
			!slices.Equal(loaded.Templates[0].Repositories.Patterns, in.Proposals[i].Repositories.Patterns) {
			t.Errorf("%v\n%s", more, written.Source)
		}
	}
}

// orderDoesNotMatter makes sure that the order of the input does not.
func orderDoesNotMatter(t *testing.T, r *rand.Rand, in migrate.Input, want *migrate.Migration) {
	t.Helper()
	shuffled := in
	log := *in.Log
	log.Tokens = slices.Clone(log.Tokens)
	for i := range log.Tokens {
		calls := slices.Clone(log.Tokens[i].Calls)
		r.Shuffle(len(calls), func(a, b int) { calls[a], calls[b] = calls[b], calls[a] })
		log.Tokens[i].Calls = calls
		scopes := slices.Clone(log.Tokens[i].Scopes)
		slices.Reverse(scopes)
		log.Tokens[i].Scopes = scopes
	}
	slices.Reverse(log.Tokens)
	shuffled.Log, shuffled.Known = &log, slices.Clone(in.Known)
	slices.Reverse(shuffled.Known)
	if got := migrate.Propose(shuffled); !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
}
