package diagnosticreport

import (
	"bytes"
	"fmt"
	"path"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// Document is what is wrong with a configuration.
type Document struct {
	PatctlVersion string
	Diagnostics   diag.Diagnostics
	Sources       map[string][]byte // of the files, by the name in the diagnostics
	Directory     string            // of the configuration below the top of the repository, with slashes
	Files         []string          // of the configuration, sorted, as the diagnostics name them
}

// Format is a way to write the document.
type Format struct {
	Name  string
	write func(*Document, *bytes.Buffer, format.Style)
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", (*Document).json},
	{"github", (*Document).github},
	{"sarif", (*Document).sarif},
	{"junit", (*Document).junit},
	{"codequality", (*Document).codequality},
}

// FormatNames returns the names of the formats, the one for people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a whole
// sentence that lists the known ones.
func FormatNamed(name string) (Format, error) {
	return format.Named(formats, nameOf, "diagnostics", name)
}

// Render returns the document in the format. Only text heeds the style. The same
// document and style give the same bytes.
func (f Format) Render(d *Document, style format.Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, style)
	return b.Bytes()
}

func (d *Document) json(b *bytes.Buffer, _ format.Style) {
	_ = format.WriteJSON(b, diag.NewDocument(format.FormatVersion, d.PatctlVersion, d.Diagnostics, d.Sources)) // a Buffer takes everything
}

func (d *Document) text(b *bytes.Buffer, style format.Style) {
	printer := diag.Printer{Sources: d.Sources, Color: style.Color, Width: style.Width, Program: style.Program}
	_ = printer.Text(b, d.Diagnostics)
	b.WriteString(d.Tally() + "\n")
}

// Tally is the last line.
func (d *Document) Tally() string {
	errors, warnings := diag.Count(d.Diagnostics)
	switch {
	case errors > 0:
		return fmt.Sprintf("The configuration is not valid: %s, %s.", format.Count(errors, "error"), format.Count(warnings, "warning"))
	case warnings > 0:
		return fmt.Sprintf("The configuration is valid, with %s.", format.Count(warnings, "warning"))
	}
	return "The configuration is valid."
}

func severity(d *diag.Diagnostic) pat.Severity {
	if diag.IsError(d) {
		return pat.SeverityError
	}
	return pat.SeverityWarning
}

// place is where a diagnostic is in the repository; nil where it belongs to no file.
func (d *Document) place(of *diag.Diagnostic) *format.SourceRange {
	if of.Subject == nil || of.Subject.Filename == "" {
		return nil
	}
	r := format.NewSourceRange(*of.Subject)
	r.Filename = path.Join(d.Directory, r.Filename)
	r.Start.Line, r.End.Line = max(r.Start.Line, 1), max(r.End.Line, 1)
	return &r
}
