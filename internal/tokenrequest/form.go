package tokenrequest

import (
	"bytes"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// The fields of the form, as its labels name them.
const (
	fieldName         = "Name"
	fieldPurpose      = "Purpose"
	fieldOwner        = "Owner"
	fieldOrganization = "Organization"
	fieldRepositories = "Repositories"
	fieldPermissions  = "Permissions"
	fieldCalls        = "Calls"
	fieldLifetime     = "Lifetime"
)

// Fields are the labels that the form may have, in its order.
var Fields = []string{
	fieldName, fieldPurpose, fieldOwner, fieldOrganization, fieldRepositories, fieldPermissions, fieldCalls, fieldLifetime,
}

// noResponse is what GitHub writes for a field that was left empty.
const noResponse = "_No response_"

// line is a line of the body, without its end.
type line struct {
	text   string
	number int // from 1
	start  int // byte in the body
}

// field is a heading of the body with the text below it. Blank lines and
// fences are left out.
type field struct {
	heading line
	lines   []line
}

// heading is a heading of Markdown; GitHub writes those of a form with three
// number signs.
var heading = lazyregexp.New(`^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$`)

// fence begins or ends a block of code, as a field with "render" has it.
var fence = lazyregexp.New("^ {0,3}(```+|~~~+)[ \t]*([^`]*)$")

// lines takes a body apart.
func lines(body []byte) []line {
	var out []line
	start := 0
	for number := 1; start < len(body); number++ {
		rest := body[start:]
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			end = len(rest)
		}
		out = append(out, line{strings.TrimRight(string(rest[:end]), "\r"), number, start})
		start += end + 1
	}
	return out
}

// readForm finds the fields of the form in the body.
func (r *reader) readForm() {
	var current *field
	open := "" // the fence of the block of code that is open
	for _, l := range lines(r.in.Body) {
		if mark := fence.FindStringSubmatch(l.text); mark != nil && (open == "" || strings.HasPrefix(mark[1], open) && mark[2] == "") {
			if open == "" {
				open = mark[1]
			} else {
				open = ""
			}
			continue
		}
		if match := heading.FindStringSubmatch(l.text); match != nil && open == "" {
			current = r.begin(l, match[1])
			continue
		}
		if text := strings.TrimSpace(l.text); current != nil && text != "" && text != noResponse {
			current.lines = append(current.lines, l)
		}
	}
}

// begin begins a field, and reports a heading that the form does not have.
func (r *reader) begin(l line, label string) *field {
	f := &field{heading: l}
	at := slices.IndexFunc(Fields, func(name string) bool { return strings.EqualFold(name, label) })
	if at < 0 {
		r.warn(l, "Unknown field", "The form of a token request has no field %q, so patctl ignores it.%s", clip(label), diag.DidYouMean(clip(label), Fields))
		return f
	}
	name := Fields[at]
	if first, twice := r.fields[name]; twice {
		r.error(l, "Field used twice", "The field %q is also on line %d. Keep one of them.", name, first.heading.number)
		return f
	}
	r.fields[name] = f
	return f
}

// maxClip is how much of a stranger's text a message repeats.
const maxClip = 80

// clip returns the beginning of a text.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) <= maxClip {
		return text
	}
	return string(runes[:maxClip]) + "..."
}
