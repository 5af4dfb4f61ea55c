package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/pat"
)

//go:embed facts/hosts.tsv
var recordedHosts string

// HostUse is what one of GitHub's hosts takes for one use, beside the REST API.
type HostUse struct {
	Host string // api.github.com; SUBDOMAIN and HOSTNAME mean any name, and * what comes before
	Path string // with words in capitals for what varies
	Use  string // in words
	// FineGrained is yes, no, unknown, none (it takes no token at all), or retired.
	FineGrained string
	Sets        []pat.Permissions // any is enough, or that whose condition holds; nil: no permission, or it is not known
	Conditions  []string          // of each of the sets; nil: any is enough
	PublicRead  bool              // what is public can be read without a permission
	Judged      bool              // inferred, not proven
	Source      string            // an address, or "judgement"
	Note        string
}

// hostUses parses the recorded hosts at the first call.
var hostUses = sync.OnceValue(func() []HostUse {
	var uses []HostUse
	for line := range strings.SplitSeq(strings.ReplaceAll(recordedHosts, "\r\n", "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) != 10 || cells[0] == "host" {
			continue
		}
		use := HostUse{
			Host: cells[0], Path: cells[1], Use: cells[2], FineGrained: cells[3], PublicRead: cells[6] == "yes",
			Judged: cells[7] == "judged", Source: cells[8], Note: cells[9],
		}
		if cells[4] != "" {
			use.Sets = parseSets(cells[4])
		}
		if cells[5] != "" {
			use.Conditions = strings.Split(cells[5], " | ")
		}
		uses = append(uses, use)
	}
	return uses
})

// HostUses returns what a host of GitHub takes, by its uses; nil for other hosts. The
// name is compared without regard to case.
func HostUses(host string) []HostUse {
	host = strings.ToLower(host)
	var uses []HostUse
	for _, use := range hostUses() {
		if isHost(use.Host, host) {
			uses = append(uses, use)
		}
	}
	return uses
}

func isHost(pattern, host string) bool {
	if suffix, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(host, suffix)
	}
	if before, after, ok := strings.Cut(pattern, "SUBDOMAIN"); ok {
		return strings.HasPrefix(host, before) && strings.HasSuffix(host, after) && len(host) > len(before)+len(after)
	}
	return pattern == host
}

// GitUse returns what Git takes for a repository on github.com: to push, or else to
// clone and fetch.
func GitUse(push bool) HostUse {
	uses := HostUses("github.com")
	i := slices.IndexFunc(uses, func(use HostUse) bool {
		return use.Path == "/OWNER/REPO.git" && strings.HasPrefix(use.Use, "git push") == push
	})
	return uses[i]
}
