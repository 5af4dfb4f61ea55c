package diag

import (
	"strings"
)

// Document is what `validate --json` prints: the shape of Terraform's
// `validate -json`, with patctl's version, and a code for patctl's own
// diagnostics. Its arrays are never null.
type Document struct {
	FormatVersion string         `json:"format_version"`
	PatctlVersion string         `json:"patctl_version"`
	Valid         bool           `json:"valid"`
	ErrorCount    int            `json:"error_count"`
	WarningCount  int            `json:"warning_count"`
	Diagnostics   []jsonDocument `json:"diagnostics"`
}

// jsonDocument is one diagnostic. Without a place in a file it has no range,
// without a source that may be shown no snippet.
type jsonDocument struct {
	Severity string       `json:"severity"`
	Summary  string       `json:"summary"`
	Detail   string       `json:"detail"`
	Code     Code         `json:"code,omitempty"`
	Range    *jsonRange   `json:"range,omitempty"`
	Snippet  *jsonSnippet `json:"snippet,omitempty"`
}

type jsonRange struct {
	Filename string  `json:"filename"`
	Start    jsonPos `json:"start"`
	End      jsonPos `json:"end"`
}

type jsonPos struct {
	Line   int `json:"line"`   // from 1
	Column int `json:"column"` // from 1
	Byte   int `json:"byte"`   // from 0
}

type jsonSnippet struct {
	Context              *string `json:"context"`
	Code                 string  `json:"code"`
	StartLine            int     `json:"start_line"`
	HighlightStartOffset int     `json:"highlight_start_offset"` // in bytes of Code
	HighlightEndOffset   int     `json:"highlight_end_offset"`
	Values               []value `json:"values"`
}

// maxSnippetPart bounds in bytes what a snippet shows before, of and after the
// subject: a file may be a single line of many megabytes.
const maxSnippetPart = 2048

// NewDocument describes diags, in their order. formatVersion is that of the
// document.
func NewDocument(formatVersion, patctlVersion string, diags Diagnostics, sources map[string][]byte) Document {
	errors, warnings := Count(diags)
	doc := Document{
		FormatVersion: formatVersion,
		PatctlVersion: patctlVersion,
		Valid:         errors == 0,
		ErrorCount:    errors,
		WarningCount:  warnings,
		Diagnostics:   []jsonDocument{},
	}
	files := newFiles(sources)
	for _, d := range diags {
		doc.Diagnostics = append(doc.Diagnostics, newJSON(d, files))
	}
	return doc
}

func newJSON(d *Diagnostic, files *files) jsonDocument {
	j := jsonDocument{Severity: "warning", Summary: d.Summary, Detail: d.Detail, Code: CodeOf(d)}
	if IsError(d) {
		j.Severity = "error"
	}
	if d.Subject == nil {
		return j
	}
	j.Range = newJSONRange(*d.Subject)
	if f := files.file(d.Subject.Filename); f != nil && !hidesSource(d) {
		j.Snippet = f.snippet(d)
	}
	return j
}

// newJSONRange gives an empty range one character, as Terraform does: there
// is nothing else to highlight.
func newJSONRange(r Range) *jsonRange {
	if r.Empty() {
		r.End = r.Start
		r.End.Byte++
		r.End.Column++
	}
	return &jsonRange{Filename: r.Filename, Start: newJSONPos(r.Start), End: newJSONPos(r.End)}
}

// newJSONPos keeps the promise of lines and columns from 1 also for a position
// that means the file as a whole.
func newJSONPos(p Pos) jsonPos {
	return jsonPos{Line: max(p.Line, 1), Column: max(p.Column, 1), Byte: max(p.Byte, 0)}
}

func (f *file) snippet(d *Diagnostic) *jsonSnippet {
	x := f.excerptOf(d)
	from, _ := f.lineRange(x.first)
	_, to := f.lineRange(x.last)
	to = max(to, x.end)
	from = max(from, x.start-maxSnippetPart)
	shown := min(x.end, x.start+2*maxSnippetPart)
	before := validText(f.src[from:x.start])
	subject := validText(f.src[x.start:shown])
	after := ""
	if shown == x.end {
		after = validText(f.src[x.end:min(to, x.end+maxSnippetPart)])
	}
	s := &jsonSnippet{
		Code:                 before + subject + after,
		StartLine:            f.line(from) + 1,
		HighlightStartOffset: len(before),
		HighlightEndOffset:   len(before) + len(subject),
		Values:               valuesOf(d),
	}
	if subject == "" {
		s.HighlightEndOffset = min(s.HighlightStartOffset+1, len(s.Code))
	}
	if name := f.contexts.at(x.start); name != "" {
		s.Context = &name
	}
	return s
}

// validText replaces what is not UTF-8 as encoding/json would, so that offsets
// into it stay right.
func validText(raw []byte) string {
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}
