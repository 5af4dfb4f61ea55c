package format

import (
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// Style says how text for people is set. The zero value has no escape sequences,
// and nothing that depends on the time of the run.
type Style struct {
	Color bool      // with SGR sequences
	Links bool      // with OSC 8 hyperlinks, which no program but a terminal should get
	Width int       // of the terminal in columns; 0: there is none
	Now   time.Time // to give times relative to it, beside the exact ones; zero: exact ones only
	Run   time.Time // of the run, to warn of data that is old; zero: without such a warning

	Program diag.Program // whose commands the text names
}

// relative returns how far a time is from now, in brackets after a space, or
// nothing where only exact times are wanted.
func (p Palette) relative(t time.Time) string {
	if p.Now.IsZero() {
		return ""
	}
	return p.Label(" (" + Relative(t, p.Now) + ")")
}

// Moment is a time to the second.
func (p Palette) Moment(t time.Time) string {
	return t.UTC().Format("2006-01-02 15:04:05 UTC") + p.relative(t)
}

// Day is the date of a time.
func (p Palette) Day(t time.Time) string { return t.UTC().Format(time.DateOnly) + p.relative(t) }

// Dated adds to text from a document that says a date how far that day is. A
// text that is no date stays alone.
func (p Palette) Dated(words, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil || p.Now.IsZero() {
		return words
	}
	today := p.Now.UTC().Truncate(24 * time.Hour)
	switch days := int(t.Sub(today).Hours() / 24); days {
	case 0:
		return words + p.Label(" (today)")
	default:
		return words + p.Label(fmt.Sprintf(" (%s)", Relative(t, today)))
	}
}
