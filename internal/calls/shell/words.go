package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Placeholders for values that the text does not tell.
const (
	outputValue = "{output}" // of a command
	numberValue = "{number}"
)

// maxWord is how long a word may become by the values of variables.
const maxWord = 64 << 10

// wordReader puts a word together. An unquoted value may make several of it.
type wordReader struct {
	*reader
	piece *piece
	text  strings.Builder
	began bool
	words []string
}

// words gives what a word becomes: variables whose value is in the text have it,
// the others stay as ${NAME}.
func (r *reader) words(p *piece, w *syntax.Word) []string {
	if w == nil {
		return nil
	}
	read := wordReader{reader: r, piece: p}
	read.parts(w.Parts, false)
	read.end()
	return read.words
}

// allWords is the same of several.
func (r *reader) allWords(p *piece, all []*syntax.Word) []string {
	var found []string
	for _, w := range all {
		found = append(found, r.words(p, w)...)
	}
	return found
}

// word is the same in one.
func (r *reader) word(p *piece, w *syntax.Word) string { return strings.Join(r.words(p, w), " ") }

func (w *wordReader) add(text string) {
	w.began = true
	w.text.WriteString(text)
}

func (w *wordReader) end() {
	if w.began {
		w.words = append(w.words, w.text.String())
	}
	w.text.Reset()
	w.began = false
}

func (w *wordReader) parts(parts []syntax.WordPart, quoted bool) {
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			w.add(literal(w.piece.source(part), quoted))
		case *syntax.SglQuoted:
			w.add(plain(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(w.piece.source(part), "$"), "'"), "'")))
		case *syntax.DblQuoted:
			w.add("")
			w.parts(part.Parts, true)
		case *syntax.ParamExp:
			w.parameter(part, quoted)
		case *syntax.CmdSubst:
			w.add(w.output(part))
		case *syntax.ArithmExp:
			w.add(numberValue)
		case *syntax.ProcSubst:
			w.add(outputValue)
		default:
			w.add(plain(w.piece.source(part)))
		}
	}
}

// plain is text without what the shell drops.
func plain(text string) string { return strings.ReplaceAll(text, filler, "") }

// literal is text without its backslashes.
func literal(text string, quoted bool) string {
	if !strings.Contains(text, `\`) {
		return plain(text)
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && (!quoted || strings.IndexByte("\"$`\\\n", text[i+1]) >= 0) {
			if i++; text[i] == '\n' {
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return plain(out.String())
}

// parameter adds the value of a variable, or its name.
func (w *wordReader) parameter(p *syntax.ParamExp, quoted bool) {
	if text := w.piece.source(p); strings.HasPrefix(text, "${{") {
		w.add(w.values.expression(text))
		return
	}
	if p.Param == nil {
		w.add("${value}")
		return
	}
	name := p.Param.Value
	if w.scope != nil && w.scoped(p, quoted) {
		return
	}
	list, known := w.values.list(name)
	switch {
	case name == "$":
		w.add("$") // of a recipe, where the name follows
	case name == "env":
		w.add("$env") // the name follows in PowerShell
	case known && isAll(p.Index) && w.text.Len() < maxWord:
		w.splice(list)
	case p.Index == nil && p.Exp == nil && p.Repl == nil && p.Slice == nil && !p.Length && !p.Excl && w.text.Len() < maxWord:
		w.value(w.values.value(name), quoted)
	default:
		w.add(w.defaultOf(p))
	}
}

// isAll reports whether an index is that of all the elements of a list.
func isAll(index syntax.ArithmExpr) bool {
	word, ok := index.(*syntax.Word)
	return ok && (word.Lit() == "@" || word.Lit() == "*")
}

// splice adds the elements of a list.
func (w *wordReader) splice(list []string) {
	for i, element := range list {
		if i > 0 {
			w.end()
		}
		w.add(element)
	}
}

// value adds a value, which without quotation marks is split.
func (w *wordReader) value(value string, quoted bool) {
	if quoted || strings.Contains(value, "${{") {
		w.add(value)
		return
	}
	w.splice(strings.Fields(value))
}

// defaultOf is a variable with a value for where it has none. It decides what is
// called only where it is one of the commands, or the address of the API.
func (w *wordReader) defaultOf(p *syntax.ParamExp) string {
	name := "${" + p.Param.Value + "}"
	if p.Exp == nil || p.Exp.Op != syntax.DefaultUnset && p.Exp.Op != syntax.DefaultUnsetOrNull && p.Exp.Op != syntax.AssignUnset && p.Exp.Op != syntax.AssignUnsetOrNull {
		return name
	}
	value := w.word(w.piece, p.Exp.Word)
	if slices.Contains(known, value) || address.Base.MatchString(value) && address.IsAddress(value+"/") && !address.API.MatchString(value) {
		return value
	}
	return name
}

// output is a placeholder for the output of a command: a variable in a Makefile, or
// the name of a program that the command looks for.
func (w *wordReader) output(c *syntax.CmdSubst) string {
	if name := makeVariable(c); name != "" {
		return w.values.value(name)
	}
	if r := onlyText(c); r != nil {
		return strings.TrimRight(w.reader.text(w.piece, r), "\n")
	}
	call := onlyCall(c)
	if call == nil {
		return outputValue
	}
	first, last := call.Args[0].Lit(), call.Args[len(call.Args)-1].Lit()
	if slices.Contains([]string{"which", "command", "type"}, first) && slices.Contains(known, last) {
		return last
	}
	return outputValue
}

// onlyText is the text that a substitution is, as $(cat <<EOF); nil: it is none.
func onlyText(c *syntax.CmdSubst) *syntax.Redirect {
	call := onlyCall(c)
	if call == nil || len(call.Args) != 1 || call.Args[0].Lit() != "cat" || len(c.Stmts[0].Redirs) != 1 {
		return nil
	}
	if r := c.Stmts[0].Redirs[0]; r.Hdoc != nil {
		return r
	}
	return nil
}

// text is the text of a redirection, with the values of variables unless its sign
// is quoted.
func (r *reader) text(p *piece, redirect *syntax.Redirect) string {
	if strings.ContainsAny(p.source(redirect.Word), `"'\`) {
		body := plain(p.source(redirect.Hdoc))
		last := strings.TrimRight(body, "\n")
		if from := lineBegin(last); strings.TrimSpace(last[from:]) == strings.Trim(p.source(redirect.Word), `"'\`) {
			return body[:from] // the parser may have its end in it
		}
		return body
	}
	read := wordReader{reader: r, piece: p}
	for _, part := range redirect.Hdoc.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			read.add(plain(hereEscape.ReplaceAllString(p.source(lit), "$1")))
			continue
		}
		read.parts([]syntax.WordPart{part}, true)
	}
	read.end()
	return strings.Join(read.words, " ")
}

// lineBegin is where the last line of a text begins.
func lineBegin(text string) int { return source.LineBegin(text, len(text)) }

// hereEscape is a backslash that a shell takes from such a text.
var hereEscape = lazyregexp.New("\\\\([$`\\\\])")

// onlyCall is the one command of a substitution; nil: it is something else.
func onlyCall(c *syntax.CmdSubst) *syntax.CallExpr {
	if len(c.Stmts) != 1 {
		return nil
	}
	call, ok := c.Stmts[0].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	return call
}

// makeVariable is the name in $(NAME): in a Makefile a variable, and in a shell the
// output of a command without arguments, which makes no call that is known here.
func makeVariable(c *syntax.CmdSubst) string {
	call := onlyCall(c)
	if call == nil || c.Backquotes || len(c.Stmts[0].Redirs) > 0 || len(call.Args) > 1 || !syntax.ValidName(call.Args[0].Lit()) {
		return ""
	}
	return call.Args[0].Lit()
}
