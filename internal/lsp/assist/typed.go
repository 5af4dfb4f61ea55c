package assist

import (
	"bytes"
	"strings"
)

// isLineBegun reports whether an editor asks by itself where the user most likely goes on with a
// new line: after a brace, and where a line is indented. Enter would take the first item instead.
func (q Question) isLineBegun() bool {
	if q.Typed != "{" && q.Typed != " " {
		return false
	}
	_, text, at := q.part()
	before := text[:at]
	if q.Typed == "{" {
		return !bytes.HasSuffix(before, []byte("${")) && !bytes.HasSuffix(before, []byte("%{"))
	}
	return strings.TrimSpace(string(before[bytes.LastIndexByte(before, '\n')+1:])) == ""
}
