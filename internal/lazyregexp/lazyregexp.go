// Package lazyregexp has regular expressions that are compiled when they are first used. Most
// runs use few of those that the packages of patctl declare.
package lazyregexp

import (
	"iter"
	"regexp"
	"sync"
)

// Regexp is a regular expression. Several goroutines may use it at once.
type Regexp struct {
	compiled func() *regexp.Regexp
	// first matches only at the beginning of a text, and behind only after its first character.
	first, behind func() *regexp.Regexp
	search        func() *search
}

// New returns the expression of a pattern. A pattern that is wrong panics at its first use; a
// test compiles all of them.
func New(pattern string) *Regexp {
	compiled := func(begin, end string) func() *regexp.Regexp {
		return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(begin + pattern + end) })
	}
	return &Regexp{
		compiled: compiled("", ""), first: compiled(`\A(?:`, ")"), behind: compiled(`\A(?s:.)(?:`, ")"),
		search: sync.OnceValue(func() *search { return newSearch(analyze(pattern)) }),
	}
}

// may reports whether a text may match. It takes less time than a match.
func (r *Regexp) may(s string) bool { return r.search().in(s) != no }

// The methods work like those of regexp.Regexp.

// MatchString calls the method of regexp.Regexp.
func (r *Regexp) MatchString(s string) bool {
	switch r.search().in(s) {
	case yes:
		return true
	case no:
		return false
	}
	if t := r.triesOf(s); t != nil {
		if match, ok := t.next(0); ok {
			return match != nil
		}
	}
	return r.compiled().MatchString(s)
}

// Match calls the method of regexp.Regexp.
func (r *Regexp) Match(b []byte) bool { return r.compiled().Match(b) }

// FindString calls the method of regexp.Regexp.
func (r *Regexp) FindString(s string) string {
	match := r.find(s)
	if match == nil {
		return ""
	}
	return s[match[0]:match[1]]
}

// Find calls the method of regexp.Regexp.
func (r *Regexp) Find(b []byte) []byte { return r.compiled().Find(b) }

// FindStringIndex calls the method of regexp.Regexp.
func (r *Regexp) FindStringIndex(s string) []int {
	match := r.find(s)
	if match == nil {
		return nil
	}
	return match[:2]
}

// FindIndex calls the method of regexp.Regexp.
func (r *Regexp) FindIndex(b []byte) []int { return r.compiled().FindIndex(b) }

// FindStringSubmatch calls the method of regexp.Regexp.
func (r *Regexp) FindStringSubmatch(s string) []string {
	match := r.find(s)
	if match == nil {
		return nil
	}
	return groups(s, match)
}

// FindSubmatch calls the method of regexp.Regexp.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.compiled().FindSubmatch(b) }

// FindStringSubmatchIndex calls the method of regexp.Regexp.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.find(s)
}

// FindSubmatchIndex calls the method of regexp.Regexp.
func (r *Regexp) FindSubmatchIndex(b []byte) []int { return r.compiled().FindSubmatchIndex(b) }

// FindAllString calls the method of regexp.Regexp.
func (r *Regexp) FindAllString(s string, n int) []string {
	return upTo(n, r.all(s), func(match []int) string { return s[match[0]:match[1]] })
}

// FindAll calls the method of regexp.Regexp.
func (r *Regexp) FindAll(b []byte, n int) [][]byte { return r.compiled().FindAll(b, n) }

// FindAllStringIndex calls the method of regexp.Regexp.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	return upTo(n, r.all(s), func(match []int) []int { return match[:2] })
}

// FindAllIndex calls the method of regexp.Regexp.
func (r *Regexp) FindAllIndex(b []byte, n int) [][]int { return r.compiled().FindAllIndex(b, n) }

// FindAllStringSubmatch calls the method of regexp.Regexp.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return upTo(n, r.all(s), func(match []int) []string { return groups(s, match) })
}

// EachStringSubmatch gives what FindAllStringSubmatch does, but looks for no match before it is asked for.
func (r *Regexp) EachStringSubmatch(s string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for match := range r.all(s) {
			if !yield(groups(s, match)) {
				return
			}
		}
	}
}

// FindAllSubmatch calls the method of regexp.Regexp.
func (r *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte {
	return r.compiled().FindAllSubmatch(b, n)
}

// FindAllStringSubmatchIndex calls the method of regexp.Regexp.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return upTo(n, r.all(s), func(match []int) []int { return match })
}

// FindAllSubmatchIndex calls the method of regexp.Regexp.
func (r *Regexp) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return r.compiled().FindAllSubmatchIndex(b, n)
}

// ReplaceAllString calls the method of regexp.Regexp.
func (r *Regexp) ReplaceAllString(src, repl string) string {
	if !r.may(src) {
		return src
	}
	return r.compiled().ReplaceAllString(src, repl)
}

// ReplaceAllLiteralString calls the method of regexp.Regexp.
func (r *Regexp) ReplaceAllLiteralString(src, repl string) string {
	if !r.may(src) {
		return src
	}
	return r.compiled().ReplaceAllLiteralString(src, repl)
}

// ReplaceAllStringFunc calls the method of regexp.Regexp.
func (r *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	if !r.may(src) {
		return src
	}
	return r.compiled().ReplaceAllStringFunc(src, repl)
}

// ReplaceAll calls the method of regexp.Regexp.
func (r *Regexp) ReplaceAll(src, repl []byte) []byte { return r.compiled().ReplaceAll(src, repl) }

// ReplaceAllFunc calls the method of regexp.Regexp.
func (r *Regexp) ReplaceAllFunc(src []byte, repl func([]byte) []byte) []byte {
	return r.compiled().ReplaceAllFunc(src, repl)
}

// SubexpIndex calls the method of regexp.Regexp.
func (r *Regexp) SubexpIndex(name string) int { return r.compiled().SubexpIndex(name) }

// SubexpNames calls the method of regexp.Regexp.
func (r *Regexp) SubexpNames() []string { return r.compiled().SubexpNames() }

// Split calls the method of regexp.Regexp.
func (r *Regexp) Split(s string, n int) []string { return r.compiled().Split(s, n) }

// String calls the method of regexp.Regexp.
func (r *Regexp) String() string { return r.compiled().String() }
