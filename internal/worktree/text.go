package worktree

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// Text is the text of a file.
type Text struct {
	// UTF8 is the text without its byte order mark. That of a file in UTF-16 is
	// converted; other bytes are as in the file.
	UTF8  []byte
	mark  mark
	lossy bool // the conversion has lost something
}

// mark is the byte order mark at the beginning of a file.
type mark string

const (
	noMark       mark = ""
	markUTF8     mark = "\xef\xbb\xbf"
	littleEndian mark = "\xff\xfe"
	bigEndian    mark = "\xfe\xff"
)

func markOf(raw []byte) mark {
	for _, m := range []mark{markUTF8, littleEndian, bigEndian} {
		if bytes.HasPrefix(raw, []byte(m)) {
			return m
		}
	}
	return noMark
}

func (m mark) is16() bool { return m == littleEndian || m == bigEndian }

// byteOrder reads and writes units of two bytes.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func (m mark) order() byteOrder {
	if m == bigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

func newText(raw []byte) *Text {
	m := markOf(raw)
	body := raw[len(m):]
	if m.is16() {
		body = m.decode(body)
	}
	lossy := m.is16() && !bytes.Equal(m.encode(body), raw[len(m):])
	return &Text{UTF8: body, mark: m, lossy: lossy}
}

// Encode returns the bytes of a file with another text, in the encoding of t
// and with its byte order mark. Ok is false where the file held what is no
// text in that encoding, which would be lost.
func (t *Text) Encode(text []byte) (raw []byte, ok bool) {
	if t.mark.is16() {
		text = t.mark.encode(text)
	}
	return append([]byte(t.mark), text...), !t.lossy
}

// decode converts UTF-16 to UTF-8. What is no character becomes U+FFFD.
func (m mark) decode(raw []byte) []byte {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = m.order().Uint16(raw[2*i:])
	}
	var out []byte
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return out
}

func (m mark) encode(text []byte) []byte {
	units := utf16.Encode(bytes.Runes(text))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = m.order().AppendUint16(out, u)
	}
	return out
}
