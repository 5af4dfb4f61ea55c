package prefill

import (
	"bytes"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// maxHead is how far before the anchor the beginning of a link is looked for,
// in bytes: more than scheme, host and path take, encoded as they may be.
const maxHead = 512

// maxBare is how far before the anchor a host without a scheme begins.
const maxBare = 100

// nearPath is how near before the anchor the rest of its path has to be.
const nearPath = 32

// head is a link up to the end of its path.
type head struct {
	charReader
	chars   []char
	outside string // what the link leaves out: its scheme, or the host too
	open    bool   // the host is filled in later
	word    string // of the anchor
	other   string // the host, where the finder does not know it
}

// next is where the text goes on behind the path.
func (h *head) next() int { return int(h.chars[len(h.chars)-1].end) }

// The beginnings of links in decoded text, and before the path in the text.
var (
	fullHead = lazyregexp.New(`^(?i:https?)://([A-Za-z0-9.-]+)(?::[0-9]{1,5})?/+settings/+(?:personal-access-)?tokens/+new$`)
	bareHead = lazyregexp.New(`^(?://)?([A-Za-z0-9.-]+)/settings/(?:personal-access-)?tokens/new$`)
	pathHead = lazyregexp.New(`^/settings/(?:personal-access-)?tokens/new$`)

	beforeBare = lazyregexp.New(`(?:^|[^A-Za-z0-9_.@/%:\\-])((?://)?[A-Za-z0-9.-]+\\?/settings\\?/)$`)
	// beforePath is an address of GitHub that leads to a path of its own, such as
	// the one that asks for a password first.
	beforePath = lazyregexp.New(`(?i)https?://([a-z0-9.-]+)/[^\s"'<>]*[?&;]return_to=((?:/|\\/|%(?:25)?2F)settings(?:/|\\/|%(?:25)?2F))$`)
)

// head finds the beginning of the link whose path holds the anchor.
// Where only its host is not known, the head says it.
func (f Finder) head(name string, text []byte, a anchor) (h *head, ok bool) {
	anchor := a.at
	if !bytes.Contains(text[max(0, anchor-nearPath):anchor], []byte("settings")) {
		return nil, false
	}
	window := text[max(0, anchor-maxHead):anchor]
	offset := anchor - len(window)
	if i := lastScheme(window); i >= 0 {
		if h, ok = f.headAt(name, text, offset+i, a, fullHead); ok || h != nil {
			return h, ok
		}
	}
	if h, ok := f.pathOnly(name, text, offset, a); ok {
		return h, true
	}
	if h, ok := f.hostOnly(name, text, max(0, anchor-maxBare), a); ok {
		return h, true
	}
	return f.openHost(name, text, max(0, anchor-nearPath), a)
}

// beforeOpen is what precedes a path whose host is filled in later, or is
// that of the page.
var beforeOpen = lazyregexp.New("[}\"'`](/settings/)$")

// openHost finds the beginning of a link without a host in the text.
func (f Finder) openHost(name string, text []byte, offset int, a anchor) (*head, bool) {
	anchor := a.at
	m := beforeOpen.FindSubmatchIndex(text[offset:anchor])
	if m == nil {
		return nil, false
	}
	h, ok := f.headAt(name, text, offset+m[2], a, pathHead)
	if !ok {
		return nil, false
	}
	h.open = true
	return h, true
}

// pathOnly finds the beginning of a link that another address of GitHub holds
// without its host. The text is looked at from offset on.
func (f Finder) pathOnly(name string, text []byte, offset int, a anchor) (*head, bool) {
	anchor := a.at
	window := text[offset:anchor]
	if !bytes.Contains(window, []byte("return_to=")) {
		return nil, false
	}
	m := beforePath.FindSubmatchIndex(window)
	if m == nil || !f.knows(string(window[m[2]:m[3]])) {
		return nil, false
	}
	h, ok := f.headAt(name, text, offset+m[4], a, pathHead)
	if !ok {
		return nil, false
	}
	h.outside = "https://" + string(window[m[2]:m[3]])
	return h, true
}

// hostOnly finds the beginning of a link that has no scheme.
func (f Finder) hostOnly(name string, text []byte, offset int, a anchor) (*head, bool) {
	anchor := a.at
	m := beforeBare.FindSubmatchIndex(text[offset:anchor])
	if m == nil {
		return nil, false
	}
	h, ok := f.headAt(name, text, offset+m[2], a, bareHead)
	if !ok {
		return nil, false
	}
	h.outside = "https://"
	if text[offset+m[2]] == '/' {
		h.outside = "https:"
	}
	return h, true
}

// lastScheme returns where the last address in a text begins, or -1.
func lastScheme(text []byte) int {
	const scheme = "http"
	for i := len(text) - len(scheme); i >= 0; i-- {
		if text[i]|' ' == scheme[0] && bytes.EqualFold(text[i:i+len(scheme)], []byte(scheme)) {
			return i
		}
	}
	return -1
}

// headAt reads a beginning at start, which has to lead over the anchor, with
// the least depth at which it is one. What follows decides on the depth of the rest.
func (f Finder) headAt(name string, text []byte, start int, a anchor, pattern *lazyregexp.Regexp) (*head, bool) {
	for depth := range maxDepth + 1 {
		h := &head{charReader: charReader{text: text, entities: isMarkup(name, text, start), depth: depth}, word: a.word}
		if !h.read(start, a) {
			continue
		}
		m := pattern.FindSubmatch(h.plain())
		if m == nil {
			continue
		}
		if len(m) > 1 && !f.knows(string(m[1])) {
			return f.elsewhere(h, string(m[1]))
		}
		return h, h.query()
	}
	return nil, false
}

// elsewhere notes the host of a link with parameters that the finder does not know.
func (f Finder) elsewhere(h *head, host string) (*head, bool) {
	if !h.query() || h.goesOn() {
		return nil, false
	}
	h.other = strings.ToLower(host)
	return h, false
}

// read reads up to the end of the path.
func (h *head) read(start int, a anchor) bool {
	over := a.at + len(a.word)
	for i := start; len(h.chars) < maxHead; {
		c, next, _, ok := h.at(i)
		if !ok || c <= ' ' || c > '~' {
			return false
		}
		h.chars = append(h.chars, char{c, uint32(i), uint32(next)})
		i = next
		if i > over && h.endsPath() {
			return true
		}
		if i > over+maxPathEnd {
			return false
		}
	}
	return false
}

// maxPathEnd is more than the end of the path takes, however it is encoded.
const maxPathEnd = 64

func (h *head) endsPath() bool {
	const end = "/new"
	n := len(h.chars) - len(end)
	if n < 0 {
		return false
	}
	for i := range end {
		if h.chars[n+i].b != end[i] {
			return false
		}
	}
	return true
}

func (h *head) plain() []byte {
	out := make([]byte, len(h.chars))
	for i, c := range h.chars {
		out[i] = c.b
	}
	return out
}

// query reports whether the path ends there, and finds out whether what
// follows is encoded more deeply than the path is: with return_to=/path%3Fquery it is.
func (h *head) query() bool {
	for depth := h.depth; depth <= maxDepth; depth++ {
		deeper := charReader{h.text, h.entities, depth}
		i := h.next()
		for {
			c, end, _, ok := deeper.at(i)
			if !ok || c != '/' {
				break
			}
			i = end
		}
		if c, _, _, ok := deeper.at(i); ok && c == '?' {
			h.depth = depth
			return true
		}
	}
	return h.goesOn()
}

// goesOn reports whether the query may begin on another line or in another
// literal, which the scanner looks at.
func (h *head) goesOn() bool {
	c, _, _, ok := h.at(h.next())
	return !ok || c <= ' ' || bytes.IndexByte([]byte("\"'`${"), c) >= 0
}
