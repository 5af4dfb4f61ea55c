package body

import (
	"encoding/json"
	"fmt"
	"time"
)

// Timestamp writes a time as GitHub does: with milliseconds where it has an offset.
func Timestamp(t *time.Time) *string {
	if t == nil {
		return nil
	}
	layout := "2006-01-02T15:04:05.000-07:00"
	if _, offset := t.Zone(); offset == 0 {
		layout = "2006-01-02T15:04:05Z"
	}
	s := t.Format(layout)
	return &s
}

// Alter sets and removes fields of an object.
func Alter(object json.RawMessage, set map[string]any, absent []string) json.RawMessage {
	if len(set) == 0 && len(absent) == 0 {
		return object
	}
	var fields map[string]any
	if err := json.Unmarshal(object, &fields); err != nil {
		panic(err) // it was marshalled here
	}
	for name, value := range set {
		fields[name] = value
	}
	for _, name := range absent {
		delete(fields, name)
	}
	return Marshal(fields)
}

// Marshal writes values that can always be written.
func Marshal(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("body: %v", err))
	}
	return b
}
