package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// FormatVersion is the version of the JSON documents. It changes only when
// something is taken away or means something else.
const FormatVersion = "1.0"

// WriteJSON writes a document with indentation. Characters that a terminal
// would obey or hide are written as \u escapes, so that the result is the same
// for a machine and harmless for a person. An error is one of w; a document that JSON
// cannot hold is a mistake of the caller and panics.
func WriteJSON(w io.Writer, document any) error { return writeJSON(w, document, "  ") }

// WriteJSONLine is WriteJSON for a document that is one line of a file, which it
// writes in a single call.
func WriteJSONLine(w io.Writer, document any) error { return writeJSON(w, document, "") }

func writeJSON(w io.Writer, document any, indent string) error {
	var b bytes.Buffer
	EncodeJSON(NewJSONEncoder(&b, "", indent), document)
	_, err := w.Write(escapeUnprintable(b.Bytes()))
	return err
}

// NewJSONEncoder returns an encoder of patctl's JSON, which is to be escaped by AppendEscaped.
func NewJSONEncoder(b *bytes.Buffer, prefix, indent string) *json.Encoder {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	return enc
}

// EncodeJSON writes a document of patctl's own, which JSON can hold.
func EncodeJSON(enc *json.Encoder, document any) {
	if err := enc.Encode(document); err != nil {
		panic(fmt.Sprintf("encode %T: %v", document, err))
	}
}

// escapeUnprintable is AppendEscaped to nothing.
func escapeUnprintable(text []byte) []byte {
	return AppendEscaped(make([]byte, 0, len(text)), text)
}

// AppendEscaped appends a JSON text, and escapes what is not printable in it and
// what the log of a GitHub workflow obeys wherever it stands. Outside of strings
// there is no such character but the line break.
func AppendEscaped(escaped, text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("##["), []byte(`#\u0023[`))
	for len(text) > 0 {
		if n := plainASCII(text); n > 0 {
			escaped, text = append(escaped, text[:n]...), text[n:]
			continue
		}
		r, size := utf8.DecodeRune(text)
		if strconv.IsPrint(r) {
			escaped = append(escaped, text[:size]...)
		} else {
			for _, unit := range utf16.Encode([]rune{r}) {
				escaped = fmt.Appendf(escaped, `\u%04x`, unit)
			}
		}
		text = text[size:]
	}
	return escaped
}

// plainASCII returns how many bytes at the beginning are printable ASCII or
// line breaks, as nearly all are.
func plainASCII(text []byte) int {
	for i, c := range text {
		if c != '\n' && (c < ' ' || c > '~') {
			return i
		}
	}
	return len(text)
}
