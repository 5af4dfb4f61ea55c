package explain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// acceptedName replaces the name of a call that is known only by its response header.
const acceptedName = "x-accepted-github-permissions"

// addAccepted adds what GitHub said that a call takes, in a header of its answer.
func (q *question) addAccepted(at place, header string) {
	sets, ok := q.about.Accepted(header)
	if !ok {
		q.addUnclear(at, acceptedName)
		return
	}
	e := catalog.Endpoint{
		Method: acceptedName + ":", Path: header, FineGrained: catalog.FineGrainedYes, Sets: sets,
		Doc: "https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens",
	}
	q.addBeside(at, e)
}

// compareHeader looks at what GitHub said that a call takes. If that differs from the catalog,
// the answer covers both.
func (q *question) compareHeader(at place, call reading.Call, asked *askedEndpoint) {
	if call.Accepted != "" && q.about.Disagrees(asked.Endpoint, call.Accepted) {
		q.notes = append(q.notes, fmt.Sprintf("GitHub says that %s accepts %s, which differs from its documentation. The answer covers both.", asked, call.Accepted))
		q.addAccepted(at, call.Accepted)
	}
}

// addBeside adds what needs permissions and is no endpoint of the REST API.
func (q *question) addBeside(at place, e catalog.Endpoint) {
	key := e.String()
	if q.beside[key] == nil {
		q.beside[key] = &askedEndpoint{Endpoint: e}
	}
	q.beside[key].calls++
	q.list(newCall(at, key, readCertain, "", certaintyOf(e)))
}

// unreadCall is a call about which at most the client is known.
const unreadCall = "a call that patctl can't read"

// unclearText names for people a call that is not understood, and what its
// candidates need.
func (q *question) unclearText(call string) string {
	switch call {
	case reading.Unreadable:
		return unreadCall
	case reading.Refusal:
		return "a refused call that its message does not name"
	case acceptedName:
		return acceptedName + " without a permission of fine-grained tokens"
	}
	if !strings.Contains(call, " ") {
		return diag.Printable(call) + ": " + unreadCall
	}
	var texts []string
	for name := range strings.SplitSeq(call, " or ") {
		method, path, _ := strings.Cut(name, " ")
		e, known := q.about.Endpoint(method, path)
		if !known {
			return diag.Printable(call)
		}
		access := explainEndpoint(e, 0).access()
		texts = append(texts, name+", which "+strings.ToLower(access[:1])+strings.TrimSuffix(access[1:], "."))
	}
	return strings.Join(texts, ", or ")
}

// refusals says what to know about refusals that do not name their calls, and about
// those of other tokens.
func (q *question) refusals(v *cli.View) {
	kinds := map[string]bool{}
	for _, u := range q.unclear {
		kind, _, _ := strings.Cut(u.call, " ")
		kinds[kind] = true
	}
	if kinds[reading.Refusal] {
		v.Note("A message does not name the call that GitHub refused. Find its method and URL, its documentation_url, or its header %s. "+
			"To print them, run gh with GH_DEBUG=api, or curl with -i.", acceptedName)
	}
	if kinds["graphql"] {
		v.Note("GitHub does not document which permissions GraphQL needs. A field usually needs what its object needs in the REST API. " +
			"The path names the field that GitHub refused.")
	}
	if len(q.apps) > 0 {
		v.Note("\"Resource not accessible by integration\"%s is not about a personal access token: the call used GITHUB_TOKEN or another token of a GitHub App. "+
			"Add the permission to `permissions:` in the workflow, or to the app.", q.placesText(q.apps))
	}
}

// placesText names the lines of places in files, or is "".
func (q *question) placesText(places []place) string {
	lines := map[string][]int{}
	for _, at := range places {
		if at.File != nil && at.Line > 0 {
			lines[*at.File] = append(lines[*at.File], at.Line)
		}
	}
	names := slices.SortedFunc(maps.Keys(lines), func(a, b string) int { return cmp.Compare(q.fileRank(&a), q.fileRank(&b)) })
	var texts []string
	for _, name := range names[:min(len(names), cli.MaxNamed)] {
		texts = append(texts, linesText(lines[name])+" of "+name)
	}
	if more := len(names) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("and %s more", cli.Counted(more, "file")))
	}
	if len(texts) == 0 {
		return ""
	}
	return " (" + strings.Join(texts, "; ") + ")"
}
