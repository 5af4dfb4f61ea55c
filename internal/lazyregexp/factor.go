package lazyregexp

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// factor is a text that is in what an expression matches.
type factor struct {
	text       string // lower case if case is ignored
	fold       bool   // case is ignored
	begin, end bool   // no letter, digit, or underscore is before it, or after it
	sure       bool   // every text with it matches
}

const (
	maxFactors = 128 // a table has few bits, and with more factors each is found too often
	maxText    = 32  // bytes; more make no factor rarer
	maxClass   = 10  // characters of a class that are tried one by one
	maxSets    = 3   // texts that have a factor of each are few
)

// analyze gives sets of factors, the rarest first: every text that matches has at least one factor of each.
// Each match begins with one of starts. nil: nothing is known.
func analyze(pattern string) (sets [][]factor, starts []factor) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, nil
	}
	a := analysis{}
	return a.sets(parsed), a.starts(parsed)
}

func (a analysis) sets(x *syntax.Regexp) [][]factor {
	f := a.findIn(x)
	if best := better(f.exact, f.inside); best == nil || rarity(best) == rarity(f.exact) {
		return slices.DeleteFunc([][]factor{best}, func(set []factor) bool { return set == nil })
	}
	sets := slices.DeleteFunc(append([][]factor{f.inside}, f.more...), func(set []factor) bool { return rarity(set) == 0 })
	slices.SortStableFunc(sets, func(a, b []factor) int { return rarity(b) - rarity(a) })
	var kept [][]factor
	for _, set := range sets {
		set = distinct(set)
		if len(kept) < maxSets && !slices.ContainsFunc(kept, func(rarer []factor) bool { return implies(rarer, set) }) {
			kept = append(kept, set)
		}
	}
	return kept
}

// distinct leaves out what is there twice.
func distinct(factors []factor) []factor {
	var kept []factor
	for _, f := range factors {
		if !slices.Contains(kept, f) {
			kept = append(kept, f)
		}
	}
	return kept
}

// implies reports whether a text with one of the first factors has one of the second.
func implies(first, second []factor) bool {
	for _, a := range first {
		if !slices.ContainsFunc(second, func(b factor) bool { return strings.Contains(a.text, b.text) }) {
			return false
		}
	}
	return true
}

// found is what is known of the texts that an expression matches.
type found struct {
	exact  []factor   // all of them; nil: not known
	inside []factor   // each holds one of these; nil: not known
	more   [][]factor // and one of each of these
}

// nothing is an empty text. With a condition, such as that a line begins there, it is not sure.
func nothing(sure bool) found { return found{exact: []factor{{sure: sure}}} }

// analysis is what was found in the parts of an expression. Each is looked at several times.
type analysis map[*syntax.Regexp]found

func (a analysis) findIn(x *syntax.Regexp) found {
	f, known := a[x]
	if !known {
		f = a.find(x)
		a[x] = f
	}
	return f
}

func (a analysis) find(x *syntax.Regexp) found {
	switch x.Op {
	case syntax.OpLiteral:
		return found{exact: literal(x)}
	case syntax.OpCharClass:
		return found{exact: class(x)}
	case syntax.OpEmptyMatch:
		return nothing(true)
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpNoWordBoundary:
		return nothing(false)
	case syntax.OpCapture:
		return a.findIn(x.Sub[0])
	case syntax.OpPlus:
		return a.repeated(x.Sub[0], 1)
	case syntax.OpRepeat:
		if x.Min > 0 {
			return a.repeated(x.Sub[0], x.Min)
		}
	case syntax.OpQuest:
		if f := a.findIn(x.Sub[0]); f.exact != nil && len(f.exact) < maxFactors {
			return found{exact: append(slices.Clone(f.exact), factor{sure: true})}
		}
	case syntax.OpConcat:
		return a.inRow(x.Sub)
	case syntax.OpAlternate:
		return a.either(x.Sub)
	}
	return found{}
}

// literal is a text that is written out. If case is ignored, it is a factor only if it is ASCII.
func literal(x *syntax.Regexp) []factor {
	text := string(x.Rune)
	fold := x.Flags&syntax.FoldCase != 0
	if fold && !isASCII(text) || strings.ContainsRune(text, utf8.RuneError) { // each broken byte is one
		return nil
	}
	if fold {
		text = strings.ToLower(text)
	}
	return []factor{{text: text, fold: fold, sure: true}}
}

func class(x *syntax.Regexp) []factor {
	var all []factor
	for i := 0; i < len(x.Rune); i += 2 {
		from, to := x.Rune[i], x.Rune[i+1]
		if int(to-from) >= maxClass || len(all)+int(to-from) >= maxClass || to >= utf8.RuneSelf {
			return nil
		}
		for r := from; r <= to; r++ {
			all = append(all, factor{text: string(r), sure: true})
		}
	}
	return all
}

// repeated is found in what matches an expression so many times or more.
func (a analysis) repeated(x *syntax.Regexp, least int) found {
	f := a.findIn(x)
	inside := better(f.exact, f.inside)
	if least > 1 {
		inside = unsure(inside)
	}
	return found{inside: inside}
}

// unsure are factors of a part of an expression.
func unsure(factors []factor) []factor {
	out := slices.Clone(factors)
	for i := range out {
		out[i].sure = false
	}
	return out
}

// inRow puts together what is known of expressions one after another.
func (a analysis) inRow(parts []*syntax.Regexp) found {
	var sets [][]factor
	row, whole := nothing(true).exact, true
	for i, part := range parts {
		if part.Op == syntax.OpWordBoundary {
			row = bounded(row)
			continue
		}
		f := a.findIn(part)
		if f.exact == nil {
			sets = append(append(sets, row, joined(row, a.edgeOfRow(parts[i:], false)), f.inside), f.more...)
			row, whole = a.edgeOfRow(parts[:i+1], true), false
			continue
		}
		both, ok := pairs(row, f.exact)
		if !ok {
			sets = append(sets, row)
			both, whole = f.exact, false
		}
		row = both
	}
	sets = append(sets, row)
	var best []factor
	for i := range sets {
		if !whole {
			sets[i] = unsure(sets[i])
		}
		best = better(best, sets[i])
	}
	if !whole {
		return found{inside: best, more: sets}
	}
	return found{exact: row, inside: best}
}

// bounded notes that a word ends, or begins, after each text.
func bounded(row []factor) []factor {
	out := slices.Clone(row)
	for i, f := range out {
		switch {
		case f.text == "":
			out[i].begin = true
		case isWord(f.text[len(f.text)-1]):
			out[i].end = true
		default:
			out[i].sure = false // a word begins there
		}
	}
	return out
}

// pairs are all texts of one of the first and then one of the second, if they are few. A factor cannot say
// that a word ends within its text.
func pairs(before, after []factor) ([]factor, bool) {
	if len(before)*len(after) > maxFactors {
		return nil, false
	}
	out := make([]factor, 0, len(before)*len(after))
	for _, a := range before {
		for _, b := range after {
			both := factor{text: a.text + b.text, fold: a.fold || b.fold, begin: a.begin, end: b.end, sure: a.sure && b.sure && (a.fold == b.fold || !b.fold && isPlain(b.text) || !a.fold && isPlain(a.text))}
			switch {
			case b.text == "" && b.begin || a.end && b.text != "" || len(both.text) > maxText || both.fold && !isASCII(both.text):
				return nil, false
			case a.text == "":
				both.begin = (a.begin || b.begin) && b.text != "" && isWord(b.text[0])
				both.sure = both.sure && both.begin == (a.begin || b.begin) // else a word ends there
			case b.text == "":
				both.end = a.end
			case b.begin:
				return nil, false
			}
			if both.fold {
				both.text = strings.ToLower(both.text)
			}
			out = append(out, both)
		}
	}
	return out, true
}

// either is what is known of alternatives. If nothing is known of one, nothing is of all.
func (a analysis) either(alternatives []*syntax.Regexp) found {
	all := found{exact: []factor{}, inside: []factor{}}
	for _, sub := range alternatives {
		f := a.findIn(sub)
		inside := better(f.exact, f.inside)
		if f.exact == nil || all.exact == nil || len(all.exact)+len(f.exact) > maxFactors {
			all.exact = nil
		} else {
			all.exact = append(all.exact, f.exact...)
		}
		if inside == nil || all.inside == nil || len(all.inside)+len(inside) > maxFactors {
			all.inside = nil
		} else {
			all.inside = append(all.inside, inside...)
		}
	}
	return all
}

// better are those factors that are found in fewer texts. Those with an empty text are in all.
func better(a, b []factor) []factor {
	if rarity(b) > rarity(a) {
		return b
	}
	if rarity(a) == 0 {
		return nil
	}
	return a
}

// rarity is that of the factor that is found most.
func rarity(all []factor) int {
	rarest := 0
	for i, f := range all {
		if r := f.rarity(); i == 0 || r < rarest {
			rarest = r
		}
	}
	return rarest
}

func (f factor) rarity() int {
	switch {
	case f.text == "":
		return 0
	case len(f.text) == 1 && (f.text == " " || isWord(f.text[0])): // in most texts
		return 0
	}
	n := 2 * len(f.text)
	if f.begin {
		n++
	}
	if f.end {
		n++
	}
	return n
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isPlain reports whether a text has no letters.
func isPlain(s string) bool { return isASCII(s) && strings.ToLower(s) == strings.ToUpper(s) }

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
