package report

import (
	"fmt"
	"strings"
	"time"
)

// count is a number of things: "1 token", "2 tokens".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// counted is a number with the words for one or for more.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// orEmpty returns the text, or "" where there is none.
func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// stamp writes a time for machines, or "" where there is none.
func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// notNil returns the list, which JSON then writes as [] where it is empty.
func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// valid makes text such that JSON holds it unchanged: what is written from the
// document and from a saved copy of it is then the same.
func valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// validOrNil returns nil for "".
func validOrNil(s string) *string {
	if s == "" {
		return nil
	}
	s = valid(s)
	return &s
}
