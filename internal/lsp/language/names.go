package language

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
)

// declaration is a name that a block or a local value declares.
type declaration struct {
	root   string // var, local, or the type of the block
	name   string
	at     Place  // of the name, without its quotes
	block  Place  // of the whole block, or of the local value with its name
	source string // of a module: the literal source
}

// use is a place that names what is declared.
type use struct {
	root, name string
	path       []string // the module blocks that lead to the directory of the declaration
	inText     bool     // in a string, which names something only if it is declared
	at         Place    // of the name, without its quotes
}

// partNames are the names in a part, in the order of their places, which are from the begin
// of the part and have no document.
type partNames struct {
	declarations []declaration
	uses         []use
	mentions     []mention
	broken       bool // it has a mistake in its syntax
}

// roots are the first words of references to what blocks declare. A name in the other blocks
// is not referred to.
var roots = map[string]string{
	schema.Variable.Type: "var", schema.TemplateBlock.Type: "template", schema.Module.Type: "module", schema.Policy.Type: "policy",
	schema.Exception.Type: "exception", schema.Organization.Type: "organization", schema.Rule.Type: "rule", schema.Permission.Type: "permission",
}

// namesOf reads the names in a part, once.
func (m *Module) namesOf(name string, p *outline.Part) *partNames {
	f := m.entry(p)
	if f.names == nil {
		f.names = readNames(name, p.Text())
		n := f.names
		slices.SortStableFunc(n.declarations, func(a, b declaration) int { return cmp.Compare(a.at.Start, b.at.Start) })
		slices.SortStableFunc(n.uses, func(a, b use) int { return cmp.Compare(a.at.Start, b.at.Start) })
		n.uses = slices.CompactFunc(n.uses, func(a, b use) bool { return a.at == b.at })
	}
	return f.names
}

func readNames(name string, text []byte) *partNames {
	if filename.IsJSON(name) {
		return jsonNames(name, text)
	}
	return nativeNames(name, text)
}

// eachPart calls a function with the names of each part of the documents.
func (m *Module) eachPart(do func(document string, start int, n *partNames)) {
	for _, name := range m.Names() {
		d := m.documents[name]
		for i, p := range d.Parts() {
			do(name, d.Start(i).Byte, m.namesOf(name, p))
		}
	}
}

// place is a place in a part as one in its document.
func (m *Module) place(document string, start int, at Place) Place {
	return Place{Dir: m.Dir, Name: document, Start: start + at.Start, End: start + at.End}
}

// placed is a declaration in a part with places in its document.
func (m *Module) placed(document string, start int, d declaration) declaration {
	d.at, d.block = m.place(document, start, d.at), m.place(document, start, d.block)
	return d
}

// eachDeclaration calls a function with what the module declares with a root, or with all for
// "", in the order of the documents.
func (m *Module) eachDeclaration(root string, do func(declaration)) {
	m.eachPart(func(document string, start int, n *partNames) {
		for _, d := range n.declarations {
			if root == "" || d.root == root {
				do(m.placed(document, start, d))
			}
		}
	})
}

// declared are the declarations of a name.
func (m *Module) declared(root, name string) []declaration {
	var out []declaration
	m.eachPart(func(document string, start int, n *partNames) {
		for _, d := range n.declarations {
			if d.root == root && d.name == name {
				out = append(out, m.placed(document, start, d))
			}
		}
	})
	return out
}

// callee is the module that a module block leads to, or nil.
func (m *Module) callee(name string) *Module {
	if m.calls == nil {
		m.calls = map[string]string{}
		m.eachDeclaration("module", func(d declaration) {
			if _, ok := m.calls[d.name]; !ok {
				m.calls[d.name] = directory(m.Dir, d.source)
			}
		})
	}
	dir := m.calls[name]
	if dir == "" || m.other == nil {
		return nil
	}
	return m.other(dir)
}

// directory is where the source of a module leads, or "".
func directory(from, source string) string {
	if source != "." && source != ".." && !strings.HasPrefix(source, "./") && !strings.HasPrefix(source, "../") {
		return ""
	}
	dir := path.Join(from, source)
	if dir == ".." || strings.HasPrefix(dir, "../") {
		return ""
	}
	return dir
}

// configuration is the module whose names a document uses. Test files can be in the directory
// tests of the configuration, and files with values in any directory below it.
func (m *Module) configuration(document string) *Module {
	if !filename.IsTest(document) && !filename.IsValues(document) || m.other == nil || slices.ContainsFunc(m.Names(), filename.IsConfiguration) {
		return m
	}
	if filename.IsTest(document) && path.Base(m.Dir) != filename.TestDirectory {
		return m
	}
	for dir := m.Dir; dir != "."; {
		dir = path.Dir(dir)
		if above := m.other(dir); above != nil {
			return above
		}
		if filename.IsTest(document) {
			break
		}
	}
	return m
}

// reachable are the module and those that it uses, directly or through others.
func (m *Module) reachable() []*Module {
	out := []*Module{m}
	for i := 0; i < len(out); i++ {
		out[i].callee("") // reads the calls
		for name := range out[i].calls {
			if next := out[i].callee(name); next != nil && !slices.Contains(out, next) {
				out = append(out, next)
			}
		}
	}
	slices.SortFunc(out[1:], func(a, b *Module) int { return cmp.Compare(a.Dir, b.Dir) })
	return out
}

// all are the modules that may use a name of this one.
func (m *Module) all() []*Module {
	if m.All == nil {
		return m.reachable()
	}
	out := m.All()
	if !slices.Contains(out, m) {
		out = append(slices.Clone(out), m)
	}
	slices.SortFunc(out, func(a, b *Module) int { return cmp.Compare(a.Dir, b.Dir) })
	return out
}
