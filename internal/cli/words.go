package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ShellWord writes a word as a shell takes it.
func ShellWord(s string) string {
	s = diag.Printable(s)
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

var plainWord = lazyregexp.New(`^[\w./][\w./-]*$`)

// LoginPattern is what the login of an organization looks like.
var LoginPattern = lazyregexp.New(`^[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}$`)

// MaxNamed is how many of the fitting templates an error names.
const MaxNamed = 10

// OrNone lists words, or says "none".
func OrNone(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return diag.Printable(strings.Join(list, ", "))
}

// ContainsFold reports whether a list holds a word, ignoring case.
func ContainsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(other string) bool { return strings.EqualFold(other, s) })
}

// Counted returns a number of things: "1 token", "2 tokens".
func Counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Optional returns nil for an empty text, which JSON shows as null.
func Optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// PathReason says in a sentence why the file or directory that the user calls
// name cannot be used.
func PathReason(name string, err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("%s does not exist.", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("You have no permission to read %s.", name)
	}
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Sprintf("%s cannot be read: %v.", name, err)
}
