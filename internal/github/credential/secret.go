package credential

import (
	"fmt"
	"log/slog"
)

// withheld replaces a secret wherever it would be shown.
const withheld = "[withheld]"

// Secret is text that no output shows. The text is behind a pointer, since fmt
// does not ask unexported fields for their methods: within a structure that is
// printed stands an address.
type Secret struct{ text *string }

// NewSecret returns a text that no output shows.
func NewSecret(text string) Secret { return Secret{&text} }

// IsZero reports whether there is no text.
func (s Secret) IsZero() bool { return s.text == nil || *s.text == "" }

// Reveal returns the text, for the one place that sends it.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Equal reports whether two secrets are the same text.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String returns a placeholder.
func (Secret) String() string { return withheld }

// GoString returns a placeholder.
func (Secret) GoString() string { return withheld }

// Format writes a placeholder, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(withheld)) }

// LogValue returns a placeholder.
func (Secret) LogValue() slog.Value { return slog.StringValue(withheld) }
