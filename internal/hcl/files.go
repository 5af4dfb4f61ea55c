package hcl

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// The names of configuration files.
const (
	NativeSuffix = ".pat.hcl"
	JSONSuffix   = ".pat.json"
)

// file is a configuration file that was read.
type file struct {
	name   string // relative to the configuration directory
	src    []byte
	body   hcl.Body               // nil where nothing could be parsed
	broken *hcl.Pos               // where its first syntax error stands
	parse  func() hcl.Diagnostics // sets body and broken, once; nil: they are set
}

// files reads the configuration files of dir, sorted by name. Files are parsed while the ones
// before them are decoded.
func (l *loader) files(dir string, subject hcl.Range) ([]*file, hcl.Diagnostics) {
	entries, err := fs.ReadDir(l.Fsys, dir)
	if err != nil {
		return nil, hcl.Diagnostics{diag.Error(subject, "unreadable-directory", "Unreadable directory",
			fmt.Sprintf("The directory %s cannot be read: %s.", l.Display(dir), tree.Reason(err)))}
	}
	var (
		files []*file
		diags hcl.Diagnostics
		texts []syntax.Text

		skipped []*file // those with which the configuration would be too large
	)
	for _, entry := range entries {
		if !configurationFile(entry.Name()) || entry.IsDir() {
			continue
		}
		f, more := l.file(path.Join(dir, entry.Name()))
		diags = append(diags, more...)
		text := syntax.NewText(f.name, f.src)
		if text.Words <= syntax.MaxWords { // else it is refused below
			if l.words += text.Words; l.words > syntax.MaxWords {
				f.broken = &hcl.InitialPos
				skipped = append(skipped, f)
				continue
			}
			diags = append(diags, syntax.ManyWords(f.name, text.Words, l.words)...)
		}
		files, texts = append(files, f), append(texts, text)
	}
	wait := syntax.ParseAll(texts)
	for i, f := range files {
		f.parse = func() hcl.Diagnostics {
			p := wait(i)
			f.body, f.broken = p.Body, p.Broken
			return p.Diags
		}
	}
	if len(skipped) > 0 {
		files = append(files, skipped...)
		diags = append(diags, syntax.TooManyWords(syntax.StartOf(skipped[0].name), "Up to this file, the configuration has")...)
	}
	if len(files) == 0 {
		diags = append(diags, diag.Error(subject, "no-configuration-files", "No configuration files",
			fmt.Sprintf("The directory %s has no files whose names end with %s or %s. To create a configuration, run:\n\n  patctl init",
				l.Display(dir), NativeSuffix, JSONSuffix)))
	}
	return files, diags
}

func configurationFile(name string) bool {
	if strings.HasPrefix(name, ".") {
		return false // a backup or a lock of an editor
	}
	return strings.HasSuffix(name, NativeSuffix) || strings.HasSuffix(name, JSONSuffix)
}

// file reads a file. Its source is nil where that is not possible.
func (l *loader) file(name string) (*file, hcl.Diagnostics) {
	f := &file{name: l.Display(name)}
	src, err := tree.ReadLimited(l.Fsys, name)
	if err != nil {
		return f, hcl.Diagnostics{diag.Error(hcl.Range{Filename: f.name}, "unreadable-file", "Unreadable file",
			fmt.Sprintf("The file %s cannot be read: %s.", f.name, tree.Reason(err)))}
	}
	f.src, l.config.Sources[f.name] = src, src
	return f, nil
}

// Mentions reports whether a broken file holds the word: a declaration of it
// may have been lost with the rest of the file.
func (s *source) Mentions(word string) bool {
	return slices.ContainsFunc(s.files, func(f *file) bool {
		return f.broken != nil && (f.src == nil || bytes.Contains(f.src, []byte(word)))
	})
}
