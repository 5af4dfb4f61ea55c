package refusal

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// block is an error that takes several lines.
type block struct {
	first, last int // lines, from 1
	calls       []reading.Call
	unclear     string // "": nothing
}

// An error of octokit, as Node prints it: what was refused is its request.
var (
	nodeError   = lazyregexp.New(`\b(?:HttpError|RequestError)\b`)
	nodeStatus  = lazyregexp.New(`^["']?status["']?: ["']?40[134]\b`)
	nodeRequest = lazyregexp.New(`^["']?request["']?: \{$`)
	nodeMethod  = lazyregexp.New(`^["']?method["']?: ["'](\w+)["']`)
	nodeURL     = lazyregexp.New(`^["']?url["']?: ["'](https?://[^"']+)["']`)
	stackFrame  = lazyregexp.New(`^at .*:\d+:\d+\)?(?: \{)?$`)
	logTime     = lazyregexp.New(`^\d{4}-\d\d-\d\dT[\d:.]+Z ?`)
)

// A refused field of GraphQL, with its path.
var (
	graphqlType  = lazyregexp.New(`\btype["']?: ["'](?:FORBIDDEN|INSUFFICIENT_SCOPES)["']`)
	graphqlField = lazyregexp.New(`\bpath["']?: \[([^\]]*)`)
	graphqlWord  = lazyregexp.New(`["']([A-Za-z]\w*)["']`)
)

// An error of Terraform quotes the line of the configuration that it is about.
var (
	terraformPlace = lazyregexp.New(`^\W*on \S+ line \d+(?:, in .*)?:$`)
	terraformLine  = lazyregexp.New(`^\W*\d+: `)
)

// maxBlock is how many lines an error takes at most.
const maxBlock = 120

// errorBlocks finds the errors of several lines.
func errorBlocks(text string) []block {
	if !nodeError.MatchString(text) && !graphqlType.MatchString(text) && !strings.Contains(text, "at ") && !strings.Contains(text, " line ") {
		return nil
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var blocks []block
	for i := 0; i < len(lines); i++ {
		if b, ok := blockAt(lines[i:]); ok {
			b.first, b.last = b.first+i+1, b.last+i+1
			for j := range b.calls {
				b.calls[j].Line = b.first
			}
			blocks = append(blocks, b)
			i = b.last - 1
		}
	}
	return blocks
}

// blockAt reads the error that begins with the first of the lines, with places
// from 0.
func blockAt(lines []string) (block, bool) {
	lines = lines[:min(len(lines), maxBlock)]
	if !mayBeginBlock(lines[0]) {
		return block{}, false
	}
	bare := strings.TrimSpace(logTime.ReplaceAllString(lines[0], ""))
	switch {
	case nodeError.MatchString(bare):
		return nodeBlock(lines)
	case graphqlType.MatchString(bare):
		return graphqlBlock(lines)
	case stackFrame.MatchString(bare):
		return block{}, true
	case terraformPlace.MatchString(bare) && len(lines) > 1 && terraformLine.MatchString(lines[1]):
		return block{last: 1}, true
	}
	return block{}, false
}

// mayBeginBlock is a fast check that is false for most lines that begin no error.
func mayBeginBlock(line string) bool {
	for _, sign := range []string{"HttpError", "RequestError", "type", "at ", "on "} {
		if strings.Contains(line, sign) {
			return true
		}
	}
	return false
}

// nodeBlock reads an error of octokit. Its request says what was refused.
func nodeBlock(lines []string) (block, bool) {
	var e nodeReader
	for i, line := range lines {
		bare := strings.TrimSpace(logTime.ReplaceAllString(line, ""))
		if i > 0 && nodeError.MatchString(bare) {
			break
		}
		if e.read(i, bare); e.closed {
			break
		}
	}
	if !e.status || !address.IsMethod(e.method) || e.url == "" {
		return block{}, false
	}
	return block{last: e.last, calls: []reading.Call{{Text: strings.ToUpper(e.method) + " " + address.Expand(e.url), Refused: true}}}, true
}

// nodeReader reads the lines of an error of octokit.
type nodeReader struct {
	status, inRequest bool
	method, url       string
	last, depth       int // the last line that belongs to it, and how many braces are open
	closed            bool
}

func (e *nodeReader) read(i int, bare string) {
	known := true
	switch {
	case nodeStatus.MatchString(bare):
		e.status = true
	case nodeRequest.MatchString(bare):
		e.inRequest = true
	case e.inRequest && e.method == "" && nodeMethod.MatchString(bare):
		e.method = nodeMethod.FindStringSubmatch(bare)[1]
	case e.inRequest && e.url == "" && nodeURL.MatchString(bare):
		e.url = nodeURL.FindStringSubmatch(bare)[1]
	default:
		known = false
	}
	before := e.depth
	e.depth += strings.Count(bare, "{") - strings.Count(bare, "}")
	e.closed = before > 0 && e.depth <= 0
	if known || e.closed {
		e.last = i
	}
}

// graphqlBlock reads a refused field. Its path is near its type.
func graphqlBlock(lines []string) (block, bool) {
	lines = lines[:min(len(lines), maxField)]
	last := 0
	for i, line := range lines {
		if i > 0 && graphqlType.MatchString(line) {
			break
		}
		last = i
		if bare := strings.TrimSpace(line); i > 0 && strings.HasPrefix(bare, "}") {
			break
		}
	}
	return block{last: last, unclear: graphqlName(strings.Join(lines[:last+1], "\n"))}, true
}

// maxField is how many lines a refused field takes at most.
const maxField = 12

func graphqlName(text string) string {
	match := graphqlField.FindStringSubmatch(text)
	if match == nil {
		return "graphql"
	}
	var words []string
	for _, word := range graphqlWord.FindAllStringSubmatch(match[1], -1) {
		words = append(words, word[1])
	}
	return strings.TrimSpace("graphql " + strings.Join(words, "."))
}

// TakeBlocks adds what the errors of several lines name, and returns the lines
// that belong to them.
func (n *Notes) TakeBlocks(r *reading.Reading, text string) map[int]bool {
	skip := map[int]bool{}
	for _, b := range errorBlocks(text) {
		for i := range b.calls {
			b.calls[i].Column = 1
		}
		r.Calls = append(r.Calls, b.calls...)
		if b.unclear != "" {
			r.Unclear = append(r.Unclear, reading.Unclear{Line: b.first, Column: 1, Call: b.unclear})
			n.markBeside(b.first)
		}
		for line := b.first; line <= b.last; line++ {
			skip[line] = true
		}
	}
	return skip
}
