package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
)

// maxCallsFile is the size in bytes from which a file of calls is refused.
const maxCallsFile = 256 << 20

// question is what explain was asked for, endpoints once each.
type question struct {
	about     explaining
	file      string                    // as messages call it; "": none
	endpoints map[string]*askedEndpoint // by method and path
	wrong     diag.Diagnostics          // endpoints that do not exist, in their order
	unknown   []string                  // the same, as they may be printed
	hosts     map[string]int            // calls of other hosts
	seen      map[string]answered       // by the text of the call
	others    int                       // lines that hold no call after all
	unclear   []int                     // lines of the file that may hold calls in a way that cannot be read
}

// askedEndpoint is an endpoint with how often it was called or named.
type askedEndpoint struct {
	catalog.Endpoint
	calls int
}

// answered is what a call was found to be.
type answered struct {
	endpoints []*askedEndpoint
	host      string // of another API
	nothing   bool   // it is no call
}

// readQuestion reads the arguments and the file.
func readQuestion(e *env, v *view, about explaining, opts explainOptions) (*question, error) {
	q := &question{about: about, endpoints: map[string]*askedEndpoint{}, hosts: map[string]int{}, seen: map[string]answered{}}
	for _, arg := range opts.args {
		for _, call := range calls.ReadLine(arg) {
			q.add(call)
		}
	}
	if len(q.hosts) > 0 {
		q.wrong = append(q.wrong, otherHosts(q.hosts))
		q.hosts = map[string]int{}
	}
	if opts.file == "" {
		return q, nil
	}
	reading, err := q.readFile(e, opts.file)
	if err != nil {
		return nil, fmt.Errorf("read calls from %s: %w", q.file, err)
	}
	q.report(v, reading)
	if len(q.endpoints) == 0 && len(q.wrong) == 0 {
		q.wrong = append(q.wrong, diag.General("No calls",
			"There is no call of GitHub's REST API in "+q.file+". It takes a list of endpoints, one a line, a script with curl or gh api, an access log, or a HAR file."))
	}
	return q, nil
}

// readFile adds the calls of a file.
func (q *question) readFile(e *env, name string) (calls.Reading, error) {
	q.file = diag.Printable(name)
	if name == "-" {
		q.file = "stdin"
	}
	text, err := readCalls(e, name)
	if err != nil {
		return calls.Reading{}, err
	}
	reading, err := calls.Read(text)
	for _, call := range reading.Calls {
		q.add(call)
	}
	q.unclear = reading.Unclear
	return reading, err
}

func readCalls(e *env, name string) ([]byte, error) {
	from := e.stdin
	if name != "-" {
		f, err := os.Open(e.path(name))
		if err != nil {
			return nil, errors.New(strings.TrimSuffix(pathReason("it", err), "."))
		}
		defer f.Close()
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, maxCallsFile+1))
	if err != nil {
		return nil, cause(err)
	}
	if len(text) > maxCallsFile {
		return nil, fmt.Errorf("it is larger than %d MiB", maxCallsFile>>20)
	}
	return text, nil
}

// add counts a call. Logs hold the same one many times.
func (q *question) add(call calls.Call) {
	found, known := q.seen[call.Text]
	if !known {
		found = q.answer(call)
		q.seen[call.Text] = found
	}
	for _, asked := range found.endpoints {
		asked.calls++
	}
	if found.host != "" {
		q.hosts[found.host]++
	}
	if found.nothing {
		q.others++
	}
}

// answer finds what a call is, and notes what is wrong with it.
func (q *question) answer(call calls.Call) answered {
	parsed, err := catalog.ParseCall(call.Text)
	var other *catalog.OtherHostError
	switch {
	case errors.As(err, &other):
		return answered{host: other.Host}
	case err != nil:
		q.mistake(call, "Malformed endpoint", fmt.Sprintf("An endpoint cannot be read: %s.", err))
		return answered{}
	}
	found := q.about.Find(parsed)
	switch {
	case found == nil && call.Doubtful:
		return answered{nothing: true}
	case found == nil:
		q.mistake(call, "Unknown endpoint", q.noEndpoint(parsed))
		return answered{}
	}
	var asked []*askedEndpoint
	for _, endpoint := range found {
		key := endpoint.String()
		if q.endpoints[key] == nil {
			q.endpoints[key] = &askedEndpoint{Endpoint: endpoint}
		}
		asked = append(asked, q.endpoints[key])
	}
	return answered{endpoints: asked}
}

// maxWrong is how many mistakes are printed, and for how many it is looked for
// what was meant.
const maxWrong = 20

func (q *question) mistake(call calls.Call, summary, detail string) {
	q.unknown = append(q.unknown, call.String())
	if len(q.unknown) > maxWrong {
		return
	}
	if call.Line > 0 {
		detail += fmt.Sprintf("\n\nThis is at line %d of %s.", call.Line, q.file)
	}
	q.wrong = append(q.wrong, diag.General(summary, detail))
}

func (q *question) noEndpoint(call catalog.Call) string {
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
			fmt.Sprintf("%s more cannot be explained. With --json all of them are listed.", counted(more, "call"))))
	}
	return q.wrong
}

// sorted gives the endpoints in their order.
func (q *question) sorted() []*askedEndpoint {
	return slices.SortedFunc(maps.Values(q.endpoints), func(a, b *askedEndpoint) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
}
