package auditreport

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// symbols are those of a diff, with what they mean.
var symbols = []struct{ symbol, meaning string }{
	{format.SymbolAdd, "has access that the template does not grant, or has no template"},
	{format.SymbolRemove, "lacks access that the template grants, and may not work"},
	{format.SymbolChange, "differs from the template"},
	{format.SymbolUnknown, "could not be read or checked"},
}

// legend explains the symbols that are in use below it.
func (w textWriter) legend(groups []*group) {
	if used := usedSymbols(groups, w.differ); len(used) > 0 {
		w.Line("Each request and token is compared with its template, or with the closest one:")
		for _, s := range symbols {
			if used[s.symbol] {
				w.Line("  %s %s", w.Symbol(s.symbol), s.meaning)
			}
		}
		w.Line("")
	}
	if lines := use.Legend(shownUses(groups)); len(lines) > 0 {
		w.Line("The access of each token is compared with its calls:")
		for _, line := range lines {
			w.Line("  %s", line)
		}
		w.Line("")
	}
}

// shownUses are what was seen of the tokens that are shown.
func shownUses(groups []*group) iter.Seq[*use.Seen] {
	return func(yield func(*use.Seen) bool) {
		for _, g := range groups {
			for s := range g.each() {
				if s.Use != nil && !silent(s) && !yield(s.Use) {
					return
				}
			}
		}
	}
}

// usedSymbols returns the symbols that the subjects need. It stops when it has them all:
// most audits of many tokens have them early.
func usedSymbols(groups []*group, differ *judged.Differ) map[string]bool {
	used := map[string]bool{}
	for _, g := range groups {
		for s := range g.each() {
			if silent(s) || !adds(s, used) {
				continue
			}
			diff := differ.Diff(s)
			if diff.Symbol != "" {
				used[diff.Symbol] = true
			}
			for i := range diff.Lines {
				used[diff.Lines[i].Symbol] = true
			}
			if len(s.UnjudgedWhy) > 0 {
				used[format.SymbolUnknown] = true
			}
			if len(used) == len(symbols) {
				return used
			}
		}
	}
	return used
}

// adds reports whether a subject may have a symbol that is not used yet, without
// making its diff.
func adds(s *judged.Subject, used map[string]bool) bool {
	if !used[format.SymbolAdd] || !used[format.SymbolChange] {
		return true
	}
	if s.Unjudged && !used[format.SymbolUnknown] {
		return true
	}
	return slices.ContainsFunc(s.Findings, func(f judged.Finding) bool {
		return f.Rule == "permission-missing" || f.Actual != nil && *f.Actual == judged.NotRead && !used[format.SymbolUnknown]
	})
}

// silent reports whether there is nothing to say about a subject. Those are counted.
func silent(s *judged.Subject) bool {
	return len(s.Findings) == 0 && s.Verdict == pat.Conforming && !s.Use.Speaks()
}

// subject writes a request or token as a diff, with the findings beside the line
// that they are about.
func (w textWriter) subject(s *judged.Subject) {
	diff := w.differ.Diff(s)
	w.Line("  %s %s, %s", w.symbol(diff.Symbol), diag.Printable(s.Label()), w.fit(s))
	w.lines(diff.Lines)
	for _, why := range s.UnjudgedWhy {
		w.Line("      %s %s %s", w.Symbol(format.SymbolUnknown), w.Bad("could not be fully checked:"), diag.Printable(w.Program.Say(why)))
	}
	for _, note := range diff.Notes {
		w.Line("        %s: %s%s", judged.RuleWords(w.Palette, note.Finding), note.Words, note.Difference)
	}
	w.use(s, diff.Use)
	if s.Reason != nil && *s.Reason != "" {
		w.Line("      %s %s", w.Label("Reason:"), diag.Printable(*s.Reason))
	}
	if label, url := s.Link(); url != nil {
		w.Line("      %s %s", w.Label(label+":"), w.Address(*url))
	}
	w.Line("")
}

// symbol is a symbol in its column.
func (w textWriter) symbol(s string) string {
	if s == "" {
		return " "
	}
	return w.Symbol(s)
}

// fit is the verdict, with the template in words.
func (w textWriter) fit(s *judged.Subject) string {
	verdict := w.Verdict(s.Verdict)
	switch {
	case s.Template != nil:
		relation := map[pat.Verdict]string{pat.Drifted: " from ", pat.Conforming: " to "}[s.Verdict]
		if relation == "" {
			relation = ", template "
		}
		verdict += relation + diag.Printable(*s.Template)
		if s.MatchedBy != nil {
			verdict += " (matched by " + diag.Printable(*s.MatchedBy) + ")"
		}
	case s.Nearest != nil:
		verdict += ", closest template " + diag.Printable(*s.Nearest)
	}
	return verdict
}

// Where a line of a diff has its parts.
const (
	lineIndent    = "      "
	elementIndent = lineIndent + "    " // of an element of a list
	maxAligned    = 76                  // characters, beyond which no column is moved for a line
)

// lines writes the lines of a diff in columns. Where one is wider than the
// terminal, the findings of all are below their lines.
func (w textWriter) lines(lines []judged.DiffLine) {
	names, column, fits := 0, 0, true
	for i := range lines {
		if lines[i].Value != "" {
			names = max(names, utf8.RuneCountInString(lines[i].Name))
		}
	}
	for i := range lines {
		width := utf8.RuneCountInString(plainLine(&lines[i], names))
		if width <= maxAligned {
			column = max(column, width)
		}
	}
	for i := range lines {
		width := max(column, utf8.RuneCountInString(plainLine(&lines[i], names)))
		if len(lines[i].Findings) > 0 && w.Width > 0 && width+len("    ")+plainRules(&lines[i]) > w.Width {
			fits = false
		}
	}
	for i := range lines {
		w.line(&lines[i], names, column, fits)
	}
}

// plainLine is a line without its findings, and without color.
func plainLine(l *judged.DiffLine, names int) string {
	switch {
	case l.Name == "":
		return elementIndent + l.Text()
	case l.Value == "":
		return lineIndent + l.Text()
	}
	pad := strings.Repeat(" ", max(names-utf8.RuneCountInString(l.Name), 0))
	return lineIndent + l.Symbol + " " + l.Name + pad + " = " + l.Values()
}

// plainRules is how wide the findings beside a line are.
func plainRules(l *judged.DiffLine) int {
	var plain textWriter
	return utf8.RuneCountInString(plain.rules(l))
}

func (w textWriter) line(l *judged.DiffLine, names, column int, beside bool) {
	plain := plainLine(l, names)
	text := strings.Replace(plain, l.Symbol, w.Symbol(l.Symbol), 1)
	rules := w.rules(l)
	switch {
	case rules == "":
	case beside:
		text += strings.Repeat(" ", max(column-utf8.RuneCountInString(plain), 0)) + "    " + rules
	default:
		text += "\n" + elementIndent + rules
		if l.Name == "" {
			text = strings.Replace(text, "\n", "\n    ", 1)
		}
	}
	w.Line("%s", text)
	if l.Comment != "" {
		w.Line("%s%s", elementIndent, w.Label("# "+l.Comment))
	}
}

// rules are the findings beside a line.
func (w textWriter) rules(l *judged.DiffLine) string {
	var out []string
	for _, f := range l.Findings {
		out = append(out, judged.RuleWords(w.Palette, f))
	}
	return strings.Join(out, "; ")
}

// use is what was seen of a token that was not used, or may be. A token that was used to
// the full has none.
func (w textWriter) use(s *judged.Subject, lines []judged.UseLine) {
	if s.Use == nil {
		return
	}
	w.Line("      %s", s.Use.Summary())
	if doubt := s.Use.Doubt(); doubt != "" {
		w.Line("      %s", w.Warning(doubt))
	}
	names, values, words := 0, 0, 0
	for i := range lines {
		names, values = max(names, utf8.RuneCountInString(lines[i].Name)), max(values, utf8.RuneCountInString(lines[i].Value))
		if n := utf8.RuneCountInString(lines[i].Words); len(lines[i].Findings) > 0 && n <= maxAligned {
			words = max(words, n)
		}
	}
	for i := range lines {
		l := &lines[i]
		text := fmt.Sprintf("        %-*s = %-*s  %s", names, l.Name, values, l.Value, l.Words)
		if len(l.Findings) > 0 {
			text += strings.Repeat(" ", max(words-utf8.RuneCountInString(l.Words), 0))
		}
		for k, f := range l.Findings {
			separator := "    "
			if k > 0 {
				separator = "; "
			}
			text += separator + judged.RuleWords(w.Palette, f)
		}
		w.Line("%s", text)
	}
	if n := s.Use.Narrower; n != nil && n.URL != nil {
		w.Line("      %s %s", w.Label("Link without the unused access:"), w.Address(*n.URL))
	}
}
