package quick

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// Base is a configuration that was read, as far as it is needed to read it again after an edit. It
// never changes.
type Base struct {
	dir     string
	files   map[string][]byte   // that were read, by the names in ranges
	listing map[string][]string // the files in their directories that belong to a configuration

	blocks  map[string][]*block // by the name of the file, in order
	byName  map[string]*block
	users   map[string][]string // template -> the templates that refer to it
	named   map[check.FormName][]string
	outside mentions // of templates, outside of the blocks

	spent, limit int // steps of evaluation
	instances    int // of templates and modules, and more

	large diag.Diagnostics // the warning that the configuration is large, if it is
}

// block is a template block in native syntax of the root module.
type block struct {
	name       string
	file       string
	start, end int // in bytes
	refs       []string
	forms      []check.FormName // of its instances
	instances  int
	quiet      bool // no diagnostic is about it
	alone      bool // there is nothing else in its lines
}

// New keeps what is needed of a configuration and its diagnostics, as they were read in a directory
// of a file system. It is nil if the configuration is in a state that nothing can be told from.
func New(fsys fs.FS, dir string, cfg *hcl.Configuration, diags diag.Diagnostics) *Base {
	if cfg.Incomplete || slices.ContainsFunc(diags, entangled) {
		return nil
	}
	b := &Base{dir: dir, files: map[string][]byte{}, instances: len(cfg.Templates) + len(cfg.Declared)}
	b.spent, b.limit = cfg.Spent()
	for name, src := range cfg.Sources {
		text, err := fs.ReadFile(fsys, path.Join(dir, name))
		switch {
		case err != nil: // a flag, or a file that is somewhere else
		case !bytes.Equal(text, src):
			return nil
		default:
			b.files[name] = src
		}
	}
	b.listing = b.list(fsys)
	b.addBlocks(cfg, diags)
	b.outside = b.mentions()
	b.large, _ = takeLarge(diags)
	return b
}

// takeLarge divides diagnostics into the one that the configuration is large, which no part of it
// can tell, and the others.
func takeLarge(diags diag.Diagnostics) (large, others diag.Diagnostics) {
	for _, d := range diags {
		if diag.CodeOf(d) == "large-configuration" {
			large = append(large, d)
		} else {
			others = append(others, d)
		}
	}
	return large, others
}

// unjudged begins the part of a diagnostic about a policy that names templates.
const unjudged = "The policy could not be evaluated for "

// entangled reports whether a diagnostic is about more than the place where it is, so that
// the blocks that it is about are not known.
func entangled(d *diag.Diagnostic) bool {
	switch diag.CodeOf(d) {
	case "reference-cycle", "too-many-references", "too-many-instances", "evaluation-limit", "unknown-template", "too-many-errors", "too-many-warnings", "many-globs":
		return true
	}
	return d.Subject == nil || strings.Contains(d.Detail, unjudged) || d.Summary == "Reference to undeclared template"
}

func (b *Base) addBlocks(cfg *hcl.Configuration, diags diag.Diagnostics) {
	b.blocks, b.byName = map[string][]*block{}, map[string]*block{}
	for _, d := range cfg.Declarations() {
		text, ok := b.files[d.Range.Filename]
		if !ok {
			continue
		}
		one := newBlock(d, d.Range, text)
		b.byName[one.name] = one
		b.blocks[one.file] = append(b.blocks[one.file], one)
	}
	for _, blocks := range b.blocks {
		slices.SortFunc(blocks, func(x, y *block) int { return x.start - y.start })
	}
	b.judge(cfg, diags)
	b.index()
}

// newBlock is a block at a range of a text, without what its instances and diagnostics tell.
func newBlock(d hcl.Declaration, at diag.Range, text []byte) *block {
	return &block{
		name: d.Name, file: at.Filename, start: at.Start.Byte, end: at.End.Byte, refs: d.References,
		quiet: true, alone: isAlone(text, at.Start.Byte, at.End.Byte),
	}
}

// isAlone reports whether there are only blanks around a range in its lines.
func isAlone(text []byte, start, end int) bool {
	before := text[bytes.LastIndexByte(text[:start], '\n')+1 : start]
	after, _, _ := bytes.Cut(text[end:], []byte("\n"))
	return len(bytes.Trim(before, " \t")) == 0 && len(bytes.Trim(after, " \t\r")) == 0
}

// judge notes which blocks have diagnostics, and which instances.
func (b *Base) judge(cfg *hcl.Configuration, diags diag.Diagnostics) {
	for _, t := range cfg.Templates {
		one := b.at(t.Range.Filename, t.Range.Start.Byte)
		if t.Module == "" && one != nil {
			one.add(t)
		}
	}
	for _, d := range diags {
		if one := b.at(d.Subject.Filename, d.Subject.Start.Byte); one != nil {
			one.quiet = false
		}
	}
}

// add notes an instance of a block.
func (one *block) add(t *hcl.Template) {
	one.instances++
	if form, ok := check.FormNameOf(t); ok {
		one.forms = append(one.forms, form)
	}
}

// at is the block at a byte of a file, or nil.
func (b *Base) at(file string, offset int) *block {
	blocks := b.blocks[file]
	i, _ := slices.BinarySearchFunc(blocks, offset, func(one *block, offset int) int {
		if one.end < offset {
			return -1
		}
		return 1
	})
	if i < len(blocks) && blocks[i].start <= offset {
		return blocks[i]
	}
	return nil
}

func (b *Base) index() {
	b.users, b.named = map[string][]string{}, map[check.FormName][]string{}
	for _, one := range b.byName {
		for _, ref := range one.refs {
			if name, ok := strings.CutPrefix(ref, "template."); ok {
				b.users[name] = append(b.users[name], one.name)
			}
		}
		for _, form := range one.forms {
			b.named[form] = append(b.named[form], one.name)
		}
	}
}

// list returns the names in the directories of the files that a configuration is made of.
func (b *Base) list(fsys fs.FS) map[string][]string {
	listing := map[string][]string{}
	for name := range b.files {
		dir := path.Dir(path.Join(b.dir, name))
		if _, ok := listing[dir]; ok {
			continue
		}
		entries, _ := fs.ReadDir(fsys, dir) // what cannot be read has no names, which differs
		names := []string{}
		for _, e := range entries {
			if filename.IsConfiguration(e.Name()) || filename.IsValues(e.Name()) {
				names = append(names, e.Name())
			}
		}
		listing[dir] = names
	}
	return listing
}

// changed returns the file whose text is another than it was, and its text. It is not ok if
// it is not exactly one.
func (b *Base) changed(fsys fs.FS) (name string, text []byte, ok bool) {
	for file, before := range b.files {
		now, err := fs.ReadFile(fsys, path.Join(b.dir, file))
		if err != nil {
			return "", nil, false
		}
		if bytes.Equal(now, before) {
			continue
		}
		if ok {
			return "", nil, false
		}
		name, text, ok = file, now, true
	}
	return name, text, ok && maps.EqualFunc(b.listing, b.list(fsys), slices.Equal[[]string])
}
