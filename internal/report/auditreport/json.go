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
	if len(d.Subjects) == 0 {
		_ = format.WriteJSON(w, d) // the writer keeps the error
		return
	}
	var frame bytes.Buffer
	bare := *d
	bare.Subjects = []judged.Subject{}
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
	var subject bytes.Buffer
	var escaped []byte
	enc := format.NewJSONEncoder(&subject, "    ", "  ")
	for i := range d.Subjects {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		_, _ = w.WriteString("\n    ")
		subject.Reset()
		format.EncodeJSON(enc, d.Subjects[i].Whole())
		escaped = format.AppendEscaped(escaped[:0], bytes.TrimSuffix(subject.Bytes(), []byte("\n")))
		_, _ = w.Write(escaped)
	}
}
