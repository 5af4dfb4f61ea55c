package suspect

import (
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// suspicion finds in a line what may call GitHub in one way. It gives what is
// known of each call, in the form of Unclear.Call.
type suspicion func(text string, s *signs) []string

// suspicions are all of them.
var suspicions = []suspicion{alone(ghCommands), alone(gitCommands), actionsUsed, hostsCalled, libraryCalls, addressCalls, wrappedCalls, alone(indirectCalls), refusedIn, spokenCalls}

// alone is one that needs no signs.
func alone(find func(text string) []string) suspicion {
	return func(text string, _ *signs) []string { return find(text) }
}

func refusedIn(text string, s *signs) []string { return refusal.Named(text, s.found) }

// Finder finds what the lines of a text may call beside the calls that are read.
type Finder struct {
	Refusals refusal.Notes // of the text
	into     *reading.Reading
	source   *source.Text
	signs    signs
}

// New returns a finder that adds to what was read of a text. It knows no signs.
func New(into *reading.Reading, text *source.Text) *Finder { return &Finder{into: into, source: text} }

// Look looks through the whole text for signs, but for the lines to skip.
func (f *Finder) Look(skip map[int]bool) { f.signs = signsOf(f.source.Text, skip) }

// IsArgument says that the text is an argument of a command line, and no sentence.
func (f *Finder) IsArgument() { f.signs.argument = true }

// Line notes what a line may call beside the calls that were found in it. read are
// those that a reader of lines found.
func (f *Finder) Line(line source.Line, read []reading.Call, found bool) {
	if len(f.into.Unclear) > maxUnclear || !mayCallGitHub.MatchString(line.Text) && !f.signs.any(line.Text) {
		return
	}
	text := source.WithoutComment(line.Text)
	if silentLine.MatchString(text) {
		return
	}
	f.signs.found, f.signs.read = found, read
	for _, find := range suspicions {
		for _, call := range find(text, &f.signs) {
			f.Refusals.Note(line, call)
			f.into.Unclear = append(f.into.Unclear, f.source.Unclear(line.At, call))
		}
	}
}

// maxUnclear is how much of a text may be unclear before no more is looked for: nobody
// reads as many lines, and each takes time.
const maxUnclear = 50_000

// mayCallGitHub is a fast check that does not match most lines that call nothing.
var mayCallGitHub = lazyregexp.New(`(?i)\bgh\b|\bgit\b|github|uses:|ghe\.com|/api/v3|ghcr\.io|curl|wget|\biwr\b|\birm\b|invoke-|\brest\b|\b(?:GET|POST|PUT|PATCH|DELETE)\b|clone_from|hub\s|not accessible by|\b40[134]\b|documentation_url|denied to|refusing to allow`)

// silentLine is a line of a shell that could not be parsed, and only writes.
var silentLine = lazyregexp.New(`^[-@+>\s]*(?:run:\s*)?(?:echo|printf|grep|egrep|fgrep|rg)\s[^|;&]*$`)

// actionUsed is a step or a job of a workflow that uses another repository's.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
var actionUsed = lazyregexp.New(`^\s*(?:-\s+)?["']?uses["']?\s*:\s*["']?([\w.-]+/[\w.-]+)(?:/[\w./-]*)?@`)

// actionsUsed finds actions, which are given a token or take the job's own.
func actionsUsed(text string, _ *signs) []string {
	if match := actionUsed.FindStringSubmatch(text); match != nil {
		return []string{"uses " + match[1]}
	}
	return nil
}
