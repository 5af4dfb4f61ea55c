package quick

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/overlay"
)

// Reader reads and checks the configuration in a directory of a file system.
type Reader = func(fsys fs.FS, dir string) (*hcl.Configuration, diag.Diagnostics)

// Reading is a configuration after an edit.
type Reading struct {
	Config      *hcl.Configuration // without the templates that were left out
	Diagnostics diag.Diagnostics   // of all of it
	Sources     map[string][]byte  // the whole texts, by the names in ranges
	Next        *Base              // for the next edit; nil: the state is one that nothing can be told from
}

// maxKept bounds in bytes the template blocks that are read. With more, reading all takes not
// much longer.
const maxKept = 1 << 20

// Read reads the configuration after an edit, if it was within one template block, and the
// diagnostics are certain to be those of reading all. Otherwise it is nil.
func (b *Base) Read(read Reader, fsys fs.FS) *Reading {
	name, text, ok := b.changed(fsys)
	if !ok {
		return nil
	}
	e := b.edited(name, text)
	if e == nil {
		return nil
	}
	kept := b.keep(e)
	for range 2 { // once more if the new name is that of a block that was left out
		if kept == nil {
			return nil
		}
		r := &reading{base: b, edit: e, kept: kept}
		r.read(read, fsys)
		if !r.certain() {
			return nil
		}
		more := r.sameForm()
		if len(more) == 0 {
			return r.whole()
		}
		kept = b.with(e, kept, more)
	}
	return nil
}

// keep returns the blocks that have to be read, or nil if that is not known or if they are too
// many.
func (b *Base) keep(e *edit) map[string]bool {
	var names []string
	for name, one := range b.byName {
		if !one.quiet || !one.alone || one.instances == 0 || b.outside.references[name] || b.outside.words[name] || b.sharesForm(one) {
			names = append(names, name)
		}
	}
	dependent := closure([]string{e.name}, func(name string) []string { return b.users[name] })
	for name := range dependent {
		if b.outside.any || b.outside.references[name] {
			return nil // all templates may depend on it, through locals and policies
		}
		names = append(names, name)
	}
	return b.with(e, map[string]bool{}, append(names, e.names...))
}

// with adds blocks, and those that they refer to.
func (b *Base) with(e *edit, kept map[string]bool, names []string) map[string]bool {
	more := closure(append(slices.Collect(maps.Keys(kept)), names...), func(name string) []string {
		if name == e.name {
			return e.names
		}
		return b.referred(name)
	})
	size := 0
	for name := range more {
		if one := b.byName[name]; one != nil {
			size += one.end - one.start
			if readsFile.Match(b.files[one.file][one.start:one.end]) {
				return nil
			}
		}
	}
	if size > maxKept || b.outside.reads || readsFile.Match(e.text[e.start:e.end]) {
		return nil
	}
	return more
}

// referred are the templates that a template refers to.
func (b *Base) referred(name string) []string {
	one := b.byName[name]
	if one == nil {
		return nil
	}
	var names []string
	for _, ref := range one.refs {
		if name, ok := strings.CutPrefix(ref, "template."); ok {
			names = append(names, name)
		}
	}
	return names
}

func (b *Base) sharesForm(one *block) bool {
	return slices.ContainsFunc(one.forms, func(form check.FormName) bool { return len(b.named[form]) > 1 })
}

func closure(names []string, next func(string) []string) map[string]bool {
	seen := map[string]bool{}
	for len(names) > 0 {
		name := names[len(names)-1]
		names = names[:len(names)-1]
		if !seen[name] {
			seen[name] = true
			names = append(names, next(name)...)
		}
	}
	return seen
}

// reading is a reading without some blocks.
type reading struct {
	base *Base
	edit *edit
	kept map[string]bool

	files  map[string]reduced
	config *hcl.Configuration
	diags  diag.Diagnostics
}

func (r *reading) read(read Reader, fsys fs.FS) {
	r.files = map[string]reduced{}
	over := map[string][]byte{}
	moved := r.base.moved(r.edit)
	for file := range moved.blocks {
		r.files[file] = moved.without(file, moved.files[file], func(one *block) bool { return !r.kept[one.name] })
		over[path.Join(r.base.dir, file)] = r.files[file].text
	}
	r.config, r.diags = read(overlay.Files(fsys, over), r.base.dir)
}

// moved is the base with the text of an edit.
func (b *Base) moved(e *edit) *Base {
	next := *b
	next.files, next.blocks, next.byName = maps.Clone(b.files), maps.Clone(b.blocks), maps.Clone(b.byName)
	next.files[e.file] = e.text
	by := len(e.text) - len(b.files[e.file])
	blocks := slices.Clone(b.blocks[e.file])
	for i, one := range blocks {
		if one.end < e.block.end {
			continue
		}
		at := *one
		if at.name != e.name {
			at.start += by
		}
		at.end += by
		blocks[i], next.byName[at.name] = &at, &at
	}
	next.blocks[e.file] = blocks
	return &next
}

// certain reports whether nothing in the result may depend on what was left out.
func (r *reading) certain() bool {
	if r.config.Incomplete || slices.ContainsFunc(r.diags, foreign) {
		return false
	}
	spent, _ := r.config.Spent()
	return r.base.spent+spent < r.base.limit && r.base.instances+len(r.config.Templates)+len(r.config.Declared) < syntax.MaxInstances/2
}

// foreign reports whether a diagnostic may be about what was left out.
func foreign(d *diag.Diagnostic) bool {
	return entangled(d) && !strings.Contains(d.Detail, unjudged) // by a policy: all else was judged
}

// sameForm are the blocks that were left out and have a name that one that was read has.
func (r *reading) sameForm() []string {
	var names []string
	for _, t := range r.config.Templates {
		form, ok := check.FormNameOf(t)
		if !ok {
			continue
		}
		for _, name := range r.base.named[form] {
			if !r.kept[name] {
				names = append(names, name)
			}
		}
	}
	return names
}

// whole adds what was left out.
func (r *reading) whole() *Reading {
	next := r.base.moved(r.edit)
	out := &Reading{Config: r.config, Sources: maps.Clone(r.config.Sources)}
	for file := range r.files {
		out.Sources[file] = next.files[file]
	}
	_, others := takeLarge(r.diags)
	for _, d := range others {
		if !r.usedElsewhere(d) {
			out.Diagnostics = append(out.Diagnostics, r.restore(d))
		}
	}
	if len(r.base.large) > 0 {
		out.Diagnostics = append(out.Diagnostics, r.base.large...)
		diag.Sort(out.Diagnostics)
	}
	out.Next = r.next(next, out.Diagnostics)
	return out
}

// usedElsewhere reports whether a diagnostic says that something is unused that a block uses
// that was left out.
func (r *reading) usedElsewhere(d *diag.Diagnostic) bool {
	if code := diag.CodeOf(d); code != "unused-variable" && code != "unused-local" {
		return false
	}
	at := d.Subject
	for _, root := range []string{"var.", "local."} {
		_, rest, ok := strings.Cut(d.Detail, "Nothing refers to "+root)
		if !ok || path.Dir(at.Filename) != "." {
			continue
		}
		name, _, _ := strings.Cut(rest, ". ")
		for _, one := range r.base.byName {
			if !r.kept[one.name] && slices.Contains(one.refs, root+name) {
				return true
			}
		}
	}
	return false
}

func (r *reading) restore(d *diag.Diagnostic) *diag.Diagnostic {
	out := *d
	if reduced, ok := r.files[d.Subject.Filename]; ok {
		out.Subject = reduced.restore(d.Subject)
	}
	out.Context, out.Expression, out.EvalContext = nil, nil, nil // they are for texts that are printed
	return &out
}

// next is what the next edit can build on.
func (r *reading) next(b *Base, diags diag.Diagnostics) *Base {
	if slices.ContainsFunc(diags, entangled) {
		return nil
	}
	for file, blocks := range b.blocks {
		b.blocks[file] = slices.Clone(blocks)
	}
	declared := map[string]hcl.Declaration{}
	for _, d := range r.config.Declarations() {
		declared[d.Name] = d
	}
	for name := range r.kept {
		one, ok := b.byName[name]
		d, again := declared[name]
		if ok != again || ok && d.Range.Filename != one.file {
			return nil
		}
		if !ok {
			continue
		}
		at := r.files[one.file].restore(&d.Range)
		if one.start != at.Start.Byte || one.end != at.End.Byte && name != r.edit.name {
			return nil
		}
		fresh := newBlock(d, *at, b.files[one.file])
		b.byName[name] = fresh
		b.blocks[one.file][slices.Index(b.blocks[one.file], one)] = fresh
	}
	b.refresh(r, diags)
	return b
}

// refresh notes what the blocks that were read have become.
func (b *Base) refresh(r *reading, diags diag.Diagnostics) {
	headers := map[string]*block{}
	for name := range r.kept {
		headers["template."+name] = b.byName[name]
	}
	for _, t := range r.config.Templates {
		address, _, _ := strings.Cut(t.Address, "[")
		one := headers[address]
		if t.Module == "" && one != nil {
			one.add(t)
		}
	}
	for _, d := range diags {
		if one := b.at(d.Subject.Filename, d.Subject.Start.Byte); one != nil && r.kept[one.name] {
			one.quiet = false
		}
	}
	spent, _ := r.config.Spent()
	b.spent, b.instances = b.spent+spent, b.instances+len(r.config.Templates)
	b.index()
}
