package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// report says what of the files was passed over.
func (q *question) report(v *cli.View, found *sources) {
	skipped, comments := q.others, 0
	for _, f := range found.files {
		skipped += f.reading.Comments + f.reading.Others
		comments += f.reading.Comments
	}
	switch {
	case found.read > 0 || len(found.files) > 1 || found.passedOver() > 0:
		v.Note("%s.", found.tally())
	case skipped > 0:
		v.Note("%s of %s without a call passed over, %d of them comments.", cli.Counted(skipped, "line"), shownName(found.files[0].name), comments)
	}
	found.say(v)
	q.sayUnclear(v)
	for _, note := range slices.Compact(q.notes) {
		v.Note("%s", note)
	}
	if len(q.hosts) > 0 {
		v.Note("%s", v.Say(otherHosts(q.hosts).Detail))
	}
}

// sayUnclear says how many lines are not understood, and which is the first.
func (q *question) sayUnclear(v *cli.View) {
	places := q.unclearPlaces(func(call string) bool { return call != calls.MissingCalls }) // which a note explains
	if len(places) == 0 {
		return
	}
	lines, first := cli.Counted(len(places), "line"), ""
	if len(q.files) == 1 {
		lines += " of " + *places[0].File
	} else {
		first = " of " + *places[0].File
	}
	v.Note("%s may call GitHub in a way that patctl does not understand, the first at line %d%s. What they need is not in the answer.",
		lines, places[0].Line, first)
}

// passedOver counts the files that were not read.
func (s *sources) passedOver() int { return s.binary + len(s.prose) + len(s.huge) + len(s.other) }

// tally counts the files.
func (s *sources) tally() string {
	text := fmt.Sprintf("Read %s, %d of them with calls", cli.Counted(max(s.read, len(s.files)), "file"), len(s.files))
	if s.binary > 0 {
		text += fmt.Sprintf("; skipped %s", cli.Counted(s.binary, "binary file"))
	}
	return text
}

// say says which files were passed over, and why.
func (s *sources) say(v *cli.View) {
	if len(s.prose) > 0 {
		v.Note("Skipped %s of documentation or data: %s. To read one, run: patctl explain %s",
			cli.Counted(len(s.prose), "file"), firstNames(s.prose), diag.Printable(s.prose[0]))
	}
	if len(s.other) > 0 {
		v.Note("Skipped %s that patctl does not follow (symbolic links, pipes, and the like): %s.", cli.Counted(len(s.other), "file"), firstNames(s.other))
	}
	for _, note := range s.notes {
		v.Note("%s", note)
	}
}

// firstNames names the first of some files.
func firstNames(names []string) string {
	var shown []string
	for _, name := range names[:min(len(names), cli.MaxNamed)] {
		shown = append(shown, diag.Printable(name))
	}
	if more := len(names) - len(shown); more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(shown, ", "), more)
	}
	return strings.Join(shown, ", ")
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
