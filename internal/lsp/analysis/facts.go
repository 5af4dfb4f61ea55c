package analysis

import (
	"maps"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// fact is what a template was evaluated to.
type fact struct {
	pat.Template
	key    string // of the instance, as its address ends; "" without for_each
	linked bool   // all that a link is made of is known
	known  bool   // the permissions are
}

// facts are those of templates, by the file from the top of the file system and the name of the
// block: a module has some for each of its instances.
type facts map[string]map[string][]fact

// factsOf keeps what is needed of a configuration. The configuration itself, with its
// syntax trees, would take ten times the memory.
func factsOf(dir string, cfg *hcl.Configuration) facts {
	out := facts{}
	for _, t := range cfg.Templates {
		file := path.Join(dir, t.Range.Filename)
		if out[file] == nil {
			out[file] = map[string][]fact{}
		}
		address, key := t.Address, ""
		if i := strings.LastIndex(address, "template."); i >= 0 {
			address, key = address[i+len("template."):], t.Address
		}
		name, own, _ := strings.Cut(address, "[")
		if t.Module == "" {
			if key = ""; own != "" {
				key = "[" + own
			}
		}
		f := fact{Template: t.Template, key: key, linked: true, known: readable(t, "permissions")}
		for _, argument := range []string{"name", "description", "target_name", "expires_in", "permissions"} {
			f.linked = f.linked && readable(t, argument)
		}
		out[file][name] = append(out[file][name], f)
	}
	return out
}

// readable reports whether an argument could be evaluated, or is left out.
func readable(t *hcl.Template, argument string) bool {
	return t.Known(argument) || t.Omitted(argument)
}

// with returns the facts with newer ones of the blocks that were read in a directory. One that
// has no instance any more has none.
func (f facts) with(newer facts, dir string, read []hcl.Declaration) facts {
	out := maps.Clone(f)
	change := func(file string) map[string][]fact {
		merged := maps.Clone(out[file])
		if merged == nil {
			merged = map[string][]fact{}
		}
		out[file] = merged
		return merged
	}
	for _, d := range read {
		file := path.Join(dir, d.Range.Filename)
		if len(out[file][d.Name]) > 0 && len(newer[file][d.Name]) == 0 {
			delete(change(file), d.Name)
		}
	}
	for file, blocks := range newer {
		maps.Copy(change(file), blocks)
	}
	return out
}
