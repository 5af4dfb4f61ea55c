package prefill

import "bytes"

// anchor is a word in the path of a link.
type anchor struct {
	at   int
	word string
}

// classicWord is the word in the path of the form for classic tokens.
const classicWord = "tokens"

// beforeClassic is what precedes it there.
var beforeClassic = [][]byte{
	[]byte("settings/"), []byte(`settings\/`), []byte("settings%2F"), []byte("settings%2f"), []byte("settings%252F"),
}

// anchors finds the anchors of both forms in their order, and looks at each
// part of the text once.
type anchors struct {
	text          []byte
	fine, classic int // the next of each; the length of the text: none
}

func newAnchors(text []byte) *anchors { return &anchors{text, -1, -1} }

// next returns the first anchor at or behind from, which never goes back.
func (a *anchors) next(from int) (anchor, bool) {
	if a.fine < from {
		a.fine = a.find(from, Needle)
	}
	for a.classic < from || a.classic < len(a.text) && !a.isClassic(a.classic) {
		a.classic = a.find(max(from, a.classic+1), classicWord)
	}
	switch {
	case a.fine == len(a.text) && a.classic == len(a.text):
		return anchor{}, false
	case a.fine < a.classic:
		return anchor{a.fine, Needle}, true
	}
	return anchor{a.classic, classicWord}, true
}

func (a *anchors) find(from int, word string) int {
	if from >= len(a.text) {
		return len(a.text)
	}
	if i := bytes.Index(a.text[from:], []byte(word)); i >= 0 {
		return from + i
	}
	return len(a.text)
}

func (a *anchors) isClassic(at int) bool {
	for _, before := range beforeClassic {
		if bytes.HasSuffix(a.text[:at], before) {
			return true
		}
	}
	return false
}
