package language

import (
	"path"
	"slices"
)

// target is what a place names: a name of a module.
type target struct {
	module     *Module
	root, name string
}

// targetsOf are what a use in a document names. Only a string can name several.
func (m *Module) targetsOf(document string, u use) []target {
	var out []target
	for _, from := range m.bases(document, u) {
		in := from.follow(u.path)
		if in == nil {
			continue
		}
		together := []*Module{in}
		if u.root == "policy" {
			together = in.reachable()
		}
		for _, module := range together {
			if t := (target{module, u.root, u.name}); !slices.Contains(out, t) && (!u.inText || len(module.declared(u.root, u.name)) > 0) {
				out = append(out, t)
			}
		}
	}
	return out
}

// bases are the modules in which a use in a document can begin. An address in a string is one
// of the whole configuration, even if the string is in a module of it.
func (m *Module) bases(document string, u use) []*Module {
	in := m.configuration(document)
	if !u.inText || u.root == "policy" {
		return []*Module{in}
	}
	return in.users()
}

// users are the module, and those that use it, directly or through others.
func (m *Module) users() []*Module {
	out := []*Module{m}
	for _, other := range m.all() {
		if other != m && slices.Contains(other.reachable(), m) {
			out = append(out, other)
		}
	}
	return out
}

// follow is where module blocks lead, or nil.
func (m *Module) follow(calls []string) *Module {
	for _, name := range calls {
		if m = m.callee(name); m == nil {
			return nil
		}
	}
	return m
}

// targetsAt are what the name at a byte of a document is, and its place.
func (m *Module) targetsAt(document string, offset int) ([]target, Place) {
	d := m.documents[document]
	if d == nil || offset < 0 || offset > d.Size() {
		return nil, Place{}
	}
	i := d.At(offset)
	start := d.Start(i).Byte
	within := func(at Place) bool { return start+at.Start <= offset && offset <= start+at.End }
	names := m.namesOf(document, d.Parts()[i])
	for _, n := range names.declarations {
		if within(n.at) {
			return []target{{m, n.root, n.name}}, m.place(document, start, n.at)
		}
	}
	for _, u := range names.uses {
		if within(u.at) {
			return m.targetsOf(document, u), m.place(document, start, u.at)
		}
	}
	return nil, Place{}
}

// Definition returns where the name at a byte of a document is declared. The source of a
// module leads to the beginning of its first file.
func (m *Module) Definition(name string, offset int) []Place {
	targets, _ := m.targetsAt(name, offset)
	var out []Place
	if file := m.sourceAt(name, offset); file != "" {
		return []Place{{Dir: path.Dir(file), Name: path.Base(file)}}
	}
	for _, t := range targets {
		for _, d := range t.module.declared(t.root, t.name) {
			out = append(out, d.at)
		}
	}
	return out
}

// sourceAt is the file that the source of a module at a byte of a document leads to, or "".
func (m *Module) sourceAt(document string, offset int) string {
	d := m.documents[document]
	if d == nil || offset < 0 || offset > d.Size() {
		return ""
	}
	i := d.At(offset)
	for _, of := range m.namesOf(document, d.Parts()[i]).mentions {
		if at := offset - d.Start(i).Byte; of.kind == linkSource && of.at.Start <= at && at <= of.at.End {
			return m.moduleFile(of)
		}
	}
	return ""
}

// References returns the places that use the name at a byte of a document, and if asked for,
// also those that declare it.
func (m *Module) References(name string, offset int, declaration bool) []Place {
	targets, _ := m.targetsAt(name, offset)
	var out []Place
	seen := map[Place]bool{} // several targets can share their uses
	for _, t := range targets {
		if declaration {
			for _, d := range t.module.declared(t.root, t.name) {
				out = append(out, d.at)
			}
		}
		for _, u := range t.uses() {
			if len(targets) == 1 || !seen[u.at] {
				out = append(out, u.at)
			}
			if len(targets) > 1 {
				seen[u.at] = true
			}
		}
	}
	return out
}

// uses are the places that use what a target is, in all modules.
func (t target) uses() []use {
	found := t.mentions()
	if len(found) > 0 && len(t.module.declared(t.root, t.name)) == 0 {
		found = slices.DeleteFunc(found, func(u use) bool { return u.inText })
	}
	return found
}

// mentions are the places that would use what a target is if it were declared.
func (t target) mentions() []use {
	var out []use
	for _, m := range t.module.all() {
		var bases []*Module // of strings in the configuration
		m.eachPart(func(document string, start int, n *partNames) {
			for _, u := range n.uses {
				if u.name != t.name || u.root != t.root {
					continue
				}
				if u.inText && bases == nil {
					bases = m.configuration(document).users()
				}
				if t.usedBy(m.configuration(document), u, bases) {
					u.at = m.place(document, start, u.at)
					out = append(out, u)
				}
			}
		})
	}
	return out
}

// usedBy reports whether a use in a configuration leads to the target.
func (t target) usedBy(in *Module, u use, bases []*Module) bool {
	switch {
	case u.root == "policy":
		return slices.Contains(in.reachable(), t.module)
	case u.inText && slices.Contains(bases, in):
		return slices.ContainsFunc(bases, func(from *Module) bool { return from.follow(u.path) == t.module })
	}
	return in.follow(u.path) == t.module
}
