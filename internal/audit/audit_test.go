package audit_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// load reads a configuration that must be right.
func load(t testing.TB, src string) *hcl.Configuration {
	t.Helper()
	files := fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}
	cfg, diags := hcl.Load(files, ".", hcl.Options{Version: "0.1.0"})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return cfg
}

// judge judges requests and tokens of octo-org as of now.
func judge(t testing.TB, src string, grants ...pat.Grant) *audit.Audit {
	t.Helper()
	a, diags := audit.Judge(load(t, src), snapshot(grants...), time.Time{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return a
}

func snapshot(grants ...pat.Grant) *github.Snapshot {
	o := github.Organization{Login: "octo-org", ReadAt: now}
	for i, g := range grants {
		g.ID = int64(i + 1)
		if g.Kind == pat.KindRequest {
			o.Requests = append(o.Requests, g)
		} else {
			o.Tokens = append(o.Tokens, g)
		}
	}
	return &github.Snapshot{GeneratedAt: now, Host: "github.com", Organizations: []github.Organization{o}}
}

// one judges one grant.
func one(t testing.TB, src string, g pat.Grant) audit.Subject {
	t.Helper()
	a := judge(t, src, g)
	if len(a.Subjects) != 1 {
		t.Fatalf("%d subjects", len(a.Subjects))
	}
	return a.Subjects[0]
}

func days(n float64) *time.Time {
	at := now.Add(time.Duration(n * 24 * float64(time.Hour)))
	return &at
}

// token is one that reads the contents of chosen repositories for 20 days more.
func token(change ...func(*pat.Grant)) pat.Grant {
	g := pat.Grant{
		Kind: pat.KindToken, TokenID: 98716, TokenName: "reader", Owner: "mona", RepositorySelection: "subset",
		Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": "read", "metadata": "read"}},
		Since:       days(-10), ExpiresAt: days(20), LastUsedAt: days(-1),
		Repositories: []string{"octo-org/api"}, RepositoriesRead: true,
	}
	for _, c := range change {
		c(&g)
	}
	return g
}

func named(name string) func(*pat.Grant) { return func(g *pat.Grant) { g.TokenName = name } }
func held(owner string) func(*pat.Grant) { return func(g *pat.Grant) { g.Owner = owner } }
func until(at *time.Time) func(*pat.Grant) {
	return func(g *pat.Grant) { g.ExpiresAt = at }
}

// with sets permissions of repositories, as "contents=write issues=read".
func with(text string) func(*pat.Grant) {
	return func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{Repository: permissions(text)} }
}

func permissions(text string) pat.Permissions {
	p := pat.Permissions{}
	for _, field := range strings.Fields(text) {
		name, level, _ := strings.Cut(field, "=")
		p[name] = pat.Level(level)
	}
	return p
}

func in(selection string, repositories ...string) func(*pat.Grant) {
	return func(g *pat.Grant) {
		g.RepositorySelection, g.Repositories, g.RepositoriesRead = selection, repositories, repositories != nil
	}
}

func request(g *pat.Grant) { g.Kind = pat.KindRequest }

const reader = `
template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
`

// found lists the findings as "severity rule permission declared/actual".
func found(s audit.Subject) []string {
	out := []string{}
	for _, f := range s.Findings {
		line := string(f.Severity) + " " + f.Rule
		for _, part := range []string{f.Permission, f.Declared + "/" + f.Actual} {
			if part != "" && part != "/" {
				line += " " + part
			}
		}
		if f.ExceptedBy != "" {
			line += " excepted by " + f.ExceptedBy
		}
		out = append(out, line)
	}
	return out
}

func check(t *testing.T, s audit.Subject, verdict pat.Verdict, want ...string) {
	t.Helper()
	if s.Verdict != verdict {
		t.Errorf("%s: got %s, want %s", s.String(), s.Verdict, verdict)
	}
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, found(s)); diff != "" {
		t.Errorf("%s: %s", s.String(), diff)
	}
}

func address(t *hcl.Template) string {
	if t == nil {
		return ""
	}
	return t.Address
}

func TestConforming(t *testing.T) {
	s := one(t, reader, token())
	check(t, s, pat.Conforming)
	if s.MatchedBy != audit.ByName || address(s.Template) != "template.reader" || s.FixURL != "" || s.DenyReason != "" {
		t.Errorf("got %+v", s)
	}
}

// TestAbsences: what GitHub leaves out makes nothing conform.
func TestAbsences(t *testing.T) {
	empty := func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} }
	exact := strings.Replace(reader, "expires_in", "match { permissions = \"exact\" }\nexpires_in", 1)
	bare := strings.Replace(exact, `{ contents = "read" }`, "{}", 1)
	nothing := `error permission-missing`
	tests := map[string]struct {
		src     string
		g       pat.Grant
		verdict pat.Verdict
		want    []string
	}{
		"no permissions, named":      {reader, token(empty), pat.Conforming, []string{"notice permission-missing", "notice permission-missing contents read/"}},
		"no permissions, not named":  {reader, token(empty, named("x")), pat.Undeclared, []string{"error undeclared-token /x"}},
		"no permissions, exact":      {exact, token(empty), pat.Drifted, []string{nothing, nothing + " contents read/"}},
		"no permissions of none":     {bare, token(empty), pat.Drifted, []string{nothing}},
		"empty sections":             {exact, token(with("")), pat.Drifted, []string{nothing, nothing + " contents read/"}},
		"a null level":               {reader, token(with("contents=read administration=")), pat.Drifted, []string{"error permission-extra administration /unknown"}},
		"no expiry":                  {reader, token(until(nil)), pat.Drifted, []string{"error never-expires 30/none"}},
		"no expiry, not named":       {reader, token(until(nil), named("x")), pat.Undeclared, []string{"error never-expires /none", "error undeclared-token template.reader/x"}},
		"no name":                    {reader, token(named("")), pat.Conforming, []string{"notice name-differs reader/"}},
		"name that no glob claims":   {strings.Replace(reader, "expires_in", "match { name = \"other-*\" }\nexpires_in", 1), token(), pat.Conforming, nil},
		"no name, elevated":          {reader, token(named(""), with("contents=write")), pat.Undeclared, []string{"error undeclared-token template.reader/"}},
		"no last use":                {reader, token(func(g *pat.Grant) { g.LastUsedAt = nil }), pat.Conforming, nil},
		"no last use for long":       {reader, token(func(g *pat.Grant) { g.LastUsedAt, g.Since = nil, days(-90) }), pat.Conforming, []string{"warning unused-token 90/90"}},
		"no use, no access known":    {reader, token(func(g *pat.Grant) { g.LastUsedAt, g.Since = nil, nil }), pat.Conforming, []string{"warning unused-token"}},
		"no template for it":         {strings.ReplaceAll(reader, "octo-org", "octodemo"), token(), pat.Undeclared, []string{"error undeclared-token"}},
		"no target_name":             {strings.Replace(reader, `target_name = "octo-org"`, "", 1), token(), pat.Undeclared, []string{"error undeclared-token"}},
		"repositories not read":      {strings.Replace(reader, "expires_in", "repositories = [\"api\"]\nexpires_in", 1), token(in("subset")), pat.Drifted, []string{"error repository-extra api/unknown"}},
		"repositories none":          {strings.Replace(reader, "expires_in", "repositories = [\"api\"]\nexpires_in", 1), token(in("none")), pat.Conforming, nil},
		"unknown key":                {reader, token(with("contents=read crystal_balls=read")), pat.Drifted, []string{"error permission-extra crystal_balls /read", "warning unknown-permission crystal_balls /read"}},
		"unknown level":              {reader, token(with("contents=own")), pat.Drifted, []string{"error permission-elevated contents read/own"}},
		"unknown level, not named":   {reader, token(with("contents=own"), named("x")), pat.Undeclared, []string{"error undeclared-token template.reader/x"}},
		"level in another case":      {reader, token(with("contents=Read"), named("x")), pat.Undeclared, []string{"error undeclared-token template.reader/x"}},
		"metadata above what it has": {reader, token(with("contents=read metadata=write")), pat.Drifted, []string{"error permission-elevated metadata read/write"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { check(t, one(t, test.src, test.g), test.verdict, test.want...) })
	}
}

// TestSilenceIsAGap: a token of which GitHub says no permissions does not pass as
// one that has none: the audit is incomplete where the verdict would be a good one.
func TestSilenceIsAGap(t *testing.T) {
	none := func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} }
	unsaid := func(g *pat.Grant) { none(g); g.PermissionsUnsaid = true }
	exception := reader + "exception \"x\" {\n owner = \"mona\"\n rules = [\"undeclared-token\"]\n reason = \"It moves.\"\n expires = \"2026-12-31\"\n}\n"
	for name, test := range map[string]struct {
		src  string
		g    pat.Grant
		want string
	}{
		"a token":       {reader, token(unsaid), "permissions of token 1"},
		"a request":     {reader, token(request, unsaid), "permissions of request 1"},
		"excepted":      {exception, token(unsaid, named("x"), held("mona")), "permissions of token 1"},
		"none":          {reader, token(none), ""},
		"not agreed on": {reader, token(unsaid, named("x")), ""},
	} {
		a := judge(t, test.src, test.g)
		got := ""
		for _, gap := range a.Gaps {
			got += gap.What
		}
		if got != test.want || !a.Subjects[0].Unjudged || test.want != "" && a.ReadWhole() {
			t.Errorf("%s: the gaps are %v, and it was judged: %t", name, a.Gaps, !a.Subjects[0].Unjudged)
		}
	}
}

// TestTimesFromTheFuture: what was made or used after it was read has a lifetime
// that nobody knows.
func TestTimesFromTheFuture(t *testing.T) {
	made := func(at *time.Time) func(*pat.Grant) { return func(g *pat.Grant) { g.Since = at } }
	used := func(at *time.Time) func(*pat.Grant) { return func(g *pat.Grant) { g.LastUsedAt = at } }
	for name, test := range map[string]struct {
		g    pat.Grant
		want string
	}{
		"a request":         {token(request, made(days(1.001))), "times of request 1"},
		"a token":           {token(made(days(400))), "times of token 1"},
		"the last use":      {token(used(days(1.001))), "times of token 1"},
		"while it was read": {token(request, made(days(1)), used(days(1))), ""},
	} {
		a := judge(t, reader, test.g)
		got := ""
		for _, gap := range a.Gaps {
			got += gap.What
		}
		if got != test.want || a.Subjects[0].Unjudged != (test.want != "") {
			t.Errorf("%s: the gaps are %v", name, a.Gaps)
		}
	}
	// As of an earlier time than it was read, everything is from the future.
	s := snapshot(token(request, made(days(-1))))
	if a, _ := audit.Judge(load(t, reader), s, now.AddDate(0, 0, -30)); !a.Complete() {
		t.Errorf("as of an earlier time: %v", a.Gaps)
	}
}

// TestSections: a key counts as what the catalog knows only in its section.
func TestSections(t *testing.T) {
	tests := map[string]struct {
		p    pat.GrantPermissions
		want []string
	}{
		"other":         {pat.GrantPermissions{Repository: permissions("contents=read"), Other: permissions("contents=read")}, []string{"error permission-extra other.contents /read", "warning unknown-permission other.contents /read"}},
		"wrong section": {pat.GrantPermissions{Repository: permissions("contents=read members=read")}, []string{"error permission-extra repository.members /read", "warning unknown-permission repository.members /read"}},
		"organization":  {pat.GrantPermissions{Repository: permissions("contents=read"), Organization: permissions("members=read")}, []string{"error permission-extra members /read"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			check(t, one(t, reader, token(func(g *pat.Grant) { g.Permissions = test.p })), pat.Drifted, test.want...)
		})
	}
}

func TestLevels(t *testing.T) {
	const src = `
template "projects" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { organization_projects = "write" }
}
`
	for level, want := range map[string][]string{
		"read":  {"notice permission-missing organization_projects write/read"},
		"write": nil,
		"admin": {"error permission-elevated organization_projects write/admin"},
	} {
		verdict := pat.Conforming
		if level == "admin" {
			verdict = pat.Drifted
		}
		g := token(in("none"), func(g *pat.Grant) {
			g.Permissions = pat.GrantPermissions{Organization: pat.Permissions{"organization_projects": pat.Level(level)}}
		})
		check(t, one(t, src, g), verdict, want...)
	}
}

// TestMetadataIsImplied: GitHub adds it to every repository permission, and
// templates mostly leave it out.
func TestMetadataIsImplied(t *testing.T) {
	exact := strings.Replace(reader, "expires_in", "match { permissions = \"exact\" }\nexpires_in", 1)
	declared := strings.Replace(exact, `{ contents = "read" }`, `{ contents = "read", metadata = "read" }`, 1)
	for _, src := range []string{reader, exact, declared} {
		for _, p := range []string{"contents=read", "contents=read metadata=read"} {
			check(t, one(t, src, token(with(p))), pat.Conforming)
		}
	}
}

func TestLifetimes(t *testing.T) {
	west := time.FixedZone("west", -7*3600)
	tests := map[string]struct {
		src  string
		g    pat.Grant
		want []string
	}{
		"a day of tolerance":      {reader, token(until(days(31))), nil},
		"rounded up":              {reader, token(until(days(31.001))), []string{"error lifetime-exceeded 30/32"}},
		"what remains counts":     {reader, token(until(days(20)), func(g *pat.Grant) { g.Since = days(-300) }), nil},
		"whole one of a request":  {reader, token(request, until(days(20)), func(g *pat.Grant) { g.Since = days(-20) }), []string{"error lifetime-exceeded 30/40"}},
		"not from a time to come": {reader, token(request, until(days(90)), func(g *pat.Grant) { g.Since = days(70) }), []string{"error lifetime-exceeded 30/90"}},
		"an offset":               {reader, token(until(ptr(days(31).In(west)))), nil},
		"an offset, later":        {reader, token(until(ptr(days(31.001).In(west)))), []string{"error lifetime-exceeded 30/32"}},
		"thirty days by default":  {strings.Replace(reader, "expires_in  = 30", "", 1), token(until(days(32))), []string{"error lifetime-exceeded 30/32"}},
		"none allows all":         {strings.Replace(reader, "= 30", `= "none"`, 1), token(until(nil)), nil},
		"none allows long":        {strings.Replace(reader, "= 30", `= "none"`, 1), token(until(days(366))), nil},
		"never beyond 366":        {strings.Replace(reader, "= 30", `= 366`, 1), token(until(nil)), []string{"error never-expires 366/none"}},
		"beyond all durations":    {reader, token(until(ptr(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)))), []string{"error lifetime-exceeded 30/2912118"}},
		"unused for millennia":    {reader, token(func(g *pat.Grant) { g.LastUsedAt = ptr(time.Date(1, 1, 1, 12, 0, 0, 1, time.UTC)) }), []string{"warning unused-token 90/739940"}},
		"the same for a request":  {reader, token(request, until(ptr(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)))), []string{"error lifetime-exceeded 30/2912128"}},
		"expires soon":            {reader, token(until(days(13.5))), []string{"notice expires-soon /2026-12-06T00:00:00Z"}},
		"expires not so soon":     {reader, token(until(days(14.5))), nil},
		"has expired":             {reader, token(until(days(-1)), func(g *pat.Grant) { g.LastUsedAt = days(-200) }), nil},
		"request that expired":    {reader, token(request, until(days(-1))), []string{"notice expired-request /2026-11-21T12:00:00Z"}},
		"request, flagged":        {reader, token(request, func(g *pat.Grant) { g.Expired = true }), []string{"notice expired-request /2026-12-12T12:00:00Z"}},
		"a request is not unused": {reader, token(request, func(g *pat.Grant) { g.LastUsedAt = nil }), nil},
		"unused for 90 days":      {reader, token(func(g *pat.Grant) { g.LastUsedAt = days(-90) }), []string{"warning unused-token 90/90"}},
		"unused for 89 days":      {reader, token(func(g *pat.Grant) { g.LastUsedAt = days(-89.99) }), nil},
		"used tomorrow":           {reader, token(func(g *pat.Grant) { g.LastUsedAt = days(1) }), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			verdict := pat.Conforming
			if len(test.want) > 0 && strings.HasPrefix(test.want[0], "error") {
				verdict = pat.Drifted
			}
			check(t, one(t, test.src, test.g), verdict, test.want...)
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestRepositories(t *testing.T) {
	tests := []struct {
		declared string
		g        pat.Grant
		want     []string
	}{
		{`"all"`, token(in("all")), nil},
		{`"all"`, token(in("subset")), nil},
		{`"selected"`, token(in("subset")), nil},
		{`"selected"`, token(in("none")), nil},
		{`"selected"`, token(in("all")), []string{"error repositories-wider selected/all"}},
		{`"none"`, token(in("none")), nil},
		{`"none"`, token(in("subset")), []string{"error repositories-wider none/subset"}},
		{`"none"`, token(in("all")), []string{"error repositories-wider none/all"}},
		{`["api"]`, token(in("all")), []string{"error repositories-wider api/all"}},
		{`["octo-org/api", "web-*"]`, token(in("subset", "octo-org/API", "octo-org/web-1")), nil},
		{`["api"]`, token(in("subset", "octo-org/api", "octo-org/web", "octo-org/infra")), []string{
			"error repository-extra api/octo-org/infra", "error repository-extra api/octo-org/web"}},
		{`["api"]`, token(in("subset", "octodemo/api")), []string{"error repository-extra api/octodemo/api"}},
		{`[]`, token(in("subset", "octo-org/api")), []string{"error repository-extra /octo-org/api"}},
		{`["web-?"]`, token(in("subset", "octo-org/web-10")), []string{"error repository-extra web-?/octo-org/web-10"}},
	}
	for i, test := range tests {
		t.Run(strconv.Itoa(i)+" "+test.declared, func(t *testing.T) {
			src := strings.Replace(reader, "expires_in", "repositories = "+test.declared+"\nexpires_in", 1)
			verdict := pat.Conforming
			if test.want != nil {
				verdict = pat.Drifted
			}
			check(t, one(t, src, test.g), verdict, test.want...)
		})
	}
}

func TestOwners(t *testing.T) {
	src := strings.Replace(reader, "expires_in", "owners = [\"Octocat\", \"hubot\"]\nexpires_in", 1)
	check(t, one(t, src, token(held("octoCAT"))), pat.Conforming)
	check(t, one(t, src, token(held("mona"))), pat.Drifted, "error owner-not-allowed Octocat, hubot/mona")
	check(t, one(t, src, token(held("mona"), named("x"))), pat.Undeclared, "error undeclared-token template.reader/x")
}
