package prefill

import (
	"bytes"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// program is a text as a program in which a link is put together. What it says
// about a variable is looked up once.
type program struct {
	text      []byte
	variables map[string][]event
	budget    int // bytes that may still be searched for variables
}

// event is a place where a variable gets a value, or a parameter.
type event struct {
	at      int
	defines bool // it has only these parameters from here on
	pairs
	refers []string // variables whose parameters it takes over
}

// maxVariables is how often a text is searched for a variable; maxSearched how
// many bytes all that may take.
const (
	maxVariables = 200
	maxSearched  = 256 << 20
	maxFollowed  = 4 // variables in variables
)

func newProgram(text []byte) *program {
	return &program{text: text, variables: map[string][]event{}, budget: maxSearched}
}

// stated returns the parameters that an expression has at a place, as far as
// the text says them.
// Where it says nothing, they are not whole.
func (p *program) stated(expression []byte, at int) pairs {
	out, unknown := statedBy(expression)
	for _, name := range rootNames(unknown) {
		of, ok := p.variable(name, at, 0)
		out.list = append(out.list, of.list...)
		out.whole = out.whole && ok && of.whole
	}
	out.list = once(out.list)
	out.whole = out.whole && len(out.list) > 0
	return out
}

// rootNames leaves out a name that comes twice.
func rootNames(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}

// variable returns what a variable holds at a place.
func (p *program) variable(name string, at, depth int) (out pairs, ok bool) {
	if depth > maxFollowed {
		return pairs{}, false
	}
	events := p.events(name)
	end, _ := slices.BinarySearchFunc(events, at, func(e event, at int) int { return e.at - at })
	start := end - 1
	for start >= 0 && !events[start].defines {
		start--
	}
	if start < 0 {
		return pairs{}, false
	}
	return p.collect(events[start:end], depth), true
}

// later returns what an address gets after a place, until it is defined anew.
func (p *program) later(name string, at int) (out pairs, found bool) {
	events := p.events(name)
	start, _ := slices.BinarySearchFunc(events, at, func(e event, at int) int { return e.at - at })
	end := start
	for end < len(events) && !events[end].defines {
		end++
	}
	return p.collect(events[start:end], 0), end > start
}

func (p *program) collect(events []event, depth int) pairs {
	out := pairs{whole: true}
	for _, e := range events {
		out.list = append(out.list, e.list...)
		out.whole = out.whole && e.whole
		for _, name := range e.refers {
			of, ok := p.variable(name, e.at, depth+1)
			out.list = append(out.list, of.list...)
			out.whole = out.whole && ok && of.whole
		}
	}
	out.list = once(out.list)
	return out
}

// once keeps one pair for each name. A program that sets one twice decides
// between the values.
func once(list []pair) []pair {
	at := map[string]int{}
	var out []pair
	for _, p := range list {
		i, known := at[p.name]
		switch {
		case !known:
			at[p.name] = len(out)
			out = append(out, p)
		case out[i].value != p.value:
			out[i].open = true
		}
	}
	return out
}

// events returns what a text says about a variable, in order.
func (p *program) events(name string) []event {
	events, known := p.variables[name]
	if known {
		return events
	}
	if len(p.variables) >= maxVariables {
		return nil
	}
	p.mentions(name, 0, func(start, end int) bool {
		if e, ok := p.event(start, end); ok {
			e.at = start
			events = append(events, e)
		}
		return true
	})
	p.variables[name] = events
	return events
}

// mentions calls visit for each place after from where the name stands as a
// word of its own, until visit returns false. It returns false where it has not
// looked at everything.
func (p *program) mentions(name string, from int, visit func(start, end int) bool) bool {
	if name == "" || p.budget < 0 {
		return false
	}
	for i := from; i < len(p.text) && p.budget >= 0; {
		next := bytes.Index(p.text[i:], []byte(name))
		if next < 0 {
			p.budget -= len(p.text) - i
			return true
		}
		p.budget -= next + len(name)
		i += next
		end := i + len(name)
		if (i == 0 || !isWord(p.text[i-1])) && (end == len(p.text) || !isWord(p.text[end])) && !visit(i, end) {
			return true
		}
		i = end
	}
	return p.budget >= 0
}

// What may follow the name of a variable.
var (
	definition = lazyregexp.New(`^(?:\s*:\s*[A-Za-z][\w<>\[\], .|{}]{0,60}?)?(?:\s*,\s*\w+)?\s*:?=\s*`)
	addsCall   = lazyregexp.New(`^(?:\.searchParams|\.query)?(?:\.|->|\?\.)(?:set|append|Set|Add|add|put|store|searchParam|queryParam|addParameter|setParameter|push|update|merge)\(`)
	otherCall  = lazyregexp.New(`^(?:\.searchParams)?\.(?:delete|Del|pop|remove|forEach|setdefault|extend|concat)\(`)
	addsIndex  = lazyregexp.New(`^\[\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')\s*\]\s*=\s*`)
	setsQuery  = lazyregexp.New(`^\.(?:RawQuery|search|query|Query)\s*=\s*`)
	addsMember = lazyregexp.New(`^\.([a-z]\w*)\s*=\s*`)
	anyIndex   = lazyregexp.New(`^\[[^\]\n]{1,100}\]\s*=[^=>~]`)
)

// event reads what happens to a variable whose name ends at end.
func (p *program) event(start, end int) (event, bool) {
	rest := p.text[end:min(len(p.text), end+maxExpression)]
	if m := addsCall.FindIndex(rest); m != nil {
		return p.call(end+m[1]-1, bytes.Contains(rest[:m[1]], []byte("update")) || bytes.Contains(rest[:m[1]], []byte("merge")))
	}
	if otherCall.Match(rest) {
		return event{}, true
	}
	if m := addsIndex.FindSubmatchIndex(rest); m != nil && !isComparison(rest[m[1]:]) {
		return p.assigned(string(rest[max(m[2], m[4]):max(m[3], m[5])]), end+m[1])
	}
	if m := setsQuery.FindIndex(rest); m != nil && !isComparison(rest[m[1]:]) {
		e := p.defined(end + m[1])
		e.defines = false
		return e, true
	}
	if m := addsMember.FindSubmatchIndex(rest); m != nil && !isComparison(rest[m[1]:]) {
		return p.assigned(string(rest[m[2]:m[3]]), end+m[1])
	}
	if anyIndex.Match(rest) {
		return event{}, true
	}
	if m := definition.FindIndex(rest); m != nil && !isComparison(rest[m[1]:]) && !isMember(p.text, start) {
		return p.defined(end + m[1]), true
	}
	return event{}, false
}

// isMember reports whether a name is that of a member of something.
func isMember(text []byte, start int) bool {
	return start > 0 && text[start-1] == '.'
}

// isComparison reports whether what was taken for an assignment is none.
func isComparison(rest []byte) bool {
	return len(rest) > 0 && strings.IndexByte("=>~", rest[0]) >= 0
}

// call reads the arguments of a call that adds parameters.
func (p *program) call(open int, object bool) (event, bool) {
	end := closing(p.text, open)
	if end < 0 {
		return event{}, true
	}
	inside := p.text[open+1 : end-1]
	if list, ok := keyAndValue(inside); ok && !object {
		return event{pairs: pairs{list, true}}, true
	}
	stated, unknown := statedBy(inside)
	return event{pairs: stated, refers: rootNames(unknown)}, true
}

// assigned reads the value of one parameter.
func (p *program) assigned(name string, at int) (event, bool) {
	end := at + lineEnd(p.text[at:min(len(p.text), at+maxExpression)])
	text := bytes.TrimRight(bytes.TrimSpace(p.text[at:end]), ";,")
	value, open := literalValue(text)
	return event{pairs: pairs{[]pair{{name, value, open}}, true}}, true
}

// defined reads the first value of a variable.
func (p *program) defined(at int) event {
	e := event{defines: true}
	at = skipSpace(p.text, at)
	var end int
	if at < len(p.text) && (p.text[at] == '{' || p.text[at] == '[') {
		end = closing(p.text, at)
	} else if at < len(p.text) && strings.IndexByte("\"'`", p.text[at]) >= 0 {
		end = literalEnd(p.text[:min(len(p.text), at+maxExpression)], at, 0)
	} else {
		end = operandEnd(p.text, at, true)
	}
	if end < 0 || operator.Match(p.text[end:min(len(p.text), end+maxGap)]) {
		return e // not whole
	}
	var unknown []string
	e.pairs, unknown = statedBy(p.text[at:end])
	e.refers = rootNames(unknown)
	return e
}
