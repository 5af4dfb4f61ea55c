package linkreport

import (
	"bytes"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// github writes workflow commands, the worst first, and the tally.
func (d *Document) github(b *bytes.Buffer, _ format.Palette) {
	all := format.NewAnnotations()
	for _, u := range d.Unread {
		all.Add(pat.SeverityError, func() format.Annotation {
			return format.Annotation{Title: "The search is incomplete", Place: nil, Message: u.File + ": " + u.Why}
		})
	}
	for i := range d.Links {
		l := &d.Links[i]
		place := l.place()
		for _, p := range l.Problems {
			all.Add(p.Severity, func() format.Annotation {
				return format.Annotation{Title: p.Summary, Place: &place, Message: p.text() + p.advice()}
			})
		}
	}
	all.Write(b, "the text of patctl links has all of them")
	b.WriteString(d.Tally() + "\n")
}

// place is where the link is shown in the repository, with columns in code points.
func (l *Entry) place() format.SourceRange {
	return format.SourceRange{
		Filename: l.path,
		Start:    format.SourcePosition{Line: l.Line, Column: l.codePoint},
		End:      format.SourcePosition{Line: l.EndLine, Column: l.endCodePoint},
	}
}

// advice is what to write instead, where the message does not say it as a whole.
func (p *Problem) advice() string {
	if p.Suggestion == nil {
		return ""
	}
	return " Write " + *p.Suggestion + "."
}
