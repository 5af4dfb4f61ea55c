package layout

import (
	"bytes"
	"path"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// annotate writes a workflow command for each mistake and for each file that is not in
// canonical layout, at the first line that differs.
func annotate(v *cli.View, opts fmtOptions, files []*fmtFile) {
	all := format.NewAnnotations()
	for _, f := range files {
		for _, d := range f.diags {
			all.Add(pat.SeverityError, func() format.Annotation {
				line := 1
				if d.Subject != nil {
					line = d.Subject.Start.Line
				}
				return format.Annotation{Title: d.Summary, Place: lineOf(opts, f, line), Message: d.Summary + ": " + d.Detail}
			})
		}
		if opts.check && !f.diags.HasErrors() && f.changed() {
			all.Add(pat.SeverityError, func() format.Annotation {
				return format.Annotation{Title: "Not in the canonical format", Place: lineOf(opts, f, firstDifference(f.before, f.after)), Message: "To format the file, run: patctl fmt " + cli.ShellWord(f.name)}
			})
		}
	}
	var b bytes.Buffer
	all.Write(&b, "the text of patctl fmt has all of them")
	v.Printf("%s", b.String())
}

// lineOf is a line of a file below the top of the repository.
func lineOf(opts fmtOptions, f *fmtFile, line int) *format.SourceRange {
	at := format.SourcePosition{Line: max(line, 1), Column: 1}
	return &format.SourceRange{Filename: diag.Printable(path.Join(opts.directory, f.name)), Start: at, End: at}
}

// firstDifference is the number of the first line that is not the same.
func firstDifference(before, after []byte) int {
	n := 0
	for n < len(before) && n < len(after) && before[n] == after[n] {
		n++
	}
	return bytes.Count(before[:n], []byte("\n")) + 1
}
