package format

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Count is a number of things: "1 token", "2 tokens".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Counted is a number with the words for one or for more.
func Counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// OrEmpty returns the text, or "" where there is none.
func OrEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Stamp writes a time for machines, or "" where there is none.
func Stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// UTC returns the time in UTC, or nil where there is none.
func UTC(t *time.Time) *time.Time {
	if t == nil || t.Location() == time.UTC {
		return t
	}
	out := t.UTC()
	return &out
}

// IDOrNil returns nil for 0.
func IDOrNil(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// NotNil returns the list, which JSON then writes as [] where it is empty.
func NotNil[E any](list []E) []E {
	if list == nil {
		return []E{}
	}
	return list
}

// Valid makes text such that JSON holds it unchanged: what is written from the
// document and from a saved copy of it is then the same.
func Valid(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// ValidTexts returns a list of texts with each made valid. It is not nil.
func ValidTexts[S ~string](list []S) []S {
	out := make([]S, len(list))
	for i, s := range list {
		out[i] = S(Valid(string(s)))
	}
	return out
}

// ValidOrNil returns nil for "".
func ValidOrNil(s string) *string {
	if s == "" {
		return nil
	}
	s = Valid(s)
	return &s
}

// ValidAt returns what ValidOrNil does, but mostly text itself instead of a copy.
func ValidAt[S ~string](text *S) *S {
	switch {
	case *text == "":
		return nil
	case utf8.ValidString(string(*text)):
		return text
	}
	valid := S(Valid(string(*text)))
	return &valid
}
