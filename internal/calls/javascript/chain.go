package javascript

import "github.com/patctl/patctl/internal/calls/scan"

// chain is an expression that begins with a name: "a.b(c)[d]`e`".
type chain struct {
	tokens []scan.Token // from the name on, as far as the text goes
	steps  []step       // the first is the name
	end    int          // index behind it
	made   bool         // it follows "new"
}

// form is how a step goes on.
type form uint8

const (
	member form = iota // .name, ["name"]; the first step as well
	index              // [x], if the name is not known
	call               // (...)
	tagged             // `...`
)

// step is a step of a chain; at is the index of its name, bracket or string.
type step struct {
	form form
	name string
	at   int
}

// chainAt reads the chain that begins at an index.
func (r *reader) chainAt(tokens []scan.Token, i int) chain {
	c := chain{tokens: tokens, made: scan.Is(tokens, i-1, "new")}
	if tokens[i].Is("(") {
		c.steps, c.end = r.behindGroup(tokens, i)
		return c
	}
	c.steps = append(c.steps, step{member, plainName(tokens[i]), i})
	for i++; ; {
		s, next := r.stepAt(tokens, i)
		if next < 0 || len(c.steps) > maxChain {
			c.end = i
			return c
		}
		c.steps = append(c.steps, s)
		i = next
	}
}

// maxChain is longer than chains of people.
const maxChain = 200

// stepAt reads a step and returns the index behind it, or -1 if there is no step.
func (r *reader) stepAt(tokens []scan.Token, i int) (step, int) {
	t := scan.At(tokens, i)
	switch {
	case t.Is("!"):
		if next := scan.At(tokens, i+1); next.Is(".") || next.Is("[") || next.Is("(") || next.Is("?.") {
			return r.stepAt(tokens, i+1)
		}
	case t.Is(".") || t.Is("?."):
		next := scan.At(tokens, i+1)
		switch {
		case next.Kind == scan.Name:
			return step{member, plainName(next), i + 1}, i + 2
		case t.Text == "?." && (next.Is("(") || next.Is("[")):
			return r.stepAt(tokens, i+1)
		}
	case t.Is("(") && !t.First:
		if p := scan.Partner(tokens, i); p > i {
			return step{call, "", i}, p + 1
		}
	case t.Is("[") && !t.First:
		if p := scan.Partner(tokens, i); p > i {
			return r.indexAt(tokens, i, p), p + 1
		}
	case t.Is("<"):
		if end := typeArguments(tokens, i); end > 0 {
			return r.stepAt(tokens, end)
		}
	case t.Kind == scan.String && t.Quote == "`" && !t.First:
		return step{tagged, "", i}, i + 1
	}
	return step{}, -1
}

// indexAt reads ["name"], or [x] where x is one name.
func (r *reader) indexAt(tokens []scan.Token, open, end int) step {
	inner := tokens[open+1 : end]
	if len(inner) == 1 && inner[0].Kind == scan.Name {
		inner = r.constants.Resolve(inner)
	}
	if len(inner) == 1 && inner[0].Kind == scan.String && inner[0].Parts == nil {
		return step{member, inner[0].Text, open}
	}
	return step{index, "", open}
}

// maxTypes is how many tokens type arguments have at most.
const maxTypes = 80

// typeArguments is the index behind "<...>" where a call follows it; 0: it is no
// such thing.
func typeArguments(tokens []scan.Token, i int) int {
	depth := 0
	for j := i; j < len(tokens) && j < i+maxTypes; j++ {
		switch t := tokens[j]; {
		case t.Is("<"):
			depth++
		case t.Is(">"):
			if depth--; depth == 0 {
				next := scan.At(tokens, j+1)
				if next.Is("(") || next.Kind == scan.String && next.Quote == "`" {
					return j + 1
				}
				return 0
			}
		case t.Kind == scan.Name || t.Kind == scan.String || t.Kind == scan.Number:
		case !typeMarks[t.Text]:
			return 0
		}
	}
	return 0
}

var typeMarks = map[string]bool{
	".": true, ",": true, "[": true, "]": true, "{": true, "}": true, "|": true, "&": true, ":": true, ";": true, "?": true, "(": true, ")": true, "=>": true, "...": true,
}

func plainName(t scan.Token) string {
	if len(t.Text) > 1 && t.Text[0] == '#' {
		return t.Text[1:]
	}
	return t.Text
}

// arguments are those of the call that is a step.
func (c chain) arguments(s step) []scan.Argument {
	if s.form != call {
		return nil
	}
	list := scan.Arguments(c.tokens, s.at)
	for i := range list {
		list[i].Name = "" // of a call no argument has one: { a: b } is within, and "a = b" is an assignment
	}
	return list
}
