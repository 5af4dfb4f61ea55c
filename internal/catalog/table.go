package catalog

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// docRoot begins the address of every page of GitHub's REST documentation.
const docRoot = "https://docs.github.com/rest/"

//go:embed endpoints.txt
var recordedEndpoints string

// table holds the endpoints and the way to find them.
type table struct {
	endpoints []Endpoint     // sorted by path, then by method
	byKey     map[string]int // endpointKey -> index
}

// endpointTable parses the recorded endpoints at the first call.
var endpointTable = sync.OnceValue(func() *table {
	t, err := parseTable(recordedEndpoints)
	if err != nil {
		panic("catalog: endpoints.txt: " + err.Error())
	}
	return t
})

var parameterPattern = lazyregexp.New(`\{[^{}/]+\}`)

// endpointKey is the same for all ways to name the parameters of a path.
func endpointKey(method, path string) string {
	return method + " " + parameterPattern.ReplaceAllString(path, "{}")
}

// parseTable reads the form that command generate writes: sets and pages, which
// are numbered from 0, then each path with its operations indented below it.
//
//	set contents:read | contents:read + workflows:write
//	page pulls/pulls
//	/repos/{owner}/{repo}/pulls
//	 GET 0 0 list-pull-requests data - - yes proven - -
func parseTable(text string) (*table, error) {
	p := tableParser{table: table{byKey: map[string]int{}}}
	for number, line := range strings.Split(text, "\n") {
		// A checkout on Windows may have written the line ends of that system.
		if err := p.line(strings.TrimSuffix(line, "\r")); err != nil {
			return nil, fmt.Errorf("line %d: %w", number+1, err)
		}
	}
	return &p.table, nil
}

// tableParser keeps what the lines so far have said.
type tableParser struct {
	table
	sets  [][]pat.Permissions
	pages []string
	path  string
	// conditions are lists, each for the sets of some endpoints.
	conditions [][]string
	notes      []string
}

// line reads one line without its end.
func (p *tableParser) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || line[0] == '#':
		return nil
	case line[0] == '/':
		p.path = line
		return nil
	case line[0] == ' ':
		return p.operation(strings.Split(line[1:], " "))
	case word == "set":
		p.sets = append(p.sets, parseSets(rest))
		return nil
	case word == "condition":
		p.conditions = append(p.conditions, strings.Split(rest, " | "))
		return nil
	case word == "note":
		p.notes = append(p.notes, rest)
		return nil
	case word == "page":
		p.pages = append(p.pages, rest)
		return nil
	}
	return fmt.Errorf("%q is neither a set, a page, a condition, a note, a path, nor an operation", line)
}

// operation reads method, access, page, anchor, source, app, condition, public
// reading, grade and product. What is absent is a hyphen.
func (p *tableParser) operation(fields []string) error {
	if len(fields) != 11 {
		return fmt.Errorf("%d fields, not 11", len(fields))
	}
	page, err := strconv.Atoi(fields[2])
	if err != nil || page < 0 || page >= len(p.pages) {
		return fmt.Errorf("no page %q", fields[2])
	}
	e := Endpoint{Method: fields[0], Path: p.path, Doc: docRoot + p.pages[page], GitHubApp: fields[5] == "app"}
	if anchor := fields[3]; anchor != "-" {
		e.Doc += "#" + anchor
	}
	if source := fields[4]; source != "-" {
		e.Source = source
	}
	if err := p.access(&e, fields[1]); err != nil {
		return err
	}
	if err := p.circumstances(&e, fields[6:]); err != nil {
		return err
	}
	e.addConditions()
	p.byKey[endpointKey(e.Method, e.Path)] = len(p.endpoints)
	p.endpoints = append(p.endpoints, e)
	return nil
}

// circumstances reads condition, public reading, grade, product, and note.
func (p *tableParser) circumstances(e *Endpoint, fields []string) error {
	if fields[0] != "-" {
		i, err := strconv.Atoi(fields[0])
		if err != nil || i < 0 || i >= len(p.conditions) {
			return fmt.Errorf("no condition %q", fields[0])
		}
		e.Conditions = p.conditions[i]
	}
	if fields[4] != "-" {
		i, err := strconv.Atoi(fields[4])
		if err != nil || i < 0 || i >= len(p.notes) {
			return fmt.Errorf("no note %q", fields[4])
		}
		e.Note = p.notes[i]
	}
	// Of what is closed to fine-grained tokens, only what access says can be read.
	e.PublicRead = e.PublicRead || fields[1] == "yes" && e.FineGrained != FineGrainedNo
	e.Judged = fields[2] == "judged"
	switch e.Where = fields[3]; e.Where {
	case "-":
		e.Where = ""
	case "ghes":
		e.Doc = "https://docs.github.com/enterprise-server@3.19/rest"
	default:
		e.Doc = "https://docs.github.com/enterprise-cloud@latest/rest"
	}
	return nil
}

// access reads the number of the sets, or one of the words of FineGrained.
func (p *tableParser) access(e *Endpoint, word string) error {
	switch answer := FineGrained(word); answer {
	case FineGrainedYes, FineGrainedNo, FineGrainedUnknown:
		e.FineGrained = answer
		return nil
	case "public":
		e.FineGrained, e.PublicRead = FineGrainedNo, true
		return nil
	}
	set, err := strconv.Atoi(word)
	if err != nil || set < 0 || set >= len(p.sets) {
		return fmt.Errorf("no set %q", word)
	}
	e.FineGrained, e.Sets = FineGrainedYes, p.sets[set]
	return nil
}

// parseSets reads "a:read | b:write + c:read".
func parseSets(text string) []pat.Permissions {
	var sets []pat.Permissions
	for alternative := range strings.SplitSeq(text, " | ") {
		set := pat.Permissions{}
		for needed := range strings.SplitSeq(alternative, " + ") {
			name, level, _ := strings.Cut(needed, ":")
			set[name] = pat.Level(level)
		}
		sets = append(sets, set)
	}
	return sets
}
