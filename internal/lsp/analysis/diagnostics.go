package analysis

import (
	"maps"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// source is how diagnostics name who reports them.
const source = "patctl"

// Files are the diagnostics of each file that was read, by its path from the top of the file
// system. A file without diagnostics has an empty list. The lists must not be changed.
func (r *Result) Files() map[string][]protocol.Diagnostic { return maps.Clone(r.files) }

// inFiles puts diagnostics to their files.
func inFiles(p *places, diags diag.Diagnostics) map[string][]protocol.Diagnostic {
	files := map[string][]protocol.Diagnostic{}
	for _, name := range p.names() {
		files[name] = []protocol.Diagnostic{}
	}
	for _, d := range diags {
		file, at := p.of(d.Subject)
		files[file] = append(files[file], describe(d, at))
	}
	return files
}

func describe(d *diag.Diagnostic, at protocol.Range) protocol.Diagnostic {
	out := protocol.Diagnostic{Range: at, Severity: protocol.SeverityWarning, Code: string(diag.CodeOf(d)), Source: source, Message: message(d)}
	if diag.IsError(d) {
		out.Severity = protocol.SeverityError
	}
	if page := pageOf(diag.CodeOf(d)); page != "" {
		out.CodeDescription = &protocol.CodeDescription{Href: page}
	}
	return out
}

// message is the text of a diagnostic. No line of a file is in it.
func message(d *diag.Diagnostic) string {
	text := diag.Printable(d.Summary)
	if detail := strings.Trim(d.Detail, "\r\n"); detail != "" {
		text += "\n\n" + diag.PrintableText(detail)
	}
	return text
}
