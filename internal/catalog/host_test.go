package catalog

import (
	"strings"
	"testing"
)

func TestHostUses(t *testing.T) {
	for host, want := range map[string]string{
		"raw.githubusercontent.com":             "yes contents:read",
		"RAW.githubusercontent.com":             "yes contents:read",
		"codeload.github.com":                   "yes contents:read",
		"uploads.github.com":                    "yes contents:write",
		"ghcr.io":                               "no",
		"npm.pkg.github.com":                    "no",
		"gist.githubusercontent.com":            "yes",
		"objects.githubusercontent.com":         "none",
		"models.github.ai":                      "retired",
		"api.octo.ghe.com":                      "yes",
		"results.actions.githubusercontent.com": "no",
		"example.com":                           "",
		"api..ghe.com":                          "",
		"raw.githubusercontent.com.example":     "",
	} {
		var got string
		if uses := HostUses(host); len(uses) > 0 {
			got = uses[0].FineGrained
			for _, set := range uses[0].Sets {
				for _, name := range set.Names() {
					got += " " + name + ":" + string(set[name])
				}
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}

// Every recorded line is read, and names permissions that tokens can have.
func TestHostsAreWhole(t *testing.T) {
	if lines := strings.Count(strings.TrimSpace(recordedHosts), "\n"); len(hostUses()) != lines {
		t.Errorf("%d uses of %d lines", len(hostUses()), lines)
	}
	for _, use := range hostUses() {
		if len(use.Conditions) > 0 && len(use.Conditions) != len(use.Sets) {
			t.Errorf("%s %s: %d conditions of %d sets", use.Host, use.Path, len(use.Conditions), len(use.Sets))
		}
		for _, set := range use.Sets {
			for name, level := range set {
				if p, ok := Default().Permission(name); !ok || !p.HasLevel(level) || !p.Status.Usable() {
					t.Errorf("%s %s: no permission %s:%s", use.Host, use.Path, name, level)
				}
			}
		}
	}
	if push, fetch := GitUse(true), GitUse(false); len(push.Sets) != 2 || len(fetch.Sets) != 1 {
		t.Errorf("git push has %v, fetch %v", push.Sets, fetch.Sets)
	}
}
