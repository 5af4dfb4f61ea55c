package suspect

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// signs are what a text as a whole tells about its lines: the libraries that it uses, and
// the names that hold the address of the API.
type signs struct {
	libraries []*library
	hints     map[*library]source.Line // where each library is named first
	used      map[*library]bool        // a call of it was found
	names     *lazyregexp.Regexp       // of what holds the address, or a client; nil: none
	bases     []source.Line            // lines with the address without a path
	baseTexts map[string]bool          // these lines, with and without comments
	found     bool                     // the present line holds calls that were read
	read      []reading.Call           // these calls
	argument  bool                     // the text is an argument of a command line, and no sentence
	anyCall   bool                     // something of the text was found to call the API at an address
}

// named is the name that a value is given.
var named = lazyregexp.New(`([A-Za-z_]\w*)(?:\s*:\s*[\w<>\[\]., ]+)?\s*(?::=|\?=|=|:)\s*[^=]`)

// signsOf looks through a text, once, but for the lines to skip.
func signsOf(text string, skip map[int]bool) signs {
	s := signs{hints: map[*library]source.Line{}, used: map[*library]bool{}, baseTexts: map[string]bool{}}
	if !mentionsGitHub(text) {
		return s
	}
	lines := strings.Split(text, "\n")
	var names []string
	at, next, commented := 0, 0, 0
	for i, line := range lines {
		at, next = next, next+len(line)+1
		if at >= commented && source.BlockStart.MatchString(line) {
			size, _ := source.CommentBlock(text[at:])
			commented = at + size
		}
		if min(next, len(text)) <= commented || source.IsComment(strings.TrimSpace(line)) || skip[i+1] || refusal.Is(line) {
			continue
		}
		here := source.Line{Text: line, At: at}
		if address.Base.MatchString(line) && !silentLine.MatchString(line) {
			s.bases = append(s.bases, here)
			s.baseTexts[line], s.baseTexts[source.WithoutComment(line)] = true, true
			names = append(names, nameOf(lines, i)...)
		}
		s.look(here)
	}
	for _, line := range lines {
		names = append(names, s.clients(line)...)
	}
	if len(s.bases) > 0 || len(names) > 0 {
		names = append(names, follow(lines, names)...)
	}
	s.names = anyName(names)
	return s
}

// mentionsGitHub is a fast check that is false for many texts that do not.
func mentionsGitHub(text string) bool {
	for _, word := range []string{"github", "GitHub", "GITHUB", "octokit", "Octokit", "octocrab", "ghe.com", "/api/v3"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// look notes the libraries that a line names.
func (s *signs) look(line source.Line) {
	for i := range libraries {
		l := &libraries[i]
		if _, known := s.hints[l]; !known && l.hint.MatchString(line.Text) {
			s.hints[l] = line
			s.libraries = append(s.libraries, l)
		}
	}
}

// clients gives the names that a line gives to clients.
func (s *signs) clients(line string) []string {
	for _, l := range s.libraries {
		if !l.constructor.MatchString(line) || source.IsComment(strings.TrimSpace(line)) {
			continue
		}
		if match := named.FindStringSubmatch(line); match != nil {
			return match[1:2]
		}
	}
	return nil
}

// nameOf gives the name that holds the address in a line, or the client that is
// made with it some lines above.
func nameOf(lines []string, i int) []string {
	var names []string
	if match := named.FindStringSubmatch(lines[i]); match != nil {
		names = append(names, match[1])
	}
	for above := i - 1; above >= max(0, i-5); above-- {
		opened := strings.TrimRight(lines[above], " \t")
		if match := named.FindStringSubmatch(opened + " "); match != nil && strings.HasSuffix(opened, "{") || match != nil && strings.HasSuffix(opened, "(") {
			return append(names, match[1])
		}
	}
	return names
}

// answered is a value that is the answer of a call, and no address.
var answered = lazyregexp.New(`(?i)\bawait\b|\bfetch\(|\bcurl\b|Invoke-|\brequests?\.|\.(?:get|post|put|patch|delete|request|do)\(`)

// follow gives the names of values that are made of named ones.
func follow(lines []string, names []string) []string {
	var more []string
	for range 3 {
		pattern := anyName(slices.Concat(names, more))
		if pattern == nil || len(names)+len(more) > maxNames {
			return more
		}
		for _, line := range lines {
			match := named.FindStringSubmatchIndex(line)
			if match == nil || source.IsComment(strings.TrimSpace(line)) || !pattern.MatchString(line[match[3]:]) || answered.MatchString(line) {
				continue
			}
			if name := line[match[2]:match[3]]; !slices.Contains(names, name) && !slices.Contains(more, name) {
				more = append(more, name)
			}
		}
	}
	return more
}

// maxNames is more than a program gives to addresses and clients.
const maxNames = 200

// commonNames would be found in every line, in whatever sense.
var commonNames = []string{"if", "const", "let", "var", "return", "export", "default", "type", "name", "run", "env", "with", "on", "jobs", "steps", "headers", "data", "e", "i", "_", "err", "async", "await", "for", "in", "echo", "ctx", "string", "error", "answer", "response", "result", "res", "output", "body", "json"}

func anyName(names []string) *lazyregexp.Regexp {
	var parts []string
	for _, name := range names {
		if !slices.Contains(commonNames, name) && len(name) > 1 && !slices.Contains(parts, name) && len(parts) < maxNames {
			parts = append(parts, name)
		}
	}
	if parts == nil {
		return nil
	}
	return lazyregexp.New(`\b(?:` + strings.Join(parts, "|") + `)\b`)
}

// any reports whether a line may be one that the signs are about.
func (s *signs) any(text string) bool {
	return len(s.libraries) > 0 || len(s.bases) > 0 || s.names != nil && s.names.MatchString(text)
}

// Unused notes the libraries and addresses that the text seems not to use. It probably
// uses them in a way that was not understood.
func (f *Finder) Unused() {
	for _, l := range f.signs.libraries {
		if !f.signs.used[l] {
			f.into.Unclear = append(f.into.Unclear, f.source.Unclear(f.signs.hints[l].At, reading.Unreadable))
		}
	}
	if len(f.signs.bases) > 0 && !f.signs.anyCall && len(f.into.Calls)+len(f.into.Unclear) == 0 {
		f.into.Unclear = append(f.into.Unclear, f.source.Unclear(f.signs.bases[0].At, reading.Unreadable))
	}
}
