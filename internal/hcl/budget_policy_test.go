package hcl_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/pat"
)

// TestManyPoliciesAreNoWayAroundTheLimit: a subject adds to what is left once, however many policies
// judge it, and each judgment takes some.
func TestManyPoliciesAreNoWayAroundTheLimit(t *testing.T) {
	const steps = 100_000
	load := func() *hcl.Policy {
		cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "policy \"p\" {\n  condition     = self.kind == \"token\"\n  error_message = \"m\"\n}\n"}), ".", hcl.Options{Steps: steps})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		return cfg.Policies[0]
	}
	name := "n"
	limit := func(kind pat.Kind, one bool) int {
		p, self := load(), hcl.NewSelf(pat.Subject{Kind: kind, Name: &name})
		for n := range steps {
			if !one {
				self = hcl.NewSelf(pat.Subject{Kind: kind, Name: &name})
			}
			if _, diags := p.Judge(self); diags.HasErrors() {
				return n
			}
		}
		return steps
	}
	if n := limit(pat.KindToken, true); n < steps/50 || n > steps/5 {
		t.Errorf("one subject was judged %d times", n)
	}
	if n := limit(pat.KindRequest, true); n < steps/200 || n > steps/50 {
		t.Errorf("one subject was found to violate a policy %d times", n)
	}
	if n := limit(pat.KindRequest, false); n < steps {
		t.Errorf("only %d subjects were judged", n)
	}
}

// TestManyPermissions: of permissions that are declared, those beyond the limit are one error.
func TestManyPermissions(t *testing.T) {
	var blocks strings.Builder
	for i := range 1500 {
		fmt.Fprintf(&blocks, "permission \"p%d\" {\n section = \"repository\"\n levels = [\"read\"]\n}\n", i)
	}
	cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "patctl {\n" + blocks.String() + "}\n"}), ".", hcl.Options{})
	if len(diags) != 1 || diags[0].Summary != "Too many permissions" || diags[0].Subject.Start.Line != 4002 {
		t.Errorf("%s", diags)
	}
	if _, ok := cfg.Catalog.Permission("p999"); !ok {
		t.Error("a permission within the limit is lost")
	}
}

// TestStoppedOnce: that evaluation was stopped is said once, not for each argument.
func TestStoppedOnce(t *testing.T) {
	_, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "locals {\n  s = range(1000)\n}\ntemplate \"t\" {\n  for_each = { for i in local.s : i => i }\n" +
		"  name = \"t${each.key}\"\n  repositories = [for x in local.s : \"a/${x}\" if x == each.value]\n}\n"}), ".", hcl.Options{Steps: 200_000})
	if len(diags) != 1 || diag.CodeOf(diags[0]) != "evaluation-limit" {
		t.Errorf("%d: %s", len(diags), diags)
	}
}

// TestStepsOfJSON: jsonencode takes long for each element.
func TestStepsOfJSON(t *testing.T) {
	spent := func(of string) int {
		cfg, _ := hcl.Load(directory(map[string]string{"main.pat.hcl": "locals {\n  l = range(1000)\n  x = " + of + "\n}\n"}), ".", hcl.Options{})
		steps, _ := cfg.Spent()
		return steps
	}
	if more := spent("jsonencode(local.l)") - spent("local.l"); more < 8000 {
		t.Errorf("it takes %d steps", more)
	}
}

// TestStoppedSaysSoAgain: each expression of a console that is stopped has an error.
func TestStoppedSaysSoAgain(t *testing.T) {
	cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": "locals {\n  a = 1\n}\n"}), ".", hcl.Options{Steps: 5000, Evaluate: true})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for range 2 {
		e, _ := syntax.ParseExpression("[for a in range(1000) : [for b in range(1000) : a]]", "x", 1)
		if _, diags := cfg.Evaluate(e); !diag.Stopped(diags) {
			t.Errorf("%s", diags)
		}
	}
}

// TestLongPattern: a pattern of more than 100,000 bytes is an error that says so, in each function with patterns.
func TestLongPattern(t *testing.T) {
	pattern := strings.Repeat("a", 100_001)
	for _, call := range []string{`regex("` + pattern + `", "a")`, `regexall("` + pattern + `", "a")`, `replace("a", "/` + pattern + `/", "b")`} {
		_, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte("locals {\n  x = " + call + "\n}\n")}}, ".", hcl.Options{Evaluate: true})
		if len(diags) == 0 || !strings.Contains(fmt.Sprint(diags), "the pattern has more than 100000 bytes") {
			t.Errorf("%.20s: %.300v", call, diags)
		}
	}
}
