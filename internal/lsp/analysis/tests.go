package analysis

import (
	"context"
	"io/fs"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/testcase"
)

// Tests are the diagnostics of the test files of the configuration in a directory, by their
// paths: what is wrong with their text, and if the configuration has no error also what is
// wrong with the arguments of their cases. The latter reads the configuration, once for all
// files without values for variables, and once for each file with them. Without a reader,
// only the texts are read.
func (a *Analysis) Tests(ctx context.Context, fsys fs.FS, dir string, read *TestReader) map[string][]protocol.Diagnostic {
	names, _ := testcase.Names(fsys, dir) // without the directory there are none
	p := newPlaces(fsys, dir, map[string][]byte{})
	var diags diag.Diagnostics
	plain := &suite{}
	suites := []*suite{plain}
	for _, name := range names {
		f, more := testcase.Open(fsys, dir, name)
		diags = append(diags, more...)
		p.sources[name] = f.Source
		values, variables := f.Variables()
		if values == nil {
			plain.files = append(plain.files, f)
			continue
		}
		suites = append(suites, &suite{files: []*testcase.File{f}, values: &hcl.InputFile{Name: name, Data: values}, names: variables})
	}
	for _, s := range suites {
		if read != nil && len(s.files) > 0 && ctx.Err() == nil {
			diags = append(diags, s.resolve(fsys, dir, read)...)
		}
	}
	diag.Sort(diags)
	return inFiles(p, diags)
}

// suite are test files with the same values for variables.
type suite struct {
	files  []*testcase.File
	values *hcl.InputFile
	names  []string
}

// resolve reads the configuration and evaluates the arguments of the cases. It returns what is wrong
// with the test files; the rest is reported for the configuration.
func (s *suite) resolve(fsys fs.FS, dir string, read *TestReader) diag.Diagnostics {
	cfg, diags := read.Config(fsys, dir, s.values, s.names)
	var own diag.Diagnostics
	if s.values != nil {
		testcase.Strict(diags, s.values.Name)
		for _, d := range diags {
			if d.Subject != nil && d.Subject.Filename == s.values.Name {
				own = append(own, d)
			}
		}
	}
	if diags.HasErrors() {
		return own
	}
	resolved := testcase.Suite{Config: cfg, Files: s.files, Snapshot: func(name string) (*github.Snapshot, error) {
		return read.Snapshot(fsys, dir, cfg, name)
	}}
	more := resolved.Resolve()
	diag.Hide(more, cfg.Secrets)
	return append(own, more...)
}
