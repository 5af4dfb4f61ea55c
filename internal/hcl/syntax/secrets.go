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

// PerhapsSensitive are the blocks of a file that could not be parsed that may hold a secret,
// which may be what the parser complains about: the default of a variable that may be
// sensitive, and a URL in serve.
func PerhapsSensitive(name string, src []byte) []hcl.Range {
	if !sensitiveWord.Match(src) && !servedURL(src) {
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
		block := src[from:to]
		if bytes.HasPrefix(block, []byte("variable")) && sensitiveWord.Match(block) || bytes.HasPrefix(block, []byte("serve")) && servedURL(block) {
			at := rangeAt(name, src, from)
			at.End = rangeAt(name, src, max(from, to-1)).End
			out = append(out, at)
		}
	}
	return out
}

// servedURL reports whether a text may hold a URL in serve.
func servedURL(src []byte) bool {
	return bytes.Contains(src, []byte("serve")) && bytes.Contains(src, []byte("://"))
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
	return PlacesBeside(body, "type", "description", "sensitive", "nullable")
}

// PlacesBeside are the arguments of a body with other names.
func PlacesBeside(body hcl.Body, names ...string) []hcl.Range {
	var out []hcl.Range
	attributes, _ := body.JustAttributes() // what is wrong is reported elsewhere
	for name, a := range attributes {
		if !slices.Contains(names, name) {
			out = append(out, a.Range)
		}
	}
	return out
}

// WholeFile is the range of everything in a file.
func WholeFile(name string, src []byte) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.Pos{Line: len(src) + 1, Column: 1, Byte: len(src)}}
}
