package main

import "strings"

// fact is what a type or field needs.
type fact struct {
	sets  string
	grade string
}

// facts are the rows of the table: types by name, fields by "Type.field".
type facts struct {
	types, fields map[string]fact
}

// readFacts reads the columns kind, name, permission_sets, and grade.
func readFacts(table string) facts {
	f := facts{types: map[string]fact{}, fields: map[string]fact{}}
	for line := range strings.Lines(table) {
		columns := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(columns) < 4 {
			continue
		}
		switch columns[0] {
		case "type":
			f.types[columns[1]] = fact{columns[2], columns[3]}
		case "field":
			f.fields[columns[1]] = fact{columns[2], columns[3]}
		}
	}
	return f
}

// bears reports whether a type needs a permission of its own, or may need one. Types
// that are "by node" or "by parent" need the permissions of the object around them, and a
// type that anyone can read needs no permission.
func (f facts) bears(name string) bool {
	t, ok := f.types[name]
	return ok && t.grade != "by node" && t.grade != "by parent" && t.sets != "none"
}

// own reports whether a field needs something that neither its type nor the type
// that it hangs on says.
func (f facts) own(parent, field, result string) bool {
	own, ok := f.fields[parent+"."+field]
	if !ok || own.grade == "by type" || own.sets == "none" {
		return false
	}
	around, within := f.types[parent], f.types[result]
	if own.sets == "" { // closed, gone, or unknown
		return own.grade != within.grade
	}
	if strings.Contains(own.sets, "|") || strings.Contains(around.sets, "|") || strings.Contains(within.sets, "|") {
		return own.sets != around.sets && own.sets != within.sets
	}
	said := " + " + around.sets + " + " + within.sets + " + "
	for part := range strings.SplitSeq(own.sets, " + ") {
		if !strings.Contains(said, " + "+part+" + ") {
			return true
		}
	}
	return false
}
