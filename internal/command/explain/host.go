package explain

import (
	"slices"
	"strings"

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

// hostEndpoint gives what a host takes as if it were an endpoint. ok is false where it
// takes several things, takes no fine-grained token, or where that is not known.
func hostEndpoint(host string) (e catalog.Endpoint, ok bool) {
	uses := catalog.HostUses(host)
	if len(uses) != 1 || uses[0].FineGrained != "yes" && uses[0].FineGrained != "none" {
		return e, false
	}
	return catalog.Endpoint{
		Method: strings.TrimSpace(hostPrefix), Path: strings.ToLower(host), FineGrained: catalog.FineGrainedYes,
		Sets: uses[0].Sets, Conditions: uses[0].Conditions, PublicRead: uses[0].PublicRead, Judged: uses[0].Judged,
	}, true
}

// knownOf says, behind a colon, what is known of a call that is not understood, or is "".
func knownOf(call string) string {
	switch call {
	case "git fetch":
		return ": on GitHub, needs " + useText(catalog.GitUse(false))
	case "git push":
		return ": on GitHub, needs " + useText(catalog.GitUse(true))
	}
	host, ok := strings.CutPrefix(call, hostPrefix)
	if !ok {
		return ""
	}
	for _, use := range catalog.HostUses(host) {
		switch {
		case use.FineGrained == "no" && use.Note != "":
			return ": takes no fine-grained token; " + use.Note
		case use.FineGrained == "retired":
			return ": " + use.Note
		case use.FineGrained == "yes" && len(use.Sets) > 0 && host != "github.com":
			return ": needs " + useText(use)
		}
	}
	return ""
}

// useText names the sets of a use with their conditions.
func useText(use catalog.HostUse) string {
	var texts []string
	for i, set := range use.Sets {
		text := permissionsText(set)
		if i < len(use.Conditions) {
			text += conditionText(use.Conditions[i])
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", or ")
}
