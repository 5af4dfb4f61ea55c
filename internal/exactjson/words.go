package exactjson

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
)

// InWords says in the words of JSON what encoding/json says in those of Go. Other
// errors stay as they are.
func InWords(err error) error {
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		moment *time.ParseError
	)
	switch {
	case errors.As(err, &syntax) && strings.HasPrefix(syntax.Error(), "unexpected end"), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends before the JSON is complete")
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not valid JSON at byte %d: %w", syntax.Offset, syntax)
	case errors.As(err, &kind):
		return kindError(kind)
	case errors.As(err, &moment):
		return fmt.Errorf("the time %q is not written like 2026-11-22T12:00:00Z", moment.Value)
	case strings.HasPrefix(err.Error(), "Time.UnmarshalJSON: "): // package time has no type for it
		return errors.New("a time is no string like \"2026-11-22T12:00:00Z\"")
	}
	return err
}

func kindError(e *json.UnmarshalTypeError) error {
	is, due := kindOf(e.Value), dueKind(e.Type)
	what := "it"
	if e.Field != "" {
		what = "the field " + e.Field
	}
	if is == due { // a number that does not fit
		return fmt.Errorf("%s is %s that is out of range", what, is)
	}
	return fmt.Errorf("%s is %s where %s is due", what, is, due)
}

// kindOf names what encoding/json calls a value.
func kindOf(value string) string {
	word, _, _ := strings.Cut(value, " ")
	switch word {
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "true or false"
	}
	return "a " + word // string, number
}

func dueKind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return "an object"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a string"
	case reflect.Pointer:
		return dueKind(t.Elem())
	}
	return "a number"
}
