package auditreport

import (
	"bufio"
	"bytes"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// noSubjects is what the document has in the place of its subjects while they
// are left out. No text in it can look the same: its quotes would be escaped.
const noSubjects = `"subjects": []`

// json writes the document as WriteJSON does, but subject by subject: a million
// of them in one piece would take many times their size in memory.
func (d *Document) json(w *bufio.Writer, _ format.Palette) {
	if d.Subjects.Len() == 0 {
		_ = format.WriteJSON(w, d) // the writer keeps the error
		return
	}
	var frame bytes.Buffer
	bare := *d
	bare.Subjects = judged.NewSubjects()
	_ = format.WriteJSON(&frame, &bare) // a Buffer takes everything
	head, tail, _ := bytes.Cut(frame.Bytes(), []byte(noSubjects))
	_, _ = w.Write(head)
	_, _ = w.WriteString(`"subjects": [`)
	d.subjectsJSON(w)
	_, _ = w.WriteString("\n  ]")
	_, _ = w.Write(tail)
}

// subjectsJSON writes the subjects as the elements of their list.
func (d *Document) subjectsJSON(w *bufio.Writer) {
	const prefix = "    "
	format.InOrder(w, d.Subjects.Len(), func(w *bufio.Writer, from, to int) {
		var text []byte
		for i := from; i < to; i++ {
			if i > 0 {
				_ = w.WriteByte(',')
			}
			text = d.Subjects.At(i).AppendJSON(append(append(text[:0], '\n'), prefix...), prefix)
			_, _ = w.Write(text)
		}
	})
}
