package shell

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// piece is a part of a text that may be a script, or a script within one.
type piece struct {
	text string // as it was written
	// code is the text for the parser: as long, byte for byte, with something else
	// where other programs put values into the script before a shell sees it.
	code string
	at   int  // where it begins in the whole text
	held bool // it is the value of a variable: all of it is at one place
	deep int  // how many scripts it is within
}

// filler replaces a byte that the shell drops. It is removed from words.
const filler = "\x01"

// place is where an offset of a piece is in the whole text.
func (p *piece) place(offset int) int {
	if p.held {
		return p.at
	}
	return p.at + offset
}

// source is the text of a node.
func (p *piece) source(node syntax.Node) string { return p.text[begin(node):p.end(node)] }

func begin(node syntax.Node) int { return int(node.Pos().Offset()) }

// end is where a node ends. The parser gives none for what it had to add.
func (p *piece) end(node syntax.Node) int {
	return max(begin(node), min(int(node.End().Offset()), len(p.text)))
}

// inner is the part of a piece that is a script of its own. Where the shell takes
// backslashes from it first, escaped is true.
func (p *piece) inner(from, to int, escaped bool) *piece {
	text, code := p.text[from:to], p.code[from:to]
	if escaped {
		text, code = withoutEscapes(text), withoutEscapes(code)
	}
	return &piece{text: text, code: code, at: p.place(from), held: p.held, deep: p.deep + 1}
}

// escape is a backslash that a shell takes from a text in double quotation marks.
var escape = lazyregexp.New("\\\\([\"$`\\\\])")

func withoutEscapes(text string) string { return escape.ReplaceAllString(text, filler+"$1") }

var (
	// expression is a value that GitHub puts into a script before it runs.
	expression = lazyregexp.New(`\$\{\{.*?\}\}`)
	// makeSign is a dollar sign of a recipe, and makeName a variable of Make that is
	// no name.
	makeSign = lazyregexp.New(`\$\$`)
	makeName = lazyregexp.New(`\$[<^|%+]`)
	// makePrefix is what Make takes from the beginning of a recipe's line.
	makePrefix = lazyregexp.New(`^\s*[-@+]+`)
)

// newPiece prepares a part of the text for the parser.
func newPiece(text string, at int, recipe bool) *piece {
	code := text
	if strings.Contains(code, "${{") {
		code = expression.ReplaceAllStringFunc(code, func(found string) string {
			return "${" + strings.Repeat("_", len(found)-len("${}")) + "}"
		})
	}
	code = withoutPlaceholders(code)
	if recipe {
		code = makePrefix.ReplaceAllStringFunc(code, func(found string) string { return strings.Repeat(" ", len(found)) })
		code = makeSign.ReplaceAllString(code, filler+"$")
		code = makeName.ReplaceAllString(code, "$$_")
		text = makeSign.ReplaceAllString(text, filler+"$")
	}
	return &piece{text: text, code: printable(code), at: at}
}

// withoutPlaceholders puts curly brackets around the names that people write for values, such as
// <owner>. Behind another "<" it is a heredoc. Between two of them is at least one other character.
func withoutPlaceholders(code string) string {
	var out []byte
	for at, free := 0, 0; ; {
		i := strings.IndexByte(code[at:], '<')
		if i < 0 {
			break
		}
		at += i + 1
		if before := at - 2; before >= 0 && (before < free || code[before] == '<') || at == len(code) || !isLetter(code[at]) {
			continue
		}
		end := at
		for end < len(code) && (isLetter(code[end]) || '0' <= code[end] && code[end] <= '9' || code[end] == '_' || code[end] == '-') {
			end++
		}
		if end == len(code) || code[end] != '>' {
			continue
		}
		if out == nil {
			out = []byte(code)
		}
		out[at-1], out[end] = '{', '}'
		at, free = end+1, end+1
	}
	if out == nil {
		return code
	}
	return string(out)
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// printable replaces bytes that are no text, at which the parser would stop.
func printable(code string) string {
	if utf8.ValidString(code) && !strings.Contains(code, "\x00") {
		return code
	}
	bytes := []byte(code)
	for i := 0; i < len(bytes); {
		r, size := utf8.DecodeRune(bytes[i:])
		if r == utf8.RuneError && size == 1 || r == 0 {
			bytes[i] = filler[0]
		}
		i += size
	}
	return string(bytes)
}

// What a statement may be at most, so that the parser, which calls itself for what
// is nested, needs little memory and time. Functions of scripts are smaller; what
// is larger is read line by line.
const (
	maxStatement = 64 << 10
	maxOpened    = 4096 // brackets and keywords that may have others within them
)

var errLarge = errors.New("the statement is too large")

// feed gives a text to the parser, and ends where a statement is too large.
type feed struct {
	text   string
	at     int
	size   int // of the present statement
	opened int
	spent  *int // what all statements together cost
}

func (f *feed) Read(to []byte) (int, error) {
	if f.at >= len(f.text) {
		return 0, io.EOF
	}
	if f.size > maxStatement || f.opened > maxOpened || *f.spent < 0 {
		return 0, errLarge
	}
	n := copy(to, f.text[f.at:])
	opened := openings(f.text[f.at : f.at+n])
	// The time for what is nested grows with the square of the depth.
	*f.spent -= n + ((f.opened+opened)*(f.opened+opened)-f.opened*f.opened)/16
	f.at, f.size, f.opened = f.at+n, f.size+n, f.opened+opened
	return n, nil
}

// next says that the parser goes on to another statement.
func (f *feed) next() {
	f.size, f.opened = 0, 0
	*f.spent -= statementCost
}

// openings counts what may have something nested in it.
func openings(text string) int {
	count, word := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z':
			continue
		case strings.IndexByte("({[`!~?=", c) >= 0:
			count++
		}
		switch text[word:i] {
		case "if", "while", "until", "for", "case", "do", "then", "time", "coproc", "function", "select":
			count++
		}
		word = i + 1
	}
	return count
}

// statements parses code, statement by statement, until yield returns false. It
// reports whether it came to the end. With repair, what is missing at the end of a
// construct is added.
func (r *reader) statements(code string, repair bool, yield func(*syntax.Stmt) bool) (whole bool) {
	if r.budget < 0 {
		return false
	}
	r.budget -= parserCost
	options := []syntax.ParserOption{syntax.KeepComments(true)}
	if repair {
		options = append(options, syntax.RecoverErrors(maxRepairs))
	}
	from := &feed{text: code, spent: &r.budget}
	stopped, ours := false, false
	defer func() {
		if ours { // a mistake in our own code
			return
		}
		if recover() != nil { // the parser's, which to a reader is a text that does not parse
			whole = false
		}
	}()
	// Not by range: the parser may have an error to tell after it was told to stop.
	syntax.NewParser(options...).StmtsSeq(from)(func(stmt *syntax.Stmt, err error) bool {
		if !stopped {
			from.next()
			ours = true
			stopped = err != nil || !yield(stmt)
			ours = false
		}
		return !stopped
	})
	return !stopped
}

// What a parser costs before it reads anything, and what a statement costs however small it is,
// in bytes that are read.
const (
	parserCost    = 256
	statementCost = 64
)

// maxRepairs is more than a line leaves open.
const maxRepairs = 10
