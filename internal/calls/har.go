package calls

import (
	"encoding/json"
	"errors"
	"fmt"
)

// har is the part of a HAR file that says what was called.
type har struct {
	Log *struct {
		Entries []struct {
			Request struct {
				Method string `json:"method"`
				URL    string `json:"url"`
			} `json:"request"`
		} `json:"entries"`
	} `json:"log"`
}

func readHAR(text []byte) (Reading, error) {
	var file har
	if err := json.Unmarshal(text, &file); err != nil {
		return Reading{}, fmt.Errorf("read it as a HAR file, since it begins with a brace: %w", err)
	}
	if file.Log == nil {
		return Reading{}, errors.New(`read it as a HAR file, since it begins with a brace: it has no "log"`)
	}
	var r Reading
	for i, entry := range file.Log.Entries {
		if !isMethod(entry.Request.Method) || entry.Request.URL == "" {
			r.Others++ // a browser asks for permission with OPTIONS before it calls
			continue
		}
		r.Calls = append(r.Calls, Call{Text: entry.Request.Method + " " + entry.Request.URL, Line: i + 1})
	}
	return r, nil
}
