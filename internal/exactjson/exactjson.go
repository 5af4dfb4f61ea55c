// Package exactjson decodes JSON documents that come from outside. It is strict
// where encoding/json lets a second key win in silence: a key that an object holds
// twice, and one that differs from the name of a field by case only, are errors.
// Other keys that no field has are ignored, since documents may gain some.
//
// Its errors are for people: they name JSON's kinds, and no types of Go.
package exactjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Text returns the text of a document without the byte order mark that some
// editors and shells begin a file with. Text in UTF-16 is an error.
func Text(data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, errors.New("it is UTF-16 text, and JSON is UTF-8. Save the file as UTF-8")
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), nil
}

// Unmarshal decodes one JSON document into what v points to. After an error, v
// may hold a part of it.
func Unmarshal(data []byte, v any) error {
	data, err := Text(data)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return InWords(err)
	}
	return Check(data, v)
}

// Check looks at the keys of valid JSON alone, as Unmarshal into what v points to
// would. It is for data that a json.Decoder has read.
func Check(data []byte, v any) error {
	t := reflect.TypeOf(v)
	if t == nil {
		return check(data, anything)
	}
	return check(data, shapeOf(t.Elem()))
}

func check(data []byte, s *shape) error {
	w := walker{data: data}
	w.blanks()
	w.value(s)
	if w.wrong == "" {
		return nil
	}
	return fmt.Errorf("%s", w.wrong)
}

// IsDense reports whether JSON has so many values for its size that it can't be a list of requests,
// tokens, or calls: more than 10,000 commas outside strings, and fewer than 8 bytes for each. Millions
// of numbers or empty objects take fifty times the memory of their text when they are decoded.
func IsDense(data []byte) bool {
	const many, shortest = 10_000, 8
	commas, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch {
		case data[i] == '"':
			quoted = !quoted
		case quoted && data[i] == '\\':
			i++
		case !quoted && data[i] == ',':
			commas++
		}
	}
	return commas > many && len(data) < shortest*commas
}
