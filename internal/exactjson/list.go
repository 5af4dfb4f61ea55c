package exactjson

import (
	"bytes"
	"encoding/json"
)

// HasMore reports whether a text is a list that has more than so many elements. It reads no more
// of them.
func HasMore(list []byte, most int) bool {
	if bytes.Count(list, []byte(",")) < most {
		return false
	}
	decoder := json.NewDecoder(bytes.NewReader(list))
	if token, err := decoder.Token(); err != nil || token != json.Delim('[') {
		return false
	}
	for n := 0; decoder.More(); n++ {
		var element json.RawMessage
		if n == most {
			return true
		}
		if decoder.Decode(&element) != nil {
			return false
		}
	}
	return false
}
