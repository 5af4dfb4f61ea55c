package format

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// maxHyperlink is the length in bytes from which some terminals drop a link.
const maxHyperlink = 2000

// Hyperlink returns text that opens an address where the terminal supports OSC
// 8 hyperlinks. Text has to be printable already. An address that is not https,
// is not plain ASCII, or is too long makes no link: the text comes back as it is.
func Hyperlink(address, text string) string {
	if !linkable(address) || text == "" {
		return text
	}
	return "\x1b]8;;" + address + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// linkable reports whether an address can be in an escape sequence: nothing
// in it can end the sequence, or is shown otherwise than it is.
func linkable(address string) bool {
	if len(address) > maxHyperlink || !strings.HasPrefix(address, "https://") {
		return false
	}
	return strings.IndexFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// Link returns printable text that opens an address, where links are wanted.
func (p Palette) Link(address, text string) string {
	if !p.Links {
		return text
	}
	return Hyperlink(address, text)
}

// Address shows an address, which may come from a stranger, as a link.
func (p Palette) Address(address string) string {
	return p.Link(address, p.Paint("36", diag.Printable(address)))
}

// plainURL is a link that Markdown takes as it is.
var plainURL = lazyregexp.New(`^https://[A-Za-z0-9.:-]+/[A-Za-z0-9._~:/?#@!$&*+,=%-]*$`)

// SafeLink returns a link that a page may lead to, or nothing: https only, and
// no character in it that means something elsewhere.
func SafeLink(url string) string {
	if !plainURL.MatchString(url) {
		return ""
	}
	return url
}
