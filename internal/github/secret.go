package github

import (
	"fmt"
	"log/slog"
)

// withheld is what stands for a secret wherever it would be shown.
const withheld = "[withheld]"

// secret is text that no output shows. The text is behind a pointer, since fmt
// does not ask unexported fields for their methods: within a structure that is
// printed stands an address.
type secret struct{ text *string }

func newSecret(text string) secret { return secret{&text} }

func (s secret) isZero() bool { return s.text == nil || *s.text == "" }

// reveal returns the text, for the one place that sends it.
func (s secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

func (s secret) equal(other secret) bool { return s.reveal() == other.reveal() }

// String returns a placeholder.
func (secret) String() string { return withheld }

// GoString returns a placeholder.
func (secret) GoString() string { return withheld }

// Format writes a placeholder, whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(withheld)) }

// LogValue returns a placeholder.
func (secret) LogValue() slog.Value { return slog.StringValue(withheld) }
