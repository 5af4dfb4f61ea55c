package javascript

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// Read finds the calls of a program. It takes every text.
func Read(text string) reading.Reading {
	if !scan.Speaks(text) && !runsCommands(text) {
		return reading.Reading{Others: lines(text)}
	}
	return newReader(scripts(text), false).read()
}

// ReadScript finds the calls in the script of actions/github-script, where github,
// context, exec, and others are there without being imported.
//
// https://github.com/actions/github-script
func ReadScript(text string) reading.Reading {
	return newReader(text, true).read()
}

// runsCommands reports whether a text may run gh or git.
func runsCommands(text string) bool {
	if !strings.Contains(text, "gh ") && !strings.Contains(text, "git") && !strings.Contains(text, "gh'") && !strings.Contains(text, `gh"`) {
		return false
	}
	for _, sign := range []string{"child_process", "execa", "actions/exec", "shelljs", "zx", "cross-spawn", "Bun.", "tinyexec"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// reader reads one program.
type reader struct {
	reading.Reading
	text      string
	program   *scan.Program
	constants *scan.Constants
	modules   map[string]thing
	own       map[string]string // modules of the program itself, by the names that are imported from them
	typed     map[string]bool   // names that are declared with a type of octokit's
	functions []function
	named     map[string][]int  // functions by their names
	sites     map[string][]site // calls of names that are functions of the text
	results   map[string]thing  // of functions of the text
	values    map[valueKey]thing
	signs     signs
	silent    [][2]int // bytes in which mocks are set up
	pending   []reference
	used      map[int]bool // methods that were called by another name
	emitted   map[place]bool
	budget    int // functions that may yet be followed
	depth     int // of things
}

// signs are what a text says as a whole.
type signs struct {
	octokit bool // of the library, so that common names may be one
	speaks  bool // of the address of the API, in a string
	graphql bool // of the address of the GraphQL API, in a string
	probot  bool
	zx      bool
	script  bool // it is one of github-script
}

// reference is a method that is named and not called at once.
type reference struct {
	at    scan.Token
	thing thing
}

type place struct {
	line, column int
	text         string
}

// maxFollowed is how often functions are followed to those who call them.
const maxFollowed = 3000

func newReader(text string, script bool) *reader {
	p := scan.Read(text, scan.JavaScript)
	return &reader{
		text: text, program: p, constants: scan.NewConstants(p, scan.JavaScript), modules: map[string]thing{}, own: map[string]string{}, typed: map[string]bool{},
		named: map[string][]int{}, sites: map[string][]site{}, used: map[int]bool{}, results: map[string]thing{}, values: map[valueKey]thing{}, emitted: map[place]bool{}, budget: maxFollowed, signs: signs{script: script},
	}
}

func (r *reader) read() reading.Reading {
	r.look()
	r.imports()
	r.types()
	r.findFunctions(r.program.Tokens)
	r.indexFunctions()
	r.findSites(r.program.Tokens)
	r.constants.Function = r.valueReturned
	r.walk(r.program.Tokens)
	r.references()
	r.leftovers(r.program.Tokens)
	r.handOvers(r.program.Tokens)
	if r.program.Broken {
		r.unclear(scan.Token{Line: r.program.BrokenLine, Column: 1}, reading.Unreadable)
	}
	return r.sorted()
}

// look finds the signs.
func (r *reader) look() {
	r.signs.octokit = r.signs.script || strings.Contains(r.text, "ctokit") || strings.Contains(r.text, "@actions/github") || strings.Contains(r.text, "probot")
	r.signs.probot = strings.Contains(r.text, "probot") || strings.Contains(r.text, "app.on(") || strings.Contains(r.text, "robot.on(")
	r.signs.zx = strings.Contains(r.text, "zx") || strings.Contains(r.text, "execa") || strings.Contains(r.text, "bun")
	r.mentions(r.program.Tokens)
}

// mentions looks for addresses of the API in strings.
func (r *reader) mentions(tokens []scan.Token) {
	for _, t := range tokens {
		if t.Kind == scan.Name && (t.Text == "GITHUB_API_URL" || t.Text == "GITHUB_GRAPHQL_URL") {
			r.signs.speaks = true
		}
		if t.Kind != scan.String {
			continue
		}
		r.mention(t.Text)
		for _, part := range t.Parts {
			r.mention(part.Text)
			r.mentions(part.Tokens)
		}
	}
}

func (r *reader) mention(text string) {
	for _, sign := range []string{"api.github.com", "uploads.github.com", "/api/v3", "/api/graphql", ".ghe.com", "GITHUB_API_URL", "application/vnd.github", "X-GitHub-Api-Version", "x-github-api-version"} {
		if strings.Contains(text, sign) {
			r.signs.speaks = true
			r.signs.graphql = r.signs.graphql || strings.Contains(text, "graphql")
		}
	}
}

// types finds names that are declared with a type of octokit's.
func (r *reader) types() {
	tokens := r.program.Tokens
	for i := range tokens {
		if t := tokens[i]; t.Kind != scan.Name || !octokitTypes[t.Text] && !strings.Contains(t.Text, "Octokit") {
			continue
		}
		for back := i - 1; back > 0 && back > i-9; back-- {
			if mark := tokens[back]; mark.Is(":") && tokens[back-1].Kind == scan.Name {
				r.typed[plainName(tokens[back-1])] = true
			} else if mark.Is("?") && scan.Is(tokens, back+1, ":") || mark.Kind == scan.Name || mark.Is("<") || mark.Is(".") || mark.Is(":") {
				if mark.Is("?") && tokens[back-1].Kind == scan.Name {
					r.typed[plainName(tokens[back-1])] = true
				}
				continue
			}
			break
		}
	}
}

// octokitTypes are names of types of clients.
var octokitTypes = set("Octokit GitHub getOctokit RestEndpointMethods ProbotOctokit Api GitHubAPI OctokitInstance")

// add notes a call, once in a place.
func (r *reader) add(at scan.Token, call reading.Call) {
	call.Line, call.Column = at.Line, at.Column
	if key := (place{at.Line, at.Column, call.Text}); !r.emitted[key] {
		r.emitted[key] = true
		r.Calls = append(r.Calls, call)
	}
}

func (r *reader) unclear(at scan.Token, call string) {
	r.Unclear = append(r.Unclear, reading.Unclear{Line: at.Line, Column: at.Column, Call: printable(call)})
}

// printable leaves of a name what may be printed.
func printable(name string) string {
	b := []byte(name)
	for i, c := range b {
		if plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'; !plain && strings.IndexByte("._/- ", c) < 0 {
			b[i] = '_'
		}
	}
	if len(b) == 0 || len(b) > 80 {
		return reading.Unreadable
	}
	return string(b)
}

// sorted gives what was found in the order of the text: of what is not clear each
// kind once a line, and what nothing is known of only where nothing else is.
func (r *reader) sorted() reading.Reading {
	slices.SortStableFunc(r.Calls, func(a, b reading.Call) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	slices.SortStableFunc(r.Unclear, func(a, b reading.Unclear) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), rank(a)-rank(b), cmp.Compare(a.Call, b.Call), cmp.Compare(a.Module, b.Module), cmp.Compare(a.Column, b.Column))
	})
	r.Unclear = slices.CompactFunc(r.Unclear, func(a, b reading.Unclear) bool {
		return a.Line == b.Line && (a.Call == b.Call && (a.Module == b.Module || a.Module == "") || b.Call == reading.Unreadable)
	})
	r.Comments = r.program.Comments
	r.Others = max(0, lines(r.text)-r.Comments-r.linesOfCalls())
	return r.Reading
}

func rank(u reading.Unclear) int {
	if u.Call == reading.Unreadable {
		return 1
	}
	return 0
}

func (r *reader) linesOfCalls() int {
	found := map[int]bool{}
	for _, c := range r.Calls {
		found[c.Line] = true
	}
	for _, u := range r.Unclear {
		found[u.Line] = true
	}
	return len(found)
}

// lines is how many lines hold anything.
func lines(text string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}
