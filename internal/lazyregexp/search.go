package lazyregexp

import (
	mathbits "math/bits"
	"slices"
	"strings"
)

// search looks for factors of an expression. It takes a small part of the time of a match, which
// matters where most texts do not match.
type search struct {
	sets   []*set // a text that matches has a factor of each
	starts *set   // each match begins with one of these; nil: not known
}

func newSearch(sets [][]factor, starts []factor) *search {
	s := &search{}
	for _, factors := range sets {
		s.sets = append(s.sets, newSet(factors))
	}
	if starts != nil {
		s.starts = newSet(starts)
	}
	return s
}

// in tells whether a text matches.
func (s *search) in(text string) verdict {
	v := maybe
	for _, set := range s.sets {
		if v = set.in(text); v != maybe {
			return v
		}
	}
	return v
}

// set looks for several texts at once.
type set struct {
	factors []factor
	alone   string // the only text, if case counts and its neighbors do not
	folds   bool   // case is ignored in one of them
	// For each byte, a bit for every group with a factor that has it as its first, second, or third
	// byte. Shorter factors set the bits of the places after them for all bytes.
	first, second, third [256]uint16
	groups               [16][]factor
}

func newSet(factors []factor) *set {
	s := &set{factors: factors}
	if len(factors) == 1 && !factors[0].fold && !factors[0].begin && !factors[0].end {
		s.alone = factors[0].text
		return s
	}
	// Those that begin alike are in one group, so that fewer bytes set its bits.
	sorted := slices.SortedStableFunc(slices.Values(factors), func(a, b factor) int { return strings.Compare(a.text, b.text) })
	for i, f := range sorted {
		group := i * min(len(sorted), len(s.groups)) / len(sorted)
		s.groups[group] = append(s.groups[group], f)
		for place, table := range []*[256]uint16{&s.first, &s.second, &s.third} {
			switch {
			case place >= len(f.text):
				for c := range table {
					table[c] |= 1 << group
				}
			case f.fold && 'a' <= f.text[place] && f.text[place] <= 'z':
				table[f.text[place]-'a'+'A'] |= 1 << group
				fallthrough
			default:
				table[f.text[place]] |= 1 << group
			}
		}
		s.folds = s.folds || f.fold
	}
	return s
}

// verdict is what the factors tell of a text.
type verdict int

const (
	no verdict = iota
	maybe
	yes
)

// otherLetters count as s and k if case is ignored.
var otherLetters = []string{"ſ", "\u212a"}

// isFolded reports whether a text has letters that only count as those of a factor.
func (s *set) isFolded(text string) bool {
	return s.folds && slices.ContainsFunc(otherLetters, func(letter string) bool { return strings.Contains(text, letter) })
}

// in tells whether a text has one of the factors, and what that means.
func (s *set) in(text string) verdict {
	if s.alone != "" {
		if !strings.Contains(text, s.alone) {
			return no
		}
		return s.factors[0].verdict()
	}
	_, v := s.next(text, 0)
	if v == no && s.isFolded(text) {
		return maybe
	}
	return v
}

// next is the first place, from an offset on, at which a factor is.
func (s *set) next(text string, from int) (int, verdict) {
	if s.alone != "" {
		at := strings.Index(text[from:], s.alone)
		if at < 0 {
			return 0, no
		}
		return from + at, s.factors[0].verdict()
	}
	n := len(text)
	for i := from; i < n-2; i++ {
		if bits := s.first[text[i]] & s.second[text[i+1]] & s.third[text[i+2]]; bits != 0 {
			if v := s.at(text, i, bits); v != no {
				return i, v
			}
		}
	}
	for i := max(from, n-2); i < n; i++ {
		if bits := s.first[text[i]]; bits != 0 {
			if v := s.at(text, i, bits); v != no {
				return i, v
			}
		}
	}
	return 0, no
}

// at tells it by the factors of the groups with these bits that begin at a place.
func (s *set) at(text string, i int, bits uint16) verdict {
	v := no
	for ; bits != 0; bits &= bits - 1 {
		for _, f := range s.groups[mathbits.TrailingZeros16(bits)] {
			if v != yes && f.at(text, i) {
				v = f.verdict()
			}
		}
	}
	return v
}

func (f factor) verdict() verdict {
	if f.sure {
		return yes
	}
	return maybe
}

func (f factor) at(text string, i int) bool {
	end := i + len(f.text)
	if end > len(text) || f.begin && i > 0 && isWord(text[i-1]) || f.end && end < len(text) && isWord(text[end]) {
		return false
	}
	if !f.fold {
		return text[i:end] == f.text
	}
	for k := range len(f.text) {
		if lower(text[i+k]) != f.text[k] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
