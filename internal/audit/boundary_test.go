package audit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
)

// TestExactlyAtTheLimit: what happens at the very moment, and just beside it.
func TestExactlyAtTheLimit(t *testing.T) {
	const moment = 1e-9 // of a day
	at := func(n float64) *time.Time { return days(n) }
	tests := map[string]struct {
		g       pat.Grant
		verdict pat.Verdict
		rules   string
	}{
		"by shape, a day more":             {token(named("x"), until(at(31))), pat.Conforming, "name-differs"},
		"by shape, a moment longer":        {token(named("x"), until(at(31+moment))), pat.Undeclared, "undeclared-token"},
		"by name, a day more":              {token(until(at(31))), pat.Conforming, ""},
		"by name, a moment longer":         {token(until(at(31 + moment))), pat.Drifted, "lifetime-exceeded"},
		"request, a day more":              {token(request, named("x"), until(at(21))), pat.Conforming, "name-differs"},
		"request, a moment longer":         {token(request, named("x"), until(at(21+moment))), pat.Undeclared, "undeclared-token"},
		"request that expires now":         {token(request, until(at(0))), pat.Conforming, "expired-request"},
		"request that expires in a moment": {token(request, until(at(moment))), pat.Conforming, ""},
		"token that expires now":           {token(until(at(0))), pat.Conforming, ""},
		"token that expires in a moment":   {token(until(at(moment))), pat.Conforming, "expires-soon"},
		"in 14 days":                       {token(until(at(14))), pat.Conforming, "expires-soon"},
		"in a moment more than 14 days":    {token(until(at(14 + moment))), pat.Conforming, ""},
		"day 90 without use":               {token(func(g *pat.Grant) { g.LastUsedAt = at(-90) }), pat.Conforming, "unused-token"},
		"a moment before day 90":           {token(func(g *pat.Grant) { g.LastUsedAt = at(-90 + moment) }), pat.Conforming, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := one(t, reader, test.g)
			var rules []string
			for _, f := range s.Findings {
				rules = append(rules, f.Rule)
			}
			if s.Verdict != test.verdict || strings.Join(rules, " ") != test.rules {
				t.Errorf("%s %v", s.Verdict, found(s))
			}
		})
	}
}

// TestMessagesOfEqualDays: each rule, and each template, has its own words for the same number of days.
func TestMessagesOfEqualDays(t *testing.T) {
	unused := func(g *pat.Grant) { g.LastUsedAt = days(-100) }
	never := func(g *pat.Grant) { g.Since, g.LastUsedAt = days(-100), nil }
	const short = "template \"short\" {\n  name = \"short\"\n  target_name = \"octo-org\"\n  expires_in = 7\n  permissions = { contents = \"read\" }\n}\n"
	const soon = "rule \"expires-soon\" {\n  days = 100\n}\n"
	a := judge(t, reader+short+soon, token(until(days(100)), unused), token(until(days(100)), never), token(named("short"), until(days(100)), unused))
	for i, want := range [][]string{
		{"The lifetime is 100 days, and the template allows 30.", "The token expires in 100 days.", "The token has not been used for 100 days."},
		{"The lifetime is 100 days, and the template allows 30.", "The token expires in 100 days.", "The token was never used in the 100 days since access was granted."},
		{"The lifetime is 100 days, and the template allows 7.", "The token expires in 100 days.", "The token has not been used for 100 days."},
	} {
		var got []string
		for _, f := range a.Subjects[i].Findings {
			got = append(got, f.Message)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("token %d: %s", i, diff)
		}
	}
}

// TestExceptionsEnd: an exception is in force to the last moment of its day, and
// reported from the moment at which two weeks of it are left.
func TestExceptionsEnd(t *testing.T) {
	cfg := load(t, reader+exception("e", "name = \"reader\"\n expires = \"2026-12-06\""))
	end := time.Date(2026, 12, 7, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		asOf         time.Time
		lapsed, soon bool
	}{
		"the end":                    {end, true, false},
		"a moment before":            {end.Add(-1), false, true},
		"two weeks before":           {end.AddDate(0, 0, -14), false, true},
		"more than two weeks before": {end.AddDate(0, 0, -14).Add(-1), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			a, _ := audit.Judge(cfg, snapshot(token(with("contents=read issues=read"), until(ptr(end.AddDate(0, 0, 5))))), test.asOf)
			if u := a.Exceptions[0]; u.Lapsed != test.lapsed || u.Soon != test.soon || (a.Subjects[0].Verdict == pat.Excepted) == test.lapsed {
				t.Errorf("lapsed %t, soon %t, %s", u.Lapsed, u.Soon, a.Subjects[0].Verdict)
			}
		})
	}
}

// TestNamelessAndExceptionByName: an exception by name is not about what has none.
func TestNamelessAndExceptionByName(t *testing.T) {
	for _, glob := range []string{"*", "?*"} {
		src := reader + exception("e", "name = \""+glob+"\"\n rules = [\"undeclared-token\", \"permission-extra\"]\n expires = \"2027-06-01\"")
		check(t, one(t, src, token(named(""), with("contents=read issues=read"))), pat.Undeclared, "error undeclared-token template.reader/")
		check(t, one(t, src, token(named("x"), with("contents=read issues=read"))), pat.Excepted, "error undeclared-token template.reader/x excepted by e")
	}
}

// TestNeverExpiresWithoutTemplate: what nobody agreed on is judged by the rules
// that need no template, too.
func TestNeverExpiresWithoutTemplate(t *testing.T) {
	endless := token(named("x"), with("issues=read"), until(nil))
	check(t, one(t, reader, endless), pat.Undeclared, "error never-expires /none", "error undeclared-token /x")
	named := exception("e", "name = \"x\"\n rules = [\"undeclared-token\"]\n expires = \"2027-06-01\"")
	check(t, one(t, reader+named, endless), pat.Undeclared, "error never-expires /none", "error undeclared-token /x excepted by e")
	endless.ExpiresAt = days(5)
	check(t, one(t, reader, endless), pat.Undeclared, "error undeclared-token /x", "notice expires-soon /2026-11-27T12:00:00Z")
}

// TestNearestOfVeryMany: the closest template is found among however many are
// equally near.
func TestNearestOfVeryMany(t *testing.T) {
	const src = `
template "service" {
  for_each     = toset([for i in range(300) : format("s%03d", i)])
  name         = each.key
  target_name  = "octo-org"
  permissions  = { contents = "write" }
  repositories = [each.key]
}
`
	g := token(named("x"), with("contents=write issues=read"), in("subset", "octo-org/s250"))
	if got := address(one(t, src, g).Nearest); got != `template.service["s250"]` {
		t.Errorf("got %s", got)
	}
}
