package lazyregexp

import (
	"regexp/syntax"
	"strings"
)

// factors are texts: every match of an expression holds at least one. Without any, nothing is
// known. To look for them takes a small part of the time of a match, which matters where most
// texts do not match.
type factors struct {
	texts []string
	fold  bool // capitals do not count; the texts are in small letters
}

const (
	maxFactors = 16 // a search for more takes as long as a match
	minFactor  = 2  // bytes; a letter is in most texts
)

// factorsOf finds the factors of a pattern.
func factorsOf(pattern string) factors {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return factors{}
	}
	return required(parsed)
}

func required(x *syntax.Regexp) factors {
	switch x.Op {
	case syntax.OpLiteral:
		return literal(x)
	case syntax.OpCapture, syntax.OpPlus:
		return required(x.Sub[0])
	case syntax.OpRepeat:
		if x.Min > 0 {
			return required(x.Sub[0])
		}
	case syntax.OpConcat:
		var best factors
		for _, sub := range x.Sub {
			if f := required(sub); f.shortest() > best.shortest() {
				best = f
			}
		}
		return best
	case syntax.OpAlternate:
		return either(x.Sub)
	}
	return factors{}
}

// literal is a text that is written out. Those in which capitals do not count are factors only
// if they are ASCII.
func literal(x *syntax.Regexp) factors {
	text := string(x.Rune)
	fold := x.Flags&syntax.FoldCase != 0
	if len(text) < minFactor || fold && !isASCII(text) {
		return factors{}
	}
	if fold {
		text = strings.ToLower(text)
	}
	return factors{[]string{text}, fold}
}

// either are the factors of all alternatives. If one has none, there are none.
func either(alternatives []*syntax.Regexp) factors {
	var all factors
	for i, sub := range alternatives {
		f := required(sub)
		if f.texts == nil || i > 0 && f.fold != all.fold || len(all.texts)+len(f.texts) > maxFactors {
			return factors{}
		}
		all = factors{append(all.texts, f.texts...), f.fold}
	}
	return all
}

func (f factors) shortest() int {
	shortest := 0
	for i, text := range f.texts {
		if i == 0 || len(text) < shortest {
			shortest = len(text)
		}
	}
	return shortest
}

// in reports whether a text may match.
func (f factors) in(s string) bool {
	if f.texts == nil || f.fold && !isASCII(s) { // letters such as ſ count as ASCII letters
		return true
	}
	for _, text := range f.texts {
		if f.fold && containsFold(s, text) || !f.fold && strings.Contains(s, text) {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// containsFold reports whether ASCII text contains another, which is in small letters.
func containsFold(s, small string) bool {
	for i := 0; i+len(small) <= len(s); i++ {
		if lower(s[i]) == small[0] && strings.EqualFold(s[i:i+len(small)], small) {
			return true
		}
	}
	return false
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
