package calls

import (
	"bytes"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// isBatch reports whether a file is a batch file of Windows by its name.
func isBatch(name string) bool {
	extension := strings.ToLower(path.Ext(name))
	return extension == ".bat" || extension == ".cmd"
}

// readBatch finds the calls in a batch file.
func readBatch(text []byte) (reading.Reading, error) {
	text, comments := withoutBatchComments(text)
	r, err := Read(text)
	r.Comments += comments
	return r, err
}

// batchComment matches a comment of a batch file of Windows: a line that begins with REM
// or "::", or REM as a command behind others.
//
// https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/rem
var batchComment = lazyregexp.New(`(?i)^[ \t]*(?:@?[ \t]*rem(?:[ \t].*)?|::.*)$|[&|(][ \t]*@?rem(?:[ \t][^)]*)?`)

// withoutBatchComments replaces the comments of a batch file by spaces, and the sign that
// continues a line by that of a shell. It also gives how many lines are comments.
func withoutBatchComments(text []byte) ([]byte, int) {
	var out bytes.Buffer
	out.Grow(len(text))
	comments := 0
	for line := range bytes.Lines(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		before := line
		if batchComment.Match(line) {
			line = batchComment.ReplaceAllFunc(line, blanked)
		}
		if len(bytes.TrimSpace(line)) == 0 && len(bytes.TrimSpace(before)) > 0 {
			comments++
		}
		if kept, continued := bytes.CutSuffix(line, []byte("^")); continued {
			out.Write(kept)
			out.WriteByte('\\')
		} else {
			out.Write(line)
		}
		if ended {
			out.WriteByte('\n')
		}
	}
	return out.Bytes(), comments
}

// blanked is a comment as spaces.
func blanked(comment []byte) []byte {
	blank := bytes.Repeat([]byte(" "), len(comment))
	if comment[0] == '(' { // the bracket that closes stays, too
		blank[0] = '('
	}
	return blank
}
