package lazyregexp

import (
	"io"
	"iter"
	"regexp"
	"unicode/utf8"
)

const (
	// maxShort is the size of a text, in bytes, that package regexp matches in little time.
	maxShort = 1024
	// maxTries is how often the size of a text may be spent on tries that fail: one match of the
	// whole text never takes longer than one try.
	maxTries = 4
)

// tries looks for matches only where one may begin.
type tries struct {
	of   *Regexp
	text string
	left int // the bytes that tries that fail may still read
}

// triesOf returns nil if it is not known where a match may begin.
func (r *Regexp) triesOf(text string) *tries {
	if starts := r.search().starts; starts == nil || starts.isFolded(text) {
		return nil
	}
	return &tries{of: r, text: text, left: maxTries * len(text)}
}

// next is the first match from an offset on; nil: none. It is not ok if the tries have read too much.
func (t *tries) next(from int) (match []int, ok bool) {
	starts := t.of.search().starts
	for t.left >= 0 {
		at, v := starts.next(t.text, from)
		if v == no {
			return nil, true
		}
		if match := t.match(at); match != nil {
			return match, true
		}
		from = at + 1
	}
	return nil, false
}

// match is the match that begins at an offset; nil: none.
func (t *tries) match(at int) []int {
	anchored, before := t.of.first(), 0
	if at > 0 { // the byte before counts: a word may end there
		anchored, before = t.of.behind(), 1
	}
	rest := t.text[at-before:]
	match, read := matchOf(anchored, rest)
	if match == nil {
		t.left -= read
		return nil
	}
	for i := range match {
		if match[i] >= 0 {
			match[i] += at - before
		}
	}
	match[0] = at
	return match
}

// matchOf matches the beginning of a text, and tells how much of it that may have taken.
func matchOf(anchored *regexp.Regexp, text string) (match []int, read int) {
	if len(text) <= maxShort {
		return anchored.FindStringSubmatchIndex(text), len(text)
	}
	r := runes{text: text}
	return anchored.FindReaderSubmatchIndex(&r), r.at
}

// runes reads a text, and no more of it than is asked for.
type runes struct {
	text string
	at   int
}

func (r *runes) ReadRune() (rune, int, error) {
	if r.at == len(r.text) {
		return 0, 0, io.EOF
	}
	c, size := utf8.DecodeRuneInString(r.text[r.at:])
	r.at += size
	return c, size, nil
}

// find is the first match with its groups; nil: none.
func (r *Regexp) find(s string) []int {
	if !r.may(s) {
		return nil
	}
	if t := r.triesOf(s); t != nil {
		if match, ok := t.next(0); ok {
			return match
		}
	}
	return r.compiled().FindStringSubmatchIndex(s)
}

// all are all matches with their groups, one after another.
func (r *Regexp) all(s string) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		if !r.may(s) {
			return
		}
		known := 0
		if t := r.triesOf(s); t != nil {
			for from := 0; ; known++ {
				match, ok := t.next(from)
				if !ok {
					break
				}
				if match == nil || !yield(match) {
					return
				}
				from = match[1]
			}
		}
		for i, match := range r.compiled().FindAllStringSubmatchIndex(s, -1) {
			if i >= known && !yield(match) {
				return
			}
		}
	}
}

// upTo collects the first n; all, if n is negative.
func upTo[T any](n int, all iter.Seq[[]int], of func([]int) T) []T {
	var found []T
	if n == 0 {
		return nil
	}
	for match := range all {
		if found = append(found, of(match)); len(found) == n {
			break
		}
	}
	return found
}

// groups are the texts of the groups of a match.
func groups(s string, match []int) []string {
	texts := make([]string, len(match)/2)
	for i := range texts {
		if match[2*i] >= 0 {
			texts[i] = s[match[2*i]:match[2*i+1]]
		}
	}
	return texts
}
