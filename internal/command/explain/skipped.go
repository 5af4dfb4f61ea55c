package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// report says what of a file was passed over.
func (q *question) report(v *cli.View, r reading.Reading) {
	if skipped := r.Comments + r.Others + q.others; skipped > 0 {
		v.Note("%s of %s without a call passed over, %d of them comments.", cli.Counted(skipped, "line"), q.file, r.Comments)
	}
	if lines := q.unclearLines(); len(lines) > 0 {
		v.Note("%s of %s may call GitHub in a way that patctl does not understand, the first at line %d. What they need is not in the answer.",
			cli.Counted(len(lines), "line"), q.file, lines[0])
	}
	if len(q.hosts) > 0 {
		v.Note("%s", otherHosts(q.hosts).Detail)
	}
}

// otherHost answers a call of another host. GitHub has some that take the same
// tokens.
func (q *question) otherHost(host string) answered {
	if isGitHubHost(host) {
		return answered{unclear: "host " + strings.ToLower(host)}
	}
	return answered{host: host}
}

// otherHosts says which calls are not of GitHub's API.
func otherHosts(hosts map[string]int) *diag.Diagnostic {
	total := 0
	var names []string
	for _, host := range slices.Sorted(maps.Keys(hosts)) {
		total += hosts[host]
		names = append(names, diag.Printable(host))
	}
	if more := len(names) - cli.MaxNamed; more > 0 {
		names = append(names[:cli.MaxNamed], fmt.Sprintf("and %d more", more))
	}
	return diag.General("Call of another host", fmt.Sprintf("%s of hosts that have no REST API of GitHub left out: %s. "+
		"The API is at api.github.com, api.SUBDOMAIN.ghe.com, or below /api/v3 of a server.", cli.Counted(total, "call"), strings.Join(names, ", ")))
}
