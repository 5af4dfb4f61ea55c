package language

import "slices"

// target is what a place names: a name of a module.
type target struct {
	module     *Module
	root, name string
}

// targetsOf are what a use in a document names. Only a policy can be several.
func (m *Module) targetsOf(document string, u use) []target {
	in := m.follow(document, u)
	if in == nil {
		return nil
	}
	if u.root == "policy" {
		var out []target
		for _, module := range in.reachable() {
			if len(module.declared(u.root, u.name)) > 0 {
				out = append(out, target{module, u.root, u.name})
			}
		}
		return out
	}
	if u.inText && len(in.declared(u.root, u.name)) == 0 {
		return nil
	}
	return []target{{in, u.root, u.name}}
}

// follow is the module in which a use in a document looks for its name, or nil.
func (m *Module) follow(document string, u use) *Module {
	in := m.configuration(document)
	for _, name := range u.path {
		if in = in.callee(name); in == nil {
			return nil
		}
	}
	return in
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

// Definition returns where the name at a byte of a document is declared.
func (m *Module) Definition(name string, offset int) []Place {
	targets, _ := m.targetsAt(name, offset)
	var out []Place
	for _, t := range targets {
		for _, d := range t.module.declared(t.root, t.name) {
			out = append(out, d.at)
		}
	}
	return out
}

// References returns the places that use the name at a byte of a document, and if asked for,
// also those that declare it.
func (m *Module) References(name string, offset int, declaration bool) []Place {
	targets, _ := m.targetsAt(name, offset)
	var out []Place
	seen := map[Place]bool{} // several policies share their uses
	for _, t := range targets {
		if declaration {
			for _, d := range t.module.declared(t.root, t.name) {
				out = append(out, d.at)
			}
		}
		for _, u := range t.uses() {
			if !seen[u.at] {
				out = append(out, u.at)
			}
			seen[u.at] = true
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
		m.eachPart(func(document string, start int, n *partNames) {
			for _, u := range n.uses {
				if u.name != t.name || u.root != t.root {
					continue
				}
				in := m.follow(document, u)
				if in == t.module || in != nil && u.root == "policy" && slices.Contains(in.reachable(), t.module) {
					u.at = m.place(document, start, u.at)
					out = append(out, u)
				}
			}
		})
	}
	return out
}
