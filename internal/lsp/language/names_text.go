package language

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/pat"
)

const policyPrefix = pat.PolicyRulePrefix

// namesInText are the names in a string that is the address of a template, or policy:NAME.
// If the string is not whole, it can go on within the key of a template.
func namesInText(text string, whole bool) []use {
	if rest, ok := strings.CutPrefix(text, policyPrefix); ok {
		if !whole || !hclsyntax.ValidIdentifier(rest) {
			return nil
		}
		return []use{{root: "policy", name: cty.NormalizeString(rest), inText: true, at: Place{Start: len(policyPrefix), End: len(text)}}}
	}
	var out []use
	var path []string
	for at := 0; ; {
		root, rest, ok := strings.Cut(text[at:], ".")
		if !ok || root != "module" && root != "template" {
			return nil
		}
		at += len(root) + 1
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		name := rest[:end]
		if !hclsyntax.ValidIdentifier(name) {
			return nil
		}
		out = append(out, use{root: root, name: cty.NormalizeString(name), path: path, inText: true, at: Place{Start: at, End: at + end}})
		at += end
		path = append(path[:len(path):len(path)], cty.NormalizeString(name))
		if root == "template" {
			if rest := text[at:]; rest == "" && whole || rest == ".address" && whole || strings.HasPrefix(rest, "[") {
				return out
			}
			return nil
		}
		at = afterKey(text, at)
		if at >= len(text) || text[at] != '.' {
			return nil
		}
		at++
	}
}

// afterKey is the place after the key of an instance, or the same place without one.
func afterKey(text string, at int) int {
	if !strings.HasPrefix(text[at:], `["`) {
		return at
	}
	for i := at + len(`["`); i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case strings.HasPrefix(text[i:], `"]`):
			return i + len(`"]`)
		}
	}
	return at
}

// decodeQuoted reads the escapes of a quoted string, in native syntax and JSON. The places are
// those of each byte of the result, and of its end, in a text in which the string begins at
// start.
func decodeQuoted(raw []byte, start int) (text []byte, at []int) {
	for i := 0; i < len(raw); {
		piece, size := escape(raw[i:])
		for range piece {
			at = append(at, start+i)
		}
		text, i = append(text, piece...), i+size
	}
	return text, append(at, start+len(raw))
}

// escape reads one character, or an escape, and how many bytes it takes.
func escape(raw []byte) (piece []byte, size int) {
	if raw[0] != '\\' || len(raw) < 2 {
		_, size = utf8.DecodeRune(raw)
		return raw[:size], size
	}
	switch raw[1] {
	case 'n':
		return []byte("\n"), 2
	case 'r':
		return []byte("\r"), 2
	case 't':
		return []byte("\t"), 2
	case 'b':
		return []byte("\b"), 2
	case 'f':
		return []byte("\f"), 2
	case 'u', 'U':
		return escapedRune(raw)
	}
	return raw[1:2], 2
}

func escapedRune(raw []byte) (piece []byte, size int) {
	size = len(`\u0000`)
	if raw[1] == 'U' {
		size = len(`\U00000000`)
	}
	r, ok := hexadecimal(raw, size)
	if !ok {
		return raw[1:2], 2
	}
	if utf16.IsSurrogate(r) && len(raw) > size+1 && raw[size] == '\\' && raw[size+1] == 'u' {
		if low, ok := hexadecimal(raw[size:], size); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				return utf8.AppendRune(nil, both), 2 * size
			}
		}
	}
	return utf8.AppendRune(nil, r), size
}

func hexadecimal(raw []byte, size int) (rune, bool) {
	if len(raw) < size {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[2:size]), 16, 31)
	return rune(n), err == nil
}
