package analysis

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// spot is the block at the top of a document that a place is in.
type spot struct {
	doc   *outline.Document
	begin int    // of the part in the document
	text  []byte // of the part
	at    int    // the place in the part
	*hclsyntax.Block
}

// spotOf finds the block at a position. It is not ok in JSON, and where the block cannot be
// parsed.
func spotOf(doc *outline.Document, at protocol.Position) (spot, bool) {
	offset := doc.Offset(at)
	i := doc.At(offset)
	s := spot{doc: doc, begin: doc.Start(i).Byte, text: doc.Parts()[i].Text()}
	s.at = offset - s.begin
	if len(syntax.CheckComplexity(s.text, "")) > 0 {
		return s, false
	}
	parsed, _ := syntax.Parse(s.text, "")
	body, ok := parsed.(*hclsyntax.Body)
	if !ok {
		return s, false
	}
	for _, b := range body.Blocks {
		if b.Range().Start.Byte <= s.at && s.at <= b.Body.EndRange.End.Byte {
			s.Block = b
			return s, true
		}
	}
	return s, false
}

// lines widens a range of the part to whole lines, with the comments right before them.
func (s spot) lines(at hcl.Range) (start, end int) {
	start = bytes.LastIndexByte(s.text[:at.Start.Byte], '\n') + 1
	end = len(s.text)
	if i := bytes.IndexByte(s.text[at.End.Byte:], '\n'); i >= 0 {
		end = at.End.Byte + i + 1
	}
	for start > 0 {
		before := bytes.LastIndexByte(s.text[:start-1], '\n') + 1
		if !bytes.HasPrefix(bytes.TrimSpace(s.text[before:start]), []byte("#")) {
			break
		}
		start = before
	}
	return s.begin + start, s.begin + end
}

// remove removes what nothing refers to.
func remove(doc *outline.Document, d protocol.Diagnostic) []change {
	s, ok := spotOf(doc, d.Range.Start)
	if !ok {
		return nil
	}
	whole := hcl.RangeBetween(s.Range(), s.Body.EndRange)
	what := "the variable"
	if s.Type == "locals" {
		what = "the local value"
		for _, a := range s.Body.Attributes {
			if a.NameRange.Start.Byte == s.at && len(s.Body.Attributes) > 1 {
				whole = a.SrcRange
			}
		}
	}
	if whole.Start.Line == s.Range().Start.Line && whole.Start.Byte != s.Range().Start.Byte {
		return nil // in the line of the block
	}
	start, end := s.lines(whole)
	return []change{{title: "Remove " + what, start: start, end: end, preferred: true}}
}

// requiredArgument names an argument that is missing, in the words of patctl and hcl.
var requiredArgument = lazyregexp.New(`^Missing required argument\n\nThe argument "([^"\\]+)" is required`)

// placeholders are values to begin with.
var placeholders = map[string]string{
	"condition": "true", "section": `"repository"`, "levels": `["read"]`, "source": `"./"`, "type": "string",
}

// addArgument adds an argument that a block must have.
func addArgument(doc *outline.Document, d protocol.Diagnostic) []change {
	m := requiredArgument.FindStringSubmatch(d.Message)
	s, ok := spotOf(doc, d.Range.Start)
	if m == nil || !ok {
		return nil
	}
	value := placeholders[m[1]]
	switch {
	case m[1] == "name" && s.Type == "template" && len(s.Labels) == 1:
		value = strconv.Quote(s.Labels[0])
	case value == "":
		value = `""`
	}
	return s.insert(fmt.Sprintf("Add %s = %s", m[1], value), m[1]+" = "+value)
}

// insert puts a line at the beginning of the innermost block.
func (s spot) insert(title, line string) []change {
	inner, indent := s.Block, "  "
	for _, b := range s.Body.Blocks {
		if b.Range().Start.Byte <= s.at && s.at <= b.Body.EndRange.End.Byte {
			inner, indent = b, "    "
		}
	}
	at := inner.OpenBraceRange.End.Byte
	text := "\n" + indent + line
	if inner.OpenBraceRange.Start.Line == inner.CloseBraceRange.Start.Line {
		if text = " " + line; len(inner.Body.Attributes) > 0 {
			return nil // a block in one line has one argument
		}
		if inner.CloseBraceRange.Start.Byte == at {
			text += " "
		}
	}
	return []change{{title: title, start: s.begin + at, end: s.begin + at, text: text, preferred: true}}
}

// addLifetime sets the lifetime that GitHub's form begins with.
func addLifetime(doc *outline.Document, d protocol.Diagnostic) []change {
	s, ok := spotOf(doc, d.Range.Start)
	if !ok {
		return nil
	}
	return s.insert("Add expires_in = 30", "expires_in = 30")
}

var (
	lacking = lazyregexp.New(`Add (.+) to the permissions\.`)
	lack    = lazyregexp.New(`([a-z_]+) = "([a-z]+)"`)
)

// addPermissions adds what an endpoint needs.
func addPermissions(doc *outline.Document, d protocol.Diagnostic) []change {
	m := lacking.FindStringSubmatch(d.Message)
	s, ok := spotOf(doc, d.Range.Start)
	if m == nil || !ok {
		return nil
	}
	var names, levels []string
	for _, one := range lack.FindAllStringSubmatch(m[1], -1) {
		names, levels = append(names, one[1]), append(levels, one[2])
	}
	a, ok := s.Body.Attributes["permissions"]
	if !ok {
		items := strings.Join(assignments(names, levels), ", ")
		return s.insert("Add permissions = { "+items+" }", "permissions = { "+items+" }")
	}
	object, ok := a.Expr.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return nil
	}
	text := s.grant(object, names, levels)
	return []change{{title: "Add " + m[1] + " to permissions", start: s.begin + object.SrcRange.Start.Byte, end: s.begin + object.SrcRange.End.Byte, text: text, preferred: true}}
}

func assignments(names, levels []string) []string {
	var items []string
	for i, name := range names {
		items = append(items, fmt.Sprintf("%s = %q", name, levels[i]))
	}
	return items
}

// grant is the text of an object with more permissions.
func (s spot) grant(object *hclsyntax.ObjectConsExpr, names, levels []string) string {
	text := string(s.text[object.SrcRange.Start.Byte:object.SrcRange.End.Byte])
	begin := object.SrcRange.Start.Byte
	var added []string
	for i, name := range names {
		at := -1
		for n, item := range object.Items {
			if hcl.ExprAsKeyword(item.KeyExpr) == name {
				at = n
			}
		}
		if at < 0 {
			added = append(added, fmt.Sprintf("%s = %q", name, levels[i]))
			continue
		}
		old := object.Items[at].ValueExpr.Range()
		grown := len(text) - (object.SrcRange.End.Byte - begin) // by values before it
		from, to := old.Start.Byte-begin, old.End.Byte-begin
		if grown != 0 {
			return text // two levels at once: the second diagnostic remains
		}
		text = text[:from] + strconv.Quote(levels[i]) + text[to:]
	}
	if len(added) == 0 {
		return text
	}
	between, first := ", ", " "
	if strings.Contains(text, "\n") {
		first, between = "\n    ", "\n    "
	}
	rest := text[1:]
	if strings.TrimSpace(rest) == "}" {
		return "{ " + strings.Join(added, ", ") + " }"
	}
	if first == " " {
		return "{ " + strings.Join(added, between) + "," + rest
	}
	return "{" + first + strings.Join(added, between) + rest
}

// addQuotes makes a string of a word that refers to nothing, where the message suggests it.
func addQuotes(doc *outline.Document, d protocol.Diagnostic) []change {
	start, end := doc.Offset(d.Range.Start), doc.Offset(d.Range.End)
	quoted := strconv.Quote(string(doc.Bytes()[start:end]))
	if !strings.Contains(d.Message, " put it in quotes: "+quoted) {
		return nil
	}
	return []change{{title: "Change to " + quoted, start: start, end: end, text: quoted, preferred: true}}
}
