package lazyregexp

import "strings"

// search looks for several texts at once. It takes a small part of the time of a match, which
// matters where most texts do not match.
type search struct {
	factors []factor
	alone   string // the only text, if case counts and its neighbors do not
	// For each byte, a bit for every group with a factor that has it as its first, second, or third
	// byte. Shorter factors set the bits of the places after them for all bytes.
	first, second, third [256]uint8
	groups               [8][]factor
}

func newSearch(factors []factor) *search {
	s := &search{factors: factors}
	if len(factors) == 1 && !factors[0].fold && !factors[0].begin && !factors[0].end {
		s.alone = factors[0].text
		return s
	}
	folds := false
	for i, f := range factors {
		group := i % len(s.groups)
		s.groups[group] = append(s.groups[group], f)
		for place, table := range []*[256]uint8{&s.first, &s.second, &s.third} {
			for c := range 256 {
				if place >= len(f.text) || f.text[place] == byte(c) || f.fold && f.text[place] == lower(byte(c)) {
					table[c] |= 1 << group
				}
			}
		}
		folds = folds || f.fold
	}
	if folds { // the letters ſ and K count as s and k
		for group := range s.groups {
			s.groups[group] = append(s.groups[group], factor{text: "ſ"}, factor{text: "\u212a"})
		}
		for _, letter := range []string{"ſ", "\u212a"} {
			s.first[letter[0]], s.second[letter[1]] = 0xff, 0xff
			for c := range 256 {
				if len(letter) == 2 || letter[2] == byte(c) {
					s.third[c] = 0xff
				}
			}
		}
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

// in tells whether a text matches.
func (s *search) in(text string) verdict {
	if s.factors == nil {
		return maybe
	}
	if s.alone != "" {
		if !strings.Contains(text, s.alone) {
			return no
		}
		return s.factors[0].verdict()
	}
	n := len(text)
	for i := 0; i < n-2; i++ {
		if bits := s.first[text[i]] & s.second[text[i+1]] & s.third[text[i+2]]; bits != 0 {
			if v := s.at(text, i, bits); v != no {
				return v
			}
		}
	}
	for i := max(0, n-2); i < n; i++ {
		if bits := s.first[text[i]]; bits != 0 {
			if v := s.at(text, i, bits); v != no {
				return v
			}
		}
	}
	return no
}

// at tells it by the factors of the groups with these bits that begin at a place.
func (s *search) at(text string, i int, bits uint8) verdict {
	for group := range s.groups {
		if bits&(1<<group) == 0 {
			continue
		}
		for _, f := range s.groups[group] {
			if f.at(text, i) {
				return f.verdict()
			}
		}
	}
	return no
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
