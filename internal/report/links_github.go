package report

import (
	"bytes"

	"github.com/patctl/patctl/internal/pat"
)

// github writes workflow commands, the worst first, and the tally.
func (d *LinksDocument) github(b *bytes.Buffer, _ palette) {
	all := newAnnotations()
	for _, u := range d.Unread {
		all.add(pat.SeverityError, func() annotation { return annotation{"The search is incomplete", nil, u.File + ": " + u.Why} })
	}
	for i := range d.Links {
		l := &d.Links[i]
		place := l.place()
		for _, p := range l.Problems {
			all.add(p.Severity, func() annotation { return annotation{p.Summary, &place, p.text() + p.advice()} })
		}
	}
	all.write(b, "the text of patctl links has all of them")
	b.WriteString(d.Tally() + "\n")
}

// place is where the link is shown in the repository, with columns in code points.
func (l *LinkEntry) place() SourceRange {
	return SourceRange{
		Filename: l.path,
		Start:    SourcePosition{Line: l.Line, Column: l.codePoint},
		End:      SourcePosition{Line: l.EndLine, Column: l.endCodePoint},
	}
}

// advice is what to write instead, where the message does not say it as a whole.
func (p *LinkProblem) advice() string {
	if p.Suggestion == nil {
		return ""
	}
	return " Write " + *p.Suggestion + "."
}
