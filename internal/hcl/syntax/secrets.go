package syntax

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/lazyregexp"
)

var (
	// sensitiveWord also finds what is likely a misspelling of the word.
	sensitiveWord = lazyregexp.New(`(?i)sens`)
	blockStart    = lazyregexp.New(`(?m)^[a-z]+\b[^=\n]*\{`)
)

// PerhapsSensitive are the variable blocks of a file that could not be parsed that
// may be sensitive: the default of one may be what the parser complains about.
func PerhapsSensitive(name string, src []byte) []hcl.Range {
	if !sensitiveWord.Match(src) {
		return nil
	}
	if strings.HasSuffix(name, ".json") {
		return []hcl.Range{WholeFile(name, src)}
	}
	var out []hcl.Range
	starts := blockStart.FindAllIndex(src, -1)
	for i, start := range starts {
		from, to := start[0], len(src)
		if i+1 < len(starts) {
			to = starts[i+1][0]
		}
		if block := src[from:to]; bytes.HasPrefix(block, []byte("variable")) && sensitiveWord.Match(block) {
			at := rangeAt(name, src, from)
			at.End = rangeAt(name, src, max(from, to-1)).End
			out = append(out, at)
		}
	}
	return out
}

// sensitiveCall begins a call that makes a value sensitive.
var sensitiveCall = lazyregexp.New(`\bsensitive\s*\(`)

// CallsWithText are the calls of the function sensitive in a file that hold a
// text: it may be the secret.
func CallsWithText(name string, src []byte) []hcl.Range {
	if !bytes.Contains(src, []byte("sensitive")) { // the expression takes 20 times as long to find nothing
		return nil
	}
	var out []hcl.Range
	line, counted, done := 1, 0, 0
	for _, start := range sensitiveCall.FindAllIndex(src, -1) {
		if start[0] < done {
			continue // within the one before
		}
		done = closingParenthesis(src, start[1])
		call := src[start[0]:done]
		if !bytes.ContainsAny(call, `"<`) {
			continue
		}
		line += bytes.Count(src[counted:start[0]], []byte("\n"))
		counted = start[0]
		out = append(out, hcl.Range{Filename: name,
			Start: hcl.Pos{Line: line, Column: 1, Byte: start[0]},
			End:   hcl.Pos{Line: line + bytes.Count(call, []byte("\n")), Column: 1, Byte: done}})
	}
	return out
}

// closingParenthesis returns where a call ends whose arguments begin at from.
func closingParenthesis(src []byte, from int) int {
	for depth := 1; from < len(src) && depth > 0; from++ {
		switch src[from] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return from
}

// PlacesOfValues are the arguments of a variable block that may hold its value:
// the default, and what may be a misspelled one.
func PlacesOfValues(body hcl.Body) []hcl.Range {
	var out []hcl.Range
	attributes, _ := body.JustAttributes() // what is wrong is reported elsewhere
	for name, a := range attributes {
		if !slices.Contains([]string{"type", "description", "sensitive", "nullable"}, name) {
			out = append(out, a.Range)
		}
	}
	return out
}

// WholeFile is the range of everything in a file.
func WholeFile(name string, src []byte) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.Pos{Line: len(src) + 1, Column: 1, Byte: len(src)}}
}
