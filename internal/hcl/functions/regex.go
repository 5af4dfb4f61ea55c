package functions

import (
	"errors"
	"io"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/patctl/patctl/internal/hcl/budget"
)

// patternFunctions search for regular expressions. To find one match takes as
// long as the text is, but to find all of them may take the square of that: each
// attempt may read the text to its end.
type patternFunctions struct{ budget *budget.Budget }

var patternParameters = []function.Parameter{{Name: "pattern", Type: cty.String}, {Name: "string", Type: cty.String}}

func (p patternFunctions) regex() function.Function {
	return function.New(&function.Spec{
		Params: patternParameters,
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			size, err := p.instructions(args[0].AsString(), 0)
			if err != nil {
				return cty.NilVal, err
			}
			if !p.budget.Draw(budget.Product(len(args[1].AsString())/8, 1+size/8)) {
				return cty.NilVal, errStopped
			}
			return stdlib.Regex(args[0], args[1])
		},
	})
}

func (p patternFunctions) regexall() function.Function {
	return function.New(&function.Spec{
		Params: patternParameters,
		Type: func(args []cty.Value) (cty.Type, error) {
			if args[0].IsKnown() {
				if _, err := p.instructions(args[0].AsString(), 0); err != nil {
					return cty.NilType, err
				}
			}
			return stdlib.RegexAllFunc.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			s := args[1].AsString()
			size, err := p.instructions(args[0].AsString(), 0)
			if err != nil {
				return cty.NilVal, err
			}
			re := regexp.MustCompile(args[0].AsString()) // ReturnTypeForValues has compiled it
			matches, err := p.all(re, size, s)
			if err != nil {
				return cty.NilVal, err
			}
			out := make([]cty.Value, len(matches))
			for i, match := range matches {
				out[i] = captured(re, s, match, want.ElementType())
			}
			return listOf(out, want), nil
		},
	})
}

// replace takes a pattern between slashes for a regular expression.
func (p patternFunctions) replace() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "str", Type: cty.String}, {Name: "substr", Type: cty.String}, {Name: "replace", Type: cty.String},
		},
		Type: function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			pattern := args[1].AsString()
			if len(pattern) < 2 || !strings.HasPrefix(pattern, "/") || !strings.HasSuffix(pattern, "/") {
				return stdlib.Replace(args[0], args[1], args[2])
			}
			pattern = pattern[1 : len(pattern)-1]
			size, err := p.instructions(pattern, 1)
			if err != nil {
				return cty.NilVal, err
			}
			re, err := regexp.Compile(pattern)
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			out, err := p.replaceAll(re, size, args[0].AsString(), args[2].AsString())
			return cty.StringVal(out), err
		},
	})
}

func (p patternFunctions) replaceAll(re *regexp.Regexp, size int, s, with string) (string, error) {
	matches, err := p.all(re, size, s)
	if err != nil {
		return "", err
	}
	var out []byte
	end := 0
	for _, match := range matches {
		before := len(out)
		out = append(out, s[end:match[0]]...)
		out = re.ExpandString(out, with, s, match)
		end = match[1]
		if !p.budget.Draw(1 + (len(out)-before)/16) {
			return "", errStopped
		}
	}
	return string(append(out, s[end:]...)), nil
}

// all finds what regexp's FindAllStringSubmatchIndex does, counting what is read. The size is the number of the
// pattern's instructions.
func (p patternFunctions) all(re *regexp.Regexp, size int, s string) ([][]int, error) {
	var (
		out   [][]int
		after *regexp.Regexp
		last  = -1
		steps = 1 + size/16
	)
	if looksAround(re.String()) {
		after = regexp.MustCompile(`\A(?s:.)(?s:.*?)(` + re.String() + `)`)
	}
	for at := 0; at <= len(s); {
		reader := &countingReader{s: s, at: at, budget: p.budget, steps: steps}
		match := reader.find(re, after)
		if reader.stopped {
			return nil, errStopped
		}
		if match == nil {
			break
		}
		start, end := match[0], match[1]
		if start < end || start != last { // an empty match beside another does not count
			out = append(out, match)
		}
		if at, last = end, end; start == end {
			_, width := utf8.DecodeRuneInString(s[end:])
			at = end + max(width, 1)
		}
	}
	return out, nil
}

// find looks for the next match. A pattern that looks around must see the
// character before: after is the pattern behind one.
func (r *countingReader) find(re, after *regexp.Regexp) []int {
	from, groups := r.at, 0
	if after != nil && r.at > 0 {
		_, width := utf8.DecodeLastRuneInString(r.s[:r.at])
		from, groups, re = r.at-width, 2, after
	}
	r.at = from
	match := re.FindReaderSubmatchIndex(r)
	if match == nil {
		return nil
	}
	match = match[groups:]
	for i := range match {
		if match[i] >= 0 {
			match[i] += from
		}
	}
	return match
}

// looksAround reports whether a pattern depends on what precedes a match.
func looksAround(pattern string) bool {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	return err != nil || asserts(parsed)
}

func asserts(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	for _, sub := range re.Sub {
		if asserts(sub) {
			return true
		}
	}
	return false
}

// maxPattern is how many bytes a pattern may have.
const maxPattern = 100_000

// instructions draws what it takes to compile a pattern, and returns how large its program is, which may
// be all active at each character of a text. It returns 1 for a pattern that is not valid. The
// error names the argument with the pattern.
func (p patternFunctions) instructions(pattern string, argument int) (int, error) {
	if len(pattern) > maxPattern {
		return 0, function.NewArgErrorf(argument, "the pattern has more than %d bytes", maxPattern)
	}
	if !p.budget.Draw(len(pattern) / 2) {
		return 0, errStopped
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 1, nil //nolint:nilerr // reported by who compiles it
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 1, nil //nolint:nilerr // as above
	}
	runes := 0
	for _, i := range program.Inst {
		runes += len(i.Rune)
	}
	if !p.budget.Draw(len(program.Inst)/4 + runes/16) {
		return 0, errStopped
	}
	return len(program.Inst), nil
}

// countingReader draws on the budget for what a search reads.
type countingReader struct {
	s       string
	at      int
	steps   int // for each character
	budget  *budget.Budget
	stopped bool
}

func (r *countingReader) ReadRune() (rune, int, error) {
	if r.at >= len(r.s) {
		return 0, 0, io.EOF
	}
	if !r.budget.Draw(r.steps) {
		r.stopped = true
		return 0, 0, errors.New("stopped")
	}
	c, size := utf8.DecodeRuneInString(r.s[r.at:])
	r.at += size
	return c, size, nil
}

// captured is a match as regex gives it: the text, or those of its groups.
func captured(re *regexp.Regexp, s string, match []int, want cty.Type) cty.Value {
	group := func(i int) cty.Value {
		if match[2*i] < 0 {
			return cty.NullVal(cty.String)
		}
		return cty.StringVal(s[match[2*i]:match[2*i+1]])
	}
	switch {
	case want.IsTupleType():
		var values []cty.Value
		for i := range want.Length() {
			values = append(values, group(i+1))
		}
		return cty.TupleVal(values)
	case want.IsObjectType():
		values := map[string]cty.Value{}
		for i, name := range re.SubexpNames()[1:] {
			values[name] = group(i + 1)
		}
		return cty.ObjectVal(values)
	}
	return group(0)
}
