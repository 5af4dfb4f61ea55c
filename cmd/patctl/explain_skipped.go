package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/diag"
)

// report says what of a file was passed over.
func (q *question) report(v *view, r calls.Reading) {
	if skipped := r.Comments + r.Others + q.others; skipped > 0 {
		v.note("%s of %s without a call passed over, %d of them comments.", counted(skipped, "line"), q.file, r.Comments)
	}
	if n := len(r.Unclear); n > 0 {
		v.note("%s of %s may call the API in a way that cannot be read, the first at line %d. Name the endpoint as an argument.",
			counted(n, "line"), q.file, r.Unclear[0])
	}
	if len(q.hosts) > 0 {
		v.note("%s", otherHosts(q.hosts).Detail)
	}
}

// otherHosts says which calls are not of GitHub's API.
func otherHosts(hosts map[string]int) *diag.Diagnostic {
	total := 0
	var names []string
	for _, host := range slices.Sorted(maps.Keys(hosts)) {
		total += hosts[host]
		names = append(names, diag.Printable(host))
	}
	if more := len(names) - maxNamed; more > 0 {
		names = append(names[:maxNamed], fmt.Sprintf("and %d more", more))
	}
	return diag.General("Call of another host", fmt.Sprintf("%s of hosts that have no REST API of GitHub left out: %s. "+
		"The API is at api.github.com, api.SUBDOMAIN.ghe.com, or below /api/v3 of a server.", counted(total, "call"), strings.Join(names, ", ")))
}
