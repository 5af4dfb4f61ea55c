package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Host reads the text that scripts are in: what is no script is left to it.
type Host interface {
	// Left takes a line, or what is left of one, that holds no command that was read.
	// working: a call begins or goes on there; own: the line is one of the text.
	Left(text string, at int, working, own bool)
	IsRequest(line string) bool   // the line is one of a log
	InErrorAt(offset int) bool    // the line belongs to an error that was read as a whole
	SuspectLine(line source.Line) // a command that no line runs
}

// reader reads the scripts of a text.
type reader struct {
	*reading.Reading
	source     *source.Text
	host       Host
	scriptOnly bool // the text is nothing but a script
	values     values
	collecting bool // only the values of variables are looked for
	budget     int  // what the parser may still cost
	held       []heldCommand
	functions  map[string]*function
	called     map[string]bool      // commands by their names
	aliases    map[string]string    // "" where one has several values
	running    bool                 // the part of the text that is read is a script for certain
	texts      map[syntax.Node]bool // they give a variable a text that was noted
	within     int                  // functions around the statement that is read
	scope      *scope               // of a function or a loop that is read with its values
	muted      int                  // what is found is not added
	work       *int                 // what functions and loops may still cost that are read with their values
	onTrial    bool
	exhausted  bool // the text is beyond what parsing may cost
}

// Find adds what the scripts in a text hold.
func Find(into *reading.Reading, text *source.Text, host Host) {
	newReader(into, text, host).readTwice()
}

func newReader(into *reading.Reading, text *source.Text, host Host) *reader {
	work := minWork + workPerByte*len(text.Text)
	return &reader{
		work:    &work,
		Reading: into, source: text, host: host,
		values: values{names: map[string]*given{}}, functions: map[string]*function{}, called: map[string]bool{}, aliases: map[string]string{}, texts: map[syntax.Node]bool{},
	}
}

// readTwice goes through the text twice: for what it gives to variables, and for calls.
func (r *reader) readTwice() {
	for _, r.collecting = range []bool{true, false} {
		r.budget = minBudget + budgetPerByte*len(r.source.Text)
		r.values.whole = !r.collecting && !r.exhausted // else a variable may have another value
		r.exhausted = false
		r.readAll()
		r.exhaust(len(r.source.Text))
	}
	for _, held := range r.held {
		if !held.of.used {
			r.host.SuspectLine(held.line)
		}
	}
}

// exhaust notes, once each time that the text is read, that parsing may cost no more. From there
// on, the text is only read line by line, and may hold calls that no line shows.
func (r *reader) exhaust(at int) {
	if r.budget >= 0 || r.exhausted || r.muted > 0 {
		return
	}
	r.exhausted = true
	if !r.collecting {
		r.unclear(at, reading.Unreadable)
	}
}

func (r *reader) readAll() {
	text := r.source.Text
	if r.running = r.scriptOnly || interpreted.MatchString(text); r.running {
		r.scripts(newPiece(text, 0, false), true)
		return
	}
	for _, part := range regions(text) {
		r.running = part.recipe
		p := newPiece(text[part.from:part.to], part.from, part.recipe)
		if part.folded {
			p.code = fold.ReplaceAllString(p.code, "$1 ")
		}
		r.scripts(p, part.recipe)
	}
}

// add adds a call.
func (r *reader) add(call reading.Call) {
	if r.muted == 0 {
		r.Calls = append(r.Calls, call)
	}
}

// unclear notes a place.
func (r *reader) unclear(at int, call string) {
	if r.muted > 0 {
		return
	}
	r.Unclear = append(r.Unclear, r.source.Unclear(at, call))
}

// fold is the end of a line that YAML replaces by a space.
var fold = lazyregexp.New(`([^\n\\])\n`)

// What parsing may cost, in bytes that are read, before the rest of a text is read
// line by line: more than what scripts cost, and some seconds.
const (
	minBudget     = 24 << 20
	budgetPerByte = 2
)
