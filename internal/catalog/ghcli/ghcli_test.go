package ghcli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/catalog/ghcli"
	"github.com/patctl/patctl/internal/mutate"
)

func TestFind(t *testing.T) {
	for words, want := range map[string]string{
		"pr create":             "pr create",
		"pr new":                "pr create",
		"co 12":                 "pr checkout",
		"cs ls":                 "codespace list",
		"repo deploy-key add x": "repo deploy-key add",
		"secret remove TOKEN":   "secret delete",
		"api repos/o/r":         "api",
		"pr":                    "",
		"frobnicate":            "",
		"":                      "",
	} {
		c, ok := ghcli.Find(strings.Fields(words))
		if c.Name != want || ok != (want != "") {
			t.Errorf("gh %s is %q, want %q", words, c.Name, want)
		}
	}
}

// What flags change: the sets, and how many more there may be.
func TestWith(t *testing.T) {
	for line, want := range map[string]string{
		"pr create --fill":                                         "contents:read + pull_requests:write",
		"pr create --reviewer octo-org/owners":                     "contents:read + members:read + pull_requests:write",
		"pr create -r mona":                                        "contents:read + pull_requests:write",
		"pr create -p Roadmap":                                     "contents:read + organization_projects:write + pull_requests:write",
		"pr view 7":                                                "closed",
		"pr view 7 --json title,body":                              "pull_requests:read",
		"pr view 7 --json title,commits":                           "contents:read + pull_requests:read",
		"pr view --json title":                                     "contents:read + pull_requests:read",
		"pr view 7 --json=statusCheckRollup":                       "closed",
		"pr view 7 --json {fields}":                                "closed; 9 more",
		"pr edit 7 --add-project Roadmap":                          "organization_projects:write + pull_requests:write",
		"pr edit my-branch --title x":                              "pull_requests:write; 1 more",
		"pr edit --title=x":                                        "contents:read + pull_requests:write",
		"pr merge 7 --squash":                                      "contents:write + pull_requests:read; 1 more",
		"pr merge 7 --auto":                                        "contents:write + pull_requests:write; 1 more",
		"secret set TOKEN":                                         "secrets:write",
		"secret set TOKEN --org octo-org":                          "organization_secrets:write",
		"secret set TOKEN -oocto-org":                              "organization_secrets:write",
		"secret set TOKEN --app dependabot":                        "dependabot_secrets:write",
		"secret set TOKEN --app dependabot -o octo-org":            "organization_dependabot_secrets:write",
		"secret set TOKEN -e production":                           "environments:write",
		"project item-add 1 --url https://x/octo-org/api/pull/1":   "organization_projects:write + pull_requests:read",
		"project item-add 1 --url https://x/octo-org/api/issues/1": "issues:read + organization_projects:write",
		"repo view octo-org/api --json name,defaultBranchRef":      "contents:read + metadata:read",
		"label create x":                                           "issues:write | pull_requests:write",
		"pr create -w":                                             "contents:read",
		"pr create --web=false":                                    "contents:read + pull_requests:write",
		"pr create -lweb":                                          "contents:read + pull_requests:write; 1 more",
		"pr merge 7 -sd":                                           "contents:write + pull_requests:read; 1 more",
		"pr close 7 -d":                                            "contents:write + pull_requests:write",
		"alias list":                                               "none",
		"agent-task list":                                          "unknown",
	} {
		words := strings.Fields(line)
		c, ok := ghcli.Find(words)
		if !ok {
			t.Errorf("gh %s is not known", line)
			continue
		}
		if got := written(c.With(words[len(strings.Fields(c.Name)):])); got != want {
			t.Errorf("gh %s needs %s, want %s", line, got, want)
		}
	}
}

// Without arguments nothing is known of flags, not even that there are none.
func TestWithout(t *testing.T) {
	c, _ := ghcli.Find([]string{"pr", "comment"})
	if got := written(c.With(nil)); got != "pull_requests:write" {
		t.Errorf("arguments that are not known: %s", got)
	}
	if got := written(c.With([]string{})); got != "contents:read + pull_requests:write" {
		t.Errorf("no arguments: %s", got)
	}
}

func written(use ghcli.Use) string {
	var text string
	switch {
	case use.FineGrained == catalog.FineGrainedNo:
		text = "closed"
	case use.FineGrained == catalog.FineGrainedUnknown:
		text = "unknown"
	case use.Sets == nil:
		text = "none"
	}
	var alternatives []string
	for _, set := range use.Sets {
		var parts []string
		for _, name := range set.Names() {
			parts = append(parts, name+":"+string(set[name]))
		}
		alternatives = append(alternatives, strings.Join(parts, " + "))
	}
	text += strings.Join(alternatives, " | ")
	if len(use.May) > 0 {
		text += "; " + string(rune('0'+len(use.May)/10)) + string(rune('0'+len(use.May)%10)) + " more"
	}
	return strings.ReplaceAll(text, "; 0", "; ")
}

// Without a flag that applies, the answer is that of the table, and what is closed or unknown has no sets.
func FuzzWith(f *testing.F) {
	mutate.Add(f, "pr", "create --project {x} -lweb -- --json=a,b")
	mutate.Add(f, "secret", "set TOKEN -a dependabot -oocto-org")
	f.Fuzz(func(t *testing.T, group, rest string) {
		words := append(strings.Fields(group), strings.Fields(rest)...)
		c, ok := ghcli.Find(words)
		if !ok {
			return
		}
		use := c.With(words[min(len(words), len(strings.Fields(c.Name))):])
		if use.FineGrained == catalog.FineGrainedYes != (c.Need.FineGrained == catalog.FineGrainedYes) && len(use.Flags) == 0 {
			t.Errorf("%q: %s without a flag, %s in the table", words, use.FineGrained, c.Need.FineGrained)
		}
		if use.FineGrained != catalog.FineGrainedYes && use.Sets != nil {
			t.Errorf("%q: %s, but with sets %v", words, use.FineGrained, use.Sets)
		}
	})
}

// Every command has an answer, and what it names exists.
func TestCommandsAreWhole(t *testing.T) {
	all := ghcli.All()
	if rows := len(facts.Rows("gh-commands", "command")); len(all) != rows {
		t.Errorf("%d commands, want %d: a flag names a command that has no row", len(all), rows)
	}
	for _, c := range all {
		if c.Need.FineGrained == "" || c.Need.Certainty == "" {
			t.Errorf("gh %s has no answer: %+v", c.Name, c.Need)
		}
		for _, call := range c.Calls {
			method, path, _ := strings.Cut(call.Endpoint, " ")
			if _, ok := catalog.Default().Endpoint(method, path); !ok {
				t.Errorf("gh %s: no endpoint %s", c.Name, call.Endpoint)
			}
		}
		for _, flag := range c.Flags {
			if !slices.Contains([]ghcli.Effect{ghcli.Adds, ghcli.Instead, ghcli.Closed, ghcli.May}, flag.Effect) || flag.Effect == ghcli.Adds && len(flag.Sets) != 1 {
				t.Errorf("gh %s: %+v", c.Name, flag)
			}
			for _, set := range flag.Sets {
				for name, level := range set {
					if p, ok := catalog.Default().Permission(name); !ok || !p.HasLevel(level) {
						t.Errorf("gh %s: %s:%s is no permission", c.Name, name, level)
					}
				}
			}
		}
	}
}
