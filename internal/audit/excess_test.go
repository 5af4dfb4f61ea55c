package audit_test

import (
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/audit/excess"
	"github.com/patctl/patctl/internal/pat"
)

// TestReadExcess: what the message of undeclared-token lists is read back as the
// findings that a token has where it claims the template, and nothing is lost.
func TestReadExcess(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 7))
	lists, cut := 0, 0
	for range 40 {
		src := randomTemplates(r, 6)
		p := plain{load(t, src), now, "octo-org", now, nil, false, nil}
		var grants []pat.Grant
		for i := range 100 {
			g := randomGrant(r)
			if i%4 == 0 && g.Permissions.Repository != nil {
				g.Permissions.Repository = maps.Clone(g.Permissions.Repository)
				for _, name := range []string{"pages", "secrets", "environments", "deployments", "statuses", "merge_queues"} {
					g.Permissions.Repository[name] = pat.Write
				}
			}
			grants = append(grants, g)
		}
		subjects := judge(t, src, grants...).Subjects
		for i := range subjects {
			s := &subjects[i]
			if s.Nearest == nil {
				continue
			}
			g := s.Grant
			_, list, more := excess.Read(messageOf(s, "undeclared-token"))
			rest, _ := strconv.Atoi(more)
			want := map[excess.Excess]bool{}
			for _, f := range p.deviations(g, s.Nearest) {
				if f.rule != "permission-missing" && f.actual != "unknown" || f.permission != "" && f.rule != "permission-missing" {
					want[excessOf(f)] = true
				}
			}
			if len(list)+rest != len(want) {
				t.Fatalf("%d and %d of %v in %q", len(list), rest, want, messageOf(s, "undeclared-token"))
			}
			for _, e := range list {
				if !want[e] {
					t.Fatalf("%v is not in %v", e, want)
				}
			}
			lists, cut = lists+min(len(list), 1), cut+min(rest, 1)
		}
	}
	if lists < 100 || cut < 5 {
		t.Errorf("only %d lists, of which %d were cut", lists, cut)
	}
}

func messageOf(s *audit.Subject, rule string) string {
	for _, f := range s.Findings {
		if f.Rule == rule {
			return f.Message
		}
	}
	return ""
}

// excessOf is a deviation as the message has it.
func excessOf(f plainFinding) excess.Excess {
	if strings.HasPrefix(f.rule, "permission-") {
		f.rule = "permission-extra"
	}
	return excess.Excess{Rule: f.rule, Permission: f.permission, Actual: f.actual}
}

// TestReadExcessOfStrangers: a name that could pass for another entry leaves the
// message whole.
func TestReadExcessOfStrangers(t *testing.T) {
	for _, message := range []string{
		"", "No template matches.", "No template matches. The closest is template.a; this token also has ",
		"No template matches. The closest is template.a; this token also has contents:write",
		"No template matches. The closest is template.a; this token also has a b:write.",
		"No template matches. The closest is template.a; this token also has contents:write, the owner a b.",
		"No template matches. The closest is template.a; this token also has contents:write, .",
	} {
		sentence, list, more := excess.Read(message)
		if sentence != message || list != nil || more != "" {
			t.Errorf("%q is read as %q, %v, %q", message, sentence, list, more)
		}
	}
	sentence, list, more := excess.Read("No template matches. The closest is template.a; this token also has contents:write, no expiration and 12 more.")
	want := []excess.Excess{
		{Rule: "permission-extra", Permission: "contents", Actual: "write"}, {Rule: "never-expires", Actual: "none"},
	}
	if diff := cmp.Diff(want, list); diff != "" || sentence != "No template matches. The closest is template.a." || more != "12" {
		t.Errorf("%q, %q, %s", sentence, more, diff)
	}
}
