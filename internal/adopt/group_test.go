package adopt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// held is a token in few words: its name, and what it holds, as in
// "contents:write issues:read", with all for all repositories and none for one
// that never expires.
type held struct{ name, what string }

func snapshotHeld(tokens ...held) *github.Snapshot {
	o := github.Organization{Login: "octo-org"}
	expires := now.AddDate(0, 0, 30)
	for i, token := range tokens {
		g := pat.Grant{
			Kind: pat.KindToken, ID: int64(i + 1), TokenID: int64(i + 1), TokenName: token.name, Owner: "mona",
			RepositorySelection: "subset", Since: &now, ExpiresAt: &expires, LastUsedAt: &now,
			Permissions: pat.GrantPermissions{Repository: pat.Permissions{"metadata": "read"}},
		}
		for word := range strings.FieldsSeq(token.what) {
			switch name, level, _ := strings.Cut(word, ":"); name {
			case "all":
				g.RepositorySelection = "all"
			case "none":
				g.ExpiresAt = nil
			default:
				g.Permissions.Repository[name] = pat.Level(level)
			}
		}
		o.Tokens = append(o.Tokens, g)
	}
	return snapshotOf(o)
}

func numbered(format string, n int, what string) []held {
	var out []held
	for i := range n {
		out = append(out, held{fmt.Sprintf(format, i+1), what})
	}
	return out
}

// TestGrouping: which tokens share a template, what it is called, which names
// it claims, and what it grants.
func TestGrouping(t *testing.T) {
	tests := map[string]struct {
		tokens []held
		want   []string
	}{
		"numbers, dates, environments and owners": {
			[]held{{"ci-api", "contents:write"}, {"ci-api-17", "contents:write"}, {"ci-api-2026-11-22", "contents:write"}, {"ci-api-prod", "contents:write"}, {"CI-API (mona)", "contents:write"}},
			[]string{"ci-api [ci-api*] contents=write"},
		},
		"a name that all have needs no glob": {
			[]held{{"Mirror", "contents:read"}, {"mirror", "contents:read"}},
			[]string{"Mirror [] contents=read"},
		},
		"few that hold less": {
			append(numbered("ci-%d", 8, "contents:write issues:write"), held{"ci-9", "contents:read issues:write"}, held{"ci-10", "contents:write"}),
			[]string{"ci [ci-*] contents=write issues=write"},
		},
		"few that hold more widen nothing": {
			append(numbered("ci-%d", 8, "contents:read"), held{"ci-9", "contents:write administration:write"}),
			[]string{"ci [ci-*] contents=read", "ci-9 [] administration=write contents=write"},
		},
		"what only half hold is for that half": {
			append(numbered("ci-%d", 3, "contents:read"), numbered("ci-9%d", 2, "contents:read administration:write")...),
			[]string{"ci [ci-?] contents=read", "ci-91 [ci-9?] administration=write contents=read"},
		},
		"what most hold may be lacking in any way": {
			[]held{{"ci-1", "contents:read issues:read"}, {"ci-2", "contents:read pages:read"}, {"ci-3", "issues:read pages:read"}, {"ci-4", "contents:read issues:read pages:read"}},
			[]string{"ci [ci-*] contents=read issues=read pages=read"},
		},
		"many that hold less are of another kind": {
			append(numbered("ci-%d", 8, "contents:write"), numbered("ci-x%d", 8, "contents:read")...),
			[]string{"ci [ci-?] contents=write", "ci-x [ci-x*] contents=read"},
		},
		"all repositories": {
			append(numbered("ci-%d", 8, "contents:read"), held{"ci-9", "contents:read all"}),
			[]string{"ci [ci-*] contents=read", "ci-9 [] contents=read all"},
		},
		"few without an end": {
			append(numbered("ci-%d", 8, "contents:read"), held{"ci-9", "contents:read none"}),
			[]string{"ci [ci-*] contents=read none"},
		},
		"many without an end": {
			append(numbered("ci-a%d", 4, "contents:read"), numbered("ci-b%d", 4, "contents:read none")...),
			[]string{"ci-a [ci-a*] contents=read", "ci-b [ci-b*] contents=read none"},
		},
		"names that say nothing": {
			[]held{{"one", "contents:read"}, {"two", "contents:read"}, {"three", "issues:write"}, {"four", "issues:write"}},
			[]string{"contents-read [] contents=read", "issues-write [] issues=write"},
		},
		"one word before many": {
			append(numbered("renovate-a%d", 1, "contents:write"), held{"renovate-web", "contents:write"}, held{"renovate-infra", "contents:write"}, held{"renovate-docs", "contents:write"}),
			[]string{"renovate [renovate-*] contents=write"},
		},
		"a token of another kind with the name of many": {
			append(append(numbered("ci-%d", 8, "contents:read"), numbered("docs-%d", 8, "pages:write")...), held{"ci-99", "pages:write"}),
			[]string{"ci [ci-?] contents=read", "ci-99 [] pages=write", "docs [docs-*] pages=write"},
		},
		"a star within a name": {
			[]held{{"a", "contents:read"}, {"b", "contents:read"}, {"odd *", ""}},
			[]string{"contents-read [] contents=read", "odd * [] metadata=read"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out := imported(t, "", snapshotHeld(test.tokens...), nil)
			_, load := loader("")
			cfg, _ := load(out.Source)
			var got []string
			for _, template := range cfg.Templates {
				line := fmt.Sprintf("%s [%s]", template.Name, template.Match.Name)
				for _, name := range template.Permissions.Names() {
					line += fmt.Sprintf(" %s=%s", name, template.Permissions[name])
				}
				if template.Repositories.Selection == pat.AllRepositories {
					line += " all"
				}
				if template.ExpiresIn.Never {
					line += " none"
				}
				got = append(got, line)
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
