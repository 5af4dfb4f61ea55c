package syntax

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// checkComplexityJSON is checkComplexity for JSON, in which strings hold expressions.
func checkComplexityJSON(src []byte, filename string) hcl.Diagnostics {
	start := StartOf(filename)
	problem, err := JsonProblem(src, TemplateProblem)
	switch {
	case problem != "":
		return tooComplex(start, problem)
	case err != nil && dangerousIfRead(src):
		// Another parser may read on where this one stops.
		return tooComplex(start, fmt.Sprintf("This file is not valid JSON (%s), and it has too many brackets to check the rest.", err))
	}
	return nil
}

// JsonProblem says what of a JSON text the evaluation should not be trusted
// with, and inString what of a string in it. The error is that of the text itself.
func JsonProblem(src []byte, inString func(string) string) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(src))
	decoder.UseNumber()
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case json.Delim:
			if depth++; token == '}' || token == ']' {
				depth -= 2
			}
		case json.Number:
			if hugeNumber(token.String()) {
				return digitsProblem, nil
			}
		case string:
			if problem := inString(token); problem != "" {
				return problem, nil
			}
		}
		if depth > maxNesting {
			return fmt.Sprintf("Objects and arrays are nested more than %d levels deep.", maxNesting), nil
		}
	}
}

// maxTemplate is the size in bytes of a string above which it is not read for
// expressions.
const maxTemplate = 1 << 20

// TemplateProblem measures the expressions in a string, or in a file that is a
// template.
func TemplateProblem(text string) string {
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") && !manyLiterals([]byte("<<"+text)) {
		return ""
	}
	if len(text) > maxTemplate {
		return fmt.Sprintf("A template has more than %d MB.", maxTemplate>>20)
	}
	tokens, _ := hclsyntax.LexTemplate([]byte(text), "", hcl.InitialPos)
	meter := nestingMeter{}
	for _, token := range tokens {
		if problem := meter.add(token); problem != "" {
			return problem
		}
	}
	return ""
}

// dangerousIfRead judges a text that is not valid JSON, where only bytes can be
// counted.
func dangerousIfRead(src []byte) bool { return marks(src) > HarmlessBrackets }
