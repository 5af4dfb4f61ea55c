package hcl

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

var (
	// sensitiveWord also finds what is likely a misspelling of the word.
	sensitiveWord = regexp.MustCompile(`(?i)sens`)
	blockStart    = regexp.MustCompile(`(?m)^[a-z]+\b[^=\n]*\{`)
)

// hideBroken hides, in a file that could not be parsed, every variable block
// that may be sensitive: its default may be what the parser complains about.
func (l *loader) hideBroken(f *file) {
	if f.broken == nil || !sensitiveWord.Match(f.src) {
		return
	}
	if strings.HasSuffix(f.name, ".json") {
		l.hide(wholeFile(f.name, f.src))
		return
	}
	starts := blockStart.FindAllIndex(f.src, -1)
	for i, start := range starts {
		from, to := start[0], len(f.src)
		if i+1 < len(starts) {
			to = starts[i+1][0]
		}
		if block := f.src[from:to]; bytes.HasPrefix(block, []byte("variable")) && sensitiveWord.Match(block) {
			at := rangeAt(f.name, f.src, from)
			at.End = rangeAt(f.name, f.src, max(from, to-1)).End
			l.hide(at)
		}
	}
}

// sensitiveCall begins a call that makes a value sensitive.
var sensitiveCall = regexp.MustCompile(`\bsensitive\s*\(`)

// hideCalls hides the calls of the function sensitive in a file that hold a
// text: it may be the secret.
func (l *loader) hideCalls(f *file) {
	line, counted, done := 1, 0, 0
	for _, start := range sensitiveCall.FindAllIndex(f.src, -1) {
		if start[0] < done {
			continue // within the one before
		}
		done = closingParenthesis(f.src, start[1])
		call := f.src[start[0]:done]
		if !bytes.ContainsAny(call, `"<`) {
			continue
		}
		line += bytes.Count(f.src[counted:start[0]], []byte("\n"))
		counted = start[0]
		l.hide(hcl.Range{Filename: f.name,
			Start: hcl.Pos{Line: line, Column: 1, Byte: start[0]},
			End:   hcl.Pos{Line: line + bytes.Count(call, []byte("\n")), Column: 1, Byte: done}})
	}
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

// hideFile keeps the lines of a file of values out of diagnostics where one of
// the variables is sensitive: what cannot be parsed may hold its value anywhere.
func (l *loader) hideFile(s *source, name string, src []byte) {
	if s.hasSensitive() || s.broken() {
		l.hide(wholeFile(name, src))
	}
}

// hideValues hides the arguments of a variable block that may hold its value:
// the default, and what may be a misspelled one.
func (l *loader) hideValues(body hcl.Body) {
	attributes, _ := body.JustAttributes() // what is wrong is reported elsewhere
	for name, a := range attributes {
		if !slices.Contains([]string{"type", "description", "sensitive", "nullable"}, name) {
			l.hide(a.Range)
		}
	}
}

// wholeFile is the range of everything in a file.
func wholeFile(name string, src []byte) hcl.Range {
	return hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.Pos{Line: len(src) + 1, Column: 1, Byte: len(src)}}
}
