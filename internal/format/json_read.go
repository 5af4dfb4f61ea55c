package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/exactjson"
)

// Unmarshal decodes a document, and says in which line JSON is not valid.
func Unmarshal(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return jsonProblem(data, err)
	}
	return exactjson.Check(data, v)
}

// jsonProblem adds the line to a mistake of JSON syntax.
func jsonProblem(data []byte, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return exactjson.InWords(err)
	}
	before := data[:min(int(syntax.Offset), len(data))]
	return fmt.Errorf("line %d: %w", bytes.Count(before, []byte("\n"))+1, err)
}
