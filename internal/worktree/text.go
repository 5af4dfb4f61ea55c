package worktree

import (
	"bytes"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
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

// encoding is that of a file in UTF-16, or nil.
func (m mark) encoding() encoding.Encoding {
	switch m {
	case littleEndian:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case bigEndian:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

func newText(raw []byte) *Text {
	t := &Text{mark: markOf(raw)}
	t.UTF8 = raw[len(t.mark):]
	if utf16 := t.mark.encoding(); utf16 != nil {
		body := t.UTF8
		t.UTF8 = converted(utf16.NewDecoder(), body)
		t.lossy = !bytes.Equal(converted(utf16.NewEncoder(), t.UTF8), body)
	}
	return t
}

// Encode returns the bytes of a file with another text, in the encoding of t
// and with its byte order mark. Ok is false where the file held what is no
// text in that encoding, which would be lost.
func (t *Text) Encode(text []byte) (raw []byte, ok bool) {
	if utf16 := t.mark.encoding(); utf16 != nil {
		text = converted(utf16.NewEncoder(), text)
	}
	return append([]byte(t.mark), text...), !t.lossy
}

// converted reads text in one encoding and gives it in another. What is no character becomes
// U+FFFD, so that it never fails.
func converted(t transform.Transformer, text []byte) []byte {
	out, _, _ := transform.Bytes(t, text)
	return out
}
