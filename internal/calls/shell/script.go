package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// interpreted is the first line of a script that a shell runs.
var interpreted = lazyregexp.New(`^#!\s*\S*/(?:env\s+(?:-S\s+)?)?(?:ba|z|da|k|a)?sh\b`)

// scripts goes through a piece. A script of a shell is parsed as a whole, statement
// by statement. In other text statements are looked for at each line, and it is
// doubted whether one that goes over several lines is one: what cannot be parsed is
// left to the finders of single lines.
func (r *reader) scripts(p *piece, certain bool) {
	for at := 0; at < len(p.text); {
		r.exhaust(p.place(at))
		if end := r.skip(p, at, certain); end > at {
			at = end
			continue
		}
		next := r.run(p, at, certain)
		if next == at {
			next = r.single(p, at, certain)
		}
		at = next
	}
}

// skip passes over an empty line, or a comment: in a text that may be anything, one
// of other languages as well.
func (r *reader) skip(p *piece, at int, certain bool) int {
	end := source.LineEnd(p.text, at)
	line := strings.TrimSpace(p.text[at:end])
	switch {
	case line == "":
		return end
	case r.errorAt(p, at):
		r.count(&r.Others, p, 1)
		return end
	case certain && line[0] == '#', !certain && source.IsComment(line):
		r.count(&r.Comments, p, 1)
		return end
	case certain:
		return at
	}
	size, lines := source.CommentBlock(p.text[at:])
	r.count(&r.Comments, p, lines)
	return at + size
}

// errorAt reports whether a line belongs to an error that was read as a whole.
func (r *reader) errorAt(p *piece, at int) bool {
	return r.host.InErrorAt(p.place(at))
}

// line hands on a line, or what is left of it, that holds no command that was read.
func (r *reader) line(p *piece, text string, at int, working bool) {
	if !r.collecting {
		r.host.Left(text, p.place(at+len(text)-len(strings.TrimLeft(text, " \t"))), working, p.deep == 0)
	}
}

// count counts lines of the text itself.
func (r *reader) count(counter *int, p *piece, lines int) {
	if p.deep == 0 && !r.collecting {
		*counter += lines
	}
}

// run reads statements from the beginning of a line on. It returns the beginning
// of the line up to which they were understood.
func (r *reader) run(whole *piece, at int, certain bool) int {
	if !certain && r.host.IsRequest(whole.text[at:source.LineEnd(whole.text, at)]) {
		return at
	}
	p, done := whole.rest(at), 0
	text, code := lineIn{text: p.text}, lineIn{text: p.code}
	seen, isComment := -1, false // of the line that was looked at last
	var group []*syntax.Stmt
	r.statements(p.code, false, func(stmt *syntax.Stmt) bool {
		end := p.stmtEnd(stmt)
		if !certain {
			if first := text.begin(begin(stmt)); first != seen {
				seen, isComment = first, p.inComment(first)
			}
			if !p.isShell(stmt, end) || r.errorAt(p, text.begin(end)) || isComment {
				return false
			}
		}
		group = append(group, stmt)
		last := code.end(end)
		if !lineDone.MatchString(p.code[end:last]) {
			return true
		}
		done = r.between(p, done, source.LineBegin(p.text, begin(group[0])), certain)
		r.group(p, group, done, last)
		done, group = last, nil
		return certain || !r.errorAt(p, done) && !r.host.IsRequest(p.text[done:source.LineEnd(p.text, done)])
	})
	return at + done
}

// lineIn is a line of a text. It is looked for again only for a place that is not in it: a line
// may have many statements.
type lineIn struct {
	text     string
	from, to int
}

func (l *lineIn) find(at int) {
	if at < l.from || at >= l.to {
		l.from, l.to = source.LineBegin(l.text, at), source.LineEnd(l.text, at)
	}
}

func (l *lineIn) begin(at int) int { l.find(at); return l.from }
func (l *lineIn) end(at int) int   { l.find(at); return l.to }

// inComment reports whether a line is the beginning of a comment of another language.
func (p *piece) inComment(at int) bool {
	line := p.text[at:]
	size, _ := source.CommentBlock(line)
	return size > 0 || strings.HasPrefix(strings.TrimLeft(line, " \t"), "//")
}

// lineDone is what may follow the last statement of a line.
var lineDone = lazyregexp.New(`^[ \t;&]*(?:#.*)?\n?$`)

// rest is the piece from an offset on.
func (p *piece) rest(at int) *piece {
	rest := *p
	rest.text, rest.code, rest.at = p.text[at:], p.code[at:], p.place(at)
	return &rest
}

// between passes over the lines before a statement, which are empty or comments.
func (r *reader) between(p *piece, from, to int, certain bool) int {
	for from < to {
		end := r.skip(p, from, certain)
		if end == from {
			return from
		}
		from = end
	}
	return from
}

// stmtEnd is where a statement ends, with the texts that follow it for its
// commands.
func (p *piece) stmtEnd(stmt *syntax.Stmt) int {
	end := p.end(stmt)
	syntax.Walk(stmt, func(node syntax.Node) bool {
		if redirect, ok := node.(*syntax.Redirect); ok && redirect.Hdoc != nil {
			end = max(end, p.end(redirect.Hdoc))
		}
		return true
	})
	return end
}

// isShell reports whether a statement of a text that may be anything is one: it is
// a line, or has the form of what only a shell has. An apostrophe in prose must not
// swallow a text.
func (p *piece) isShell(stmt *syntax.Stmt, end int) bool {
	if !strings.Contains(p.text[begin(stmt):end], "\n") {
		return true
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		return p.isCommand(cmd, stmt)
	case *syntax.BinaryCmd:
		return p.isShell(cmd.X, p.stmtEnd(cmd.X)) && p.isShell(cmd.Y, p.stmtEnd(cmd.Y))
	case *syntax.ArithmCmd, *syntax.LetClause, nil:
		return false
	}
	return true
}

// isCommand is the same of a simple command. It has a name that is known, or its
// lines end with backslashes.
func (p *piece) isCommand(call *syntax.CallExpr, stmt *syntax.Stmt) bool {
	for _, word := range call.Args {
		text := plain(p.source(word))
		if name := delegate.Name(text); slices.Contains(known, name) || slices.Contains(silent, name) || slices.Contains(shells, name) || name == "eval" || name == "ssh" {
			return true
		}
		if !delegate.Option.MatchString(text) && !delegate.IsWrapper(text) {
			break
		}
	}
	if slices.ContainsFunc(stmt.Redirs, func(r *syntax.Redirect) bool { return r.Hdoc != nil }) {
		return false
	}
	for _, a := range call.Assigns {
		if strings.Contains(p.source(a), "\n") && a.Array == nil && !strings.Contains(p.source(a), "$(") {
			return false
		}
	}
	return !slices.ContainsFunc(call.Args, func(w *syntax.Word) bool { return strings.Contains(p.source(w), "\n") })
}

// group reads statements that begin and end with a line.
func (r *reader) group(p *piece, group []*syntax.Stmt, from, to int) {
	if r.collecting {
		for _, stmt := range group {
			r.collect(p, stmt)
		}
		r.collectLines(p.text[from:to])
		return
	}
	page := newPage(p, from, to)
	r.walk(p, page, group)
	for i := range page.breaks {
		left, whole, at := page.line(i)
		r.left(p, left, whole, at, page.working[i])
	}
}

// walk reads the commands of statements.
func (r *reader) walk(p *piece, page *page, stmts []*syntax.Stmt) {
	c := commands{reader: r, piece: p, page: page, loud: map[syntax.Node]bool{}, apart: map[syntax.Node]bool{}, given: map[syntax.Node]string{}}
	for _, stmt := range stmts {
		syntax.Walk(stmt, c.visit)
	}
}

// left looks at what is left of a line.
func (r *reader) left(p *piece, left, whole string, at int, working bool) {
	switch {
	case strings.TrimSpace(left) != "":
		r.line(p, left, at, working)
	case strings.TrimSpace(whole) == "", working:
	case source.IsComment(strings.TrimSpace(whole)):
		r.count(&r.Comments, p, 1)
	default:
		r.count(&r.Others, p, 1)
	}
}

// leading is what a line may begin with that belongs to a construct of more lines.
var leading = lazyregexp.New(`^\s*(?:(?:(?:then|do|else|elif|if|while|until|fi|done|esac|!)\b|\}|\)|;|&&|&|\|)\s*)+`)

// single reads a line that is no statement, with those that a backslash adds. As
// far as it is a part of one, its commands are read. It returns where it ends.
func (r *reader) single(p *piece, at int, certain bool) int {
	end := source.LineEnd(p.text, at)
	for count := 1; count < maxContinued && strings.HasSuffix(p.text[at:end], "\\\n") && end < len(p.text) && namesCommand(p.text[at:end]); count++ {
		end = source.LineEnd(p.text, end)
	}
	if r.collecting {
		r.collectLines(p.text[at:end])
	}
	if !certain && r.host.IsRequest(p.text[at:end]) || !r.parsedAlone(p, at, end) {
		for from := at; from < end; from = source.LineEnd(p.text, from) {
			r.line(p, strings.TrimSuffix(p.text[from:source.LineEnd(p.text, from)], "\n"), from, false)
		}
	}
	return end
}

// maxContinued is how many lines belong together at most.
const maxContinued = 200

// parsedAlone parses some lines on their own, and reports whether it could: as
// they are, or without what belongs to the lines before, and with what is missing.
func (r *reader) parsedAlone(p *piece, from, to int) bool {
	alone := p.rest(from)
	alone.text, alone.code = alone.text[:to-from], alone.code[:to-from]
	for _, prefix := range []int{0, len(leading.FindString(alone.code))} {
		var group []*syntax.Stmt
		code := strings.Repeat(" ", prefix) + strings.TrimRight(alone.code[prefix:], "`\n")
		whole := r.statements(code, true, func(stmt *syntax.Stmt) bool {
			group = append(group, stmt)
			return true
		})
		if whole && len(group) > 0 {
			r.group(alone, group, 0, to-from)
			return true
		}
	}
	return false
}

// collectLines notes the variables of single lines.
func (r *reader) collectLines(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		r.collectLine(line)
	}
}
