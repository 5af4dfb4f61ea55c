package explain

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/argument"
	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// maxCallsFile is the size in bytes from which a file of calls is refused.
const maxCallsFile = 256 << 20

// question is what explain was asked for, endpoints once each.
type question struct {
	about     explaining
	endpoints map[string]*askedEndpoint // by method and path
	wrong     diag.Diagnostics          // endpoints that do not exist, in their order
	unknown   []string                  // the same, as they may be printed
	hosts     map[string]int            // calls of other hosts
	seen      map[string]answered       // by the text of the call
	others    int                       // lines that hold no call after all
	calls     []explainedCall           // every place of a call, as far as they are listed
	listed    map[string]int            // how many places of each call are
	files     map[string]int            // in which there is something, with their order, as messages call them
	unclear   []unclearCall
	runs      []placedRun
	owners    owners
	servers   map[string]bool
	beside    map[string]*askedEndpoint   // what needs permissions and is no endpoint, by its name
	besideAt  map[string]bool             // file, line, and name of hosts
	notes     []string                    // about files as a whole
	apps      []place                     // refusals of tokens that are none of a user
	groups    map[string][]*askedEndpoint // of calls without a method and of candidates, by what messages call them
}

// askedEndpoint is an endpoint with how often it was called or named.
type askedEndpoint struct {
	catalog.Endpoint
	calls int
	named bool        // with its method; else it is one of those of a path
	known *known.Call // of what is none of the REST API; else nil
}

// answered is what a call was found to be.
type answered struct {
	endpoints []*askedEndpoint
	host      string // of another API
	nothing   bool   // it is no call
	call      string // as calls of the document name it
	reading   string
	unclear   string // what is not known of it; "": it is known
}

func newQuestion(about explaining) *question {
	return &question{
		about: about, endpoints: map[string]*askedEndpoint{}, hosts: map[string]int{}, seen: map[string]answered{},
		listed: map[string]int{}, files: map[string]int{}, besideAt: map[string]bool{}, beside: map[string]*askedEndpoint{}, groups: map[string][]*askedEndpoint{},
		owners: owners{}, servers: map[string]bool{},
	}
}

// readQuestion reads the arguments and the files.
func readQuestion(ctx context.Context, e *cli.Env, v *cli.View, about explaining, opts explainOptions) (*question, error) {
	q := newQuestion(about)
	for _, arg := range opts.args {
		found := argument.Read(arg)
		if wrong := argument.Mistaken(arg, found); wrong != nil {
			q.wrong = append(q.wrong, wrong)
		} else {
			q.addReading(found, nil)
		}
	}
	if len(q.hosts) > 0 {
		q.wrong = append(q.wrong, otherHosts(q.hosts))
		q.hosts = map[string]int{}
	}
	if len(opts.files) == 0 {
		q.addRuns(nil)
		return q, nil
	}
	found, err := readSources(ctx, e, opts.files)
	if err != nil {
		return nil, err
	}
	for _, f := range found.files {
		name := shownName(f.name)
		q.addReading(f.reading, &name)
	}
	q.addRuns(found.looked)
	for i := range found.huge {
		name := diag.Printable(found.huge[i])
		q.files[name] = len(q.files)
		q.addUnclear(place{&name, 1, 0}, reading.Unreadable)
		v.Note("%s is larger than 64 MiB. patctl did not read it.", name)
	}
	q.report(v, found)
	if len(q.endpoints)+len(q.beside)+len(q.wrong)+len(q.unclear) == 0 {
		q.wrong = append(q.wrong, noCalls(opts.files))
	}
	return q, nil
}

// noCalls says that there is no call in what the user named.
func noCalls(files []string) *diag.Diagnostic {
	names := make([]string, len(files))
	for i, name := range files {
		names[i] = shownName(name)
	}
	return diag.General("No calls", fmt.Sprintf("patctl found no call to GitHub in %s. It reads shell scripts, workflows, programs that use octokit, go-github, PyGithub, or a URL of the API, "+
		"GraphQL documents, lists of endpoints, one a line, logs, messages of refused calls, HAR files, and other JSON that names requests.", strings.Join(names, ", ")))
}

// readCalls reads a file that the user named, or standard input.
func readCalls(ctx context.Context, e *cli.Env, name string) ([]byte, error) {
	text, err := cli.ReadNamed(ctx, e, name, maxCallsFile)
	if err == nil || errors.Is(err, context.Canceled) {
		return text, err
	}
	return nil, errors.New(strings.TrimSuffix(cli.PathReason("it", err), "."))
}

// addReading adds what was found in an argument, or in a file.
func (q *question) addReading(r reading.Reading, file *string) {
	if file != nil {
		if _, known := q.files[*file]; !known {
			q.files[*file] = len(q.files)
		}
	}
	for i := 0; i < len(r.Calls); {
		n := candidatesAt(r.Calls[i:])
		q.addPlace(r.Calls[i:i+n], file)
		i += n
	}
	for _, u := range r.Unclear {
		q.addUnclear(place{file, u.Line, u.Column}, u.Call)
	}
	for _, a := range r.Accepted {
		q.addAccepted(place{file, a.Line, a.Column}, a.Value)
	}
	for _, run := range r.InReach() {
		q.runs = append(q.runs, placedRun{place{file, run.Line, run.Column}, run})
	}
	for _, note := range r.Notes {
		q.notes = append(q.notes, *file+": "+note)
	}
	for _, line := range r.Integration {
		q.apps = append(q.apps, place{file, line, 0})
	}
}

// addPlace counts the call of a place, or its candidates. Logs hold the same one many
// times.
func (q *question) addPlace(candidates []reading.Call, file *string) {
	call := candidates[0]
	at := place{file, call.Line, call.Column}
	if server := known.Server(call); server != "" && len(q.servers) < maxPlaces {
		q.servers[server] = true
	}
	switch {
	case call.Kind != reading.REST:
		for _, c := range candidates {
			q.addKind(at, c)
		}
	case call.Candidate:
		q.addCandidates(at, candidates)
	default:
		q.add(at, call, q.answered(call, file))
	}
}

// answered answers a call, each but once.
func (q *question) answered(call reading.Call, file *string) answered {
	key := call.Text + "\n" + call.Accept
	found, known := q.seen[key]
	if !known {
		found = q.answer(call, file)
		q.seen[key] = found
	}
	return found
}

// add counts a call that was answered.
func (q *question) add(at place, call reading.Call, found answered) {
	for _, asked := range found.endpoints {
		asked.calls++
		q.addOwner(call, asked.Endpoint)
		if found.unclear == "" {
			q.list(newCall(at, asked.String(), found.reading, call.As, certaintyOf(asked.Endpoint)))
			q.compareHeader(at, call, asked)
		}
	}
	switch {
	case found.unclear != "":
		q.addUnclearAs(at, found.unclear, call.As)
	case found.call != "":
		q.list(newCall(at, found.call, found.reading, call.As, ""))
	}
	if found.host != "" {
		q.hosts[found.host]++
	}
	if found.nothing {
		q.others++
	}
}

// answer finds what a call is, and notes what is wrong with it.
func (q *question) answer(call reading.Call, file *string) answered {
	parsed, err := catalog.ParseCall(call.Text)
	var other *catalog.OtherHostError
	switch {
	case errors.As(err, &other):
		return q.otherHost(other.Host)
	case err != nil && call.InText:
		return answered{unclear: reading.Unreadable}
	case err != nil:
		q.mistake(call, file, "Malformed endpoint", fmt.Sprintf("An endpoint cannot be read: %s.", err))
		return answered{}
	}
	found, sure := q.about.Readings(parsed)
	switch {
	case call.Refused && len(found) == 0 && parsed.Path == "":
		return answered{unclear: reading.Refusal}
	case call.Refused && parsed.Method == "" && parsed.Path != "" && len(found) > 1:
		return answered{unclear: strings.Join(names(found), " or ")}
	case len(found) == 0 && call.Doubtful:
		return answered{nothing: true}
	case !sure || len(found) == 0 && call.InText:
		return answered{unclear: openText(call, found)}
	case len(found) == 0:
		q.mistake(call, file, "Unknown endpoint", q.noEndpoint(parsed))
		return answered{call: noSuchEndpoint, reading: readCertain}
	}
	reading := readCertain
	if found[0].Path == graphQLPath {
		reading = readUncertain // what it needs depends on what it asks for
	}
	open := withoutMethod(parsed, found)
	if open {
		reading = readCandidate
	}
	var asked []*askedEndpoint
	for _, endpoint := range found {
		asked = append(asked, q.ask(endpoint.For(parsed.Path, mediaType(call)), !open))
	}
	if open {
		q.groups[asked[0].Path] = asked
	}
	return answered{endpoints: asked, reading: reading}
}

// mediaType is what a call asks for: JSON where it shows no header and has no
// other. It is empty where that is not known.
func mediaType(call reading.Call) string {
	switch {
	case strings.Contains(call.Accept, "{"), call.Accept == "" && !call.Shown:
		return ""
	case strings.Contains(call.Accept, "diff"), strings.Contains(call.Accept, "patch"):
		return call.Accept
	}
	return "json"
}

// maxWrong is how many mistakes are printed, and for how many it is looked for
// what was meant.
const maxWrong = 20

func (q *question) mistake(call reading.Call, file *string, summary, detail string) {
	q.unknown = append(q.unknown, call.String())
	if len(q.unknown) > maxWrong {
		return
	}
	if file != nil {
		detail += fmt.Sprintf("\n\nThis is at line %d of %s.", call.Line, *file)
	}
	q.wrong = append(q.wrong, diag.General(summary, detail))
}

func (q *question) noEndpoint(call catalog.Call) string {
	if why := call.Undecided(); why != "" {
		return why
	}
	detail := fmt.Sprintf("GitHub's REST API has no endpoint %q.", call)
	if len(q.unknown) >= maxWrong {
		return detail
	}
	if meant := q.about.SuggestCall(call); meant != "" {
		return detail + fmt.Sprintf(" Did you mean %q?", meant)
	}
	return detail + " Write it as GitHub's documentation does: https://docs.github.com/rest"
}

// mistakes are what is wrong, with a word on what is not shown.
func (q *question) mistakes() diag.Diagnostics {
	if more := len(q.unknown) - maxWrong; more > 0 {
		return append(slices.Clone(q.wrong), diag.General("More unknown endpoints",
			fmt.Sprintf("%s more cannot be explained. With --json all of them are listed.", cli.Counted(more, "call"))))
	}
	return q.wrong
}

// sorted gives the endpoints in their order.
func (q *question) sorted() []*askedEndpoint {
	return slices.SortedFunc(maps.Values(q.endpoints), func(a, b *askedEndpoint) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
}
