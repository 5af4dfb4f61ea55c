package calls

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// logicalLine is a line, with the next ones where a backslash or an open
// quotation mark of a command continues it.
type logicalLine struct {
	text   string
	number int // of its first line, from 1
	count  int // of lines
	// comment: the line is within a comment of several lines.
	comment bool
}

// column is where the text begins, in characters from 1.
func (l logicalLine) column() int {
	return utf8.RuneCountInString(l.text) - utf8.RuneCountInString(strings.TrimLeft(l.text, " \t")) + 1
}

// maxContinued is how many lines belong together at most: an apostrophe in prose
// must not swallow a text.
const maxContinued = 200

// logicalLines goes through the lines of a text. Text that a command reads from
// the script itself, as a body, is no line of its own.
func logicalLines(text string) iter.Seq[logicalLine] {
	return func(yield func(logicalLine) bool) {
		lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		for i := 0; i < len(lines); {
			line := commentBlock(lines[i:])
			if line.count == 0 {
				line = continued(lines[i:])
				line.count += bodyAfter(line, lines[i+line.count:])
			}
			line.number = i + 1
			if !yield(line) {
				return
			}
			i += line.count
		}
	}
}

// blockStart begins a comment of several lines in many languages. In a shell it
// would be a pattern.
var blockStart = regexp.MustCompile(`^\s*/\*(?:[*!\s]|$)`)

// commentBlock gives the lines of a comment that begins with the first of the
// lines and ends with a line; count is 0 where there is none. What follows the end
// of a comment on its line is no comment.
func commentBlock(lines []string) logicalLine {
	if !blockStart.MatchString(lines[0]) {
		return logicalLine{}
	}
	for i, line := range lines[:min(len(lines), maxContinued)] {
		if i == 0 {
			_, line, _ = strings.Cut(line, "/*")
		}
		_, after, closed := strings.Cut(line, "*/")
		if !closed {
			continue
		}
		if strings.TrimSpace(after) == "" {
			return logicalLine{text: lines[0], count: i + 1, comment: true}
		}
		return logicalLine{text: after, count: i + 1}
	}
	return logicalLine{}
}

// hereDocument is a body that follows a command: <<EOF, <<-'EOF'.
var hereDocument = regexp.MustCompile(`<<-?\s*["'\\]?(\w+)["']?`)

// bodyAfter counts the lines of the body that curl or gh reads after a line.
func bodyAfter(line logicalLine, rest []string) int {
	if !strings.Contains(line.text, "<<") || !startsCommand(line.text) {
		return 0
	}
	match := hereDocument.FindStringSubmatch(line.text)
	if match == nil {
		return 0
	}
	for i, text := range rest[:min(len(rest), maxContinued)] {
		if strings.TrimSpace(text) == match[1] {
			return i + 1
		}
	}
	return 0
}

// continued joins the first of the lines with those that continue it.
func continued(lines []string) logicalLine {
	line := logicalLine{text: lines[0], count: 1}
	if isComment(strings.TrimSpace(lines[0])) || !startsCommand(lines[0]) {
		return line
	}
	line = joinBackslashes(line, lines)
	var q quotation
	if q.read(line.text); !q.open() {
		return line
	}
	whole := []string{line.text}
	for count := line.count; count < len(lines) && count < maxContinued; {
		whole = append(whole, lines[count])
		q.read("\n" + lines[count])
		if count++; !q.open() {
			return joinBackslashes(logicalLine{text: strings.Join(whole, "\n"), count: count}, lines)
		}
	}
	return line // the mark is never closed: it is no quotation
}

func joinBackslashes(line logicalLine, lines []string) logicalLine {
	for strings.HasSuffix(line.text, `\`) && line.count < len(lines) && line.count < maxContinued {
		line.text = strings.TrimSuffix(line.text, `\`) + " " + lines[line.count]
		line.count++
	}
	return line
}

// namedCommand is a command that is read, and what stands before it.
var namedCommand = regexp.MustCompile(`^(.*?)\b(?:curl|gh|git)(?:\.exe)?(?:\s|\\?$)`)

// wrappers run the command that follows them, or what follows their options.
var wrappers = []string{
	"sudo", "time", "then", "do", "else", "if", "while", "until", "exec", "env", "command", "timeout", "retry", "nice", "nohup",
	"xargs", "stdbuf", "flock", "doas", "watch", "parallel", "unbuffer", "RUN", "CMD",
}

// startsCommand reports whether a line runs one of the commands that are read,
// rather than to speak of it: nothing stands before it but what a shell or a
// workflow has there.
func startsCommand(text string) bool {
	if !mayName(text) {
		return false
	}
	match := namedCommand.FindStringSubmatch(text)
	if match == nil {
		return false
	}
	before := strings.TrimSpace(match[1])
	if before == "" || strings.ContainsAny(before[len(before)-1:], "$>|;&(:-\"'=`/!#%@") {
		return true
	}
	words := strings.Fields(before)
	last := words[len(words)-1]
	return strings.Contains(last, "=") || slices.Contains(wrappers, words[0]) || slices.Contains(wrappers, last)
}

// mayName is quick to say of most lines of most texts that they name no command.
func mayName(text string) bool {
	for _, name := range []string{"curl ", "curl\t", "curl.exe", "gh ", "gh\t", "gh.exe", "git ", "git\t"} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return strings.HasSuffix(strings.TrimRight(text, " \t\\"), "curl")
}

// quotation follows the quotation marks of a shell through a text.
type quotation struct {
	mark    byte // that is open; 0: none
	escaped bool // the last character was a backslash
}

func (q *quotation) open() bool { return q.mark != 0 }

// read goes on with the next part of the text.
func (q *quotation) read(text string) {
	for i := range len(text) {
		c := text[i]
		switch {
		case q.escaped:
			q.escaped = false
		case c == '\\' && q.mark != '\'':
			q.escaped = true
		case q.mark == 0 && (c == '\'' || c == '"'):
			q.mark = c
		case c == q.mark:
			q.mark = 0
		}
	}
}
