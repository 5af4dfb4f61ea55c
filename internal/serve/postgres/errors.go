package postgres

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// withheld replaces a secret in an error.
const withheld = "[withheld]"

// errLost is the error of work that needs a session which has ended.
var errLost = errors.New("the connection to PostgreSQL that holds the lock was lost")

// hider takes the secrets of a connection out of errors.
type hider []string

// newHider hides an address and the password in it, in every spelling of an address.
func newHider(address, password string) hider {
	out := hider{address}
	for _, text := range []string{password, url.QueryEscape(password), url.PathEscape(password), strings.TrimPrefix(url.UserPassword("", password).String(), ":")} {
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}

// wrap says what failed. What is wrapped can be recognized and not unwrapped, because its
// own text may have a secret in it.
func (h hider) wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	text := strings.Join(strings.Fields(err.Error()), " ") // a failure to connect has several lines
	for _, secret := range h {
		text = strings.ReplaceAll(text, secret, withheld)
	}
	return &failure{fmt.Sprintf("%s: %s", what, text), err}
}

type failure struct {
	text  string
	cause error
}

// Error returns the text without secrets.
func (f *failure) Error() string { return f.text }

// Is reports whether the cause is a target, such as context.Canceled.
func (f *failure) Is(target error) bool { return errors.Is(f.cause, target) }
