package report

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// noSubjects is what the document has in the place of its subjects while they
// are left out. No text in it can look the same: its quotes would be escaped.
const noSubjects = `"subjects": []`

// json writes the document as WriteJSON does, but subject by subject: a million
// of them in one piece would take many times their size in memory.
func (d *AuditDocument) json(b *bytes.Buffer, _ palette) {
	if len(d.Subjects) == 0 {
		_ = WriteJSON(b, d) // a Buffer takes everything
		return
	}
	var frame bytes.Buffer
	bare := *d
	bare.Subjects = []AuditSubject{}
	_ = WriteJSON(&frame, &bare) // a Buffer takes everything
	head, tail, _ := bytes.Cut(frame.Bytes(), []byte(noSubjects))
	b.Write(head)
	b.WriteString(`"subjects": [`)
	for i := range d.Subjects {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		b.Write(subjectJSON(&d.Subjects[i]))
	}
	b.WriteString("\n  ]")
	b.Write(tail)
}

// subjectJSON is a subject as an element of the list.
func subjectJSON(s *AuditSubject) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("    ", "  ")
	if err := enc.Encode(s); err != nil {
		panic(fmt.Sprintf("encode a subject: %v", err))
	}
	return escapeUnprintable(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
