package explain

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
)

// hostPrefix begins the name of a host among what is called.
const hostPrefix = "host "

// gitHubDomains end the names of hosts that are GitHub's.
var gitHubDomains = []string{".github.com", ".githubusercontent.com", ".ghcr.io", ".githubcopilot.com"}

func isGitHubHost(host string) bool {
	host = strings.ToLower(host)
	return host != "github.com" && len(catalog.HostUses(host)) > 0 || slices.ContainsFunc(gitHubDomains, func(domain string) bool {
		return strings.HasSuffix(host, domain)
	})
}

// knownOf says, behind a colon, what is known of a call that is not understood, or is "".
func knownOf(text string) string {
	kind, _, _ := strings.Cut(text, " ")
	k, ok := known.Find(reading.Call{Kind: reading.Kind(kind), Text: text})
	if !ok {
		return severalUses(text)
	}
	o := explainedOther{Name: text, FineGrained: k.Need.FineGrained, PermissionSets: k.Need.Sets, Conditions: k.Need.Conditions}
	access := o.access()
	if kind == string(reading.Git) {
		access = "On GitHub, n" + access[1:]
	}
	return ": " + strings.ToLower(access[:1]) + strings.TrimSuffix(access[1:], ".")
}

// severalUses says what a host takes that has several uses, or is "".
func severalUses(text string) string {
	host, ok := strings.CutPrefix(text, hostPrefix)
	if !ok {
		return ""
	}
	for _, use := range catalog.HostUses(host) {
		if use.FineGrained == "yes" && len(use.Sets) > 0 && host != "github.com" {
			return ": needs " + setsText(use.Sets, use.Conditions)
		}
	}
	return ""
}
