package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// MaxNamed is how many instances a diagnostic names at most.
const MaxNamed = 3

// findings gathers diagnostics. Instances of one block tend to have the same
// mistake: it is kept once, with the templates that it is about.
type findings struct {
	found []*finding
	index map[findingKey]*finding

	cutter diag.Cutter
}

type finding struct {
	*diag.Diagnostic
	about    []*hcl.Template
	unjudged bool // by a policy, at whose place this stands
}

type findingKey struct {
	subject         diag.Range
	isError         bool
	summary, detail string
}

// problem is what is wrong with something, wherever it stands.
type problem struct {
	code            diag.Code
	summary, detail string
	harmless        bool // a warning
}

// error reports an error at the range at. The template is nil where the
// diagnostic is about none.
func (f *findings) error(t *template, at diag.Range, code diag.Code, summary, detail string) *diag.Diagnostic {
	return f.add(t, diag.Error(at, code, summary, detail)).Diagnostic
}

// warn is like error, for a warning.
func (f *findings) warn(t *template, at diag.Range, code diag.Code, summary, detail string) *diag.Diagnostic {
	return f.add(t, diag.Warning(at, code, summary, detail)).Diagnostic
}

// say reports a problem.
func (f *findings) say(t *template, at diag.Range, p *problem) {
	if p.harmless {
		f.warn(t, at, p.code, p.summary, p.detail)
		return
	}
	f.error(t, at, p.code, p.summary, p.detail)
}

// add keeps a diagnostic, which has a subject, or finds the one that it repeats.
func (f *findings) add(t *template, d *diag.Diagnostic) *finding {
	if diag.TooMany(len(f.found)) {
		f.keep(f.cutter.Cut(f.list()))
	}
	key := keyOf(d)
	found, ok := f.index[key]
	if !ok {
		found = &finding{Diagnostic: d}
		f.found = append(f.found, found)
		if f.index == nil {
			f.index = map[findingKey]*finding{}
		}
		f.index[key] = found
	}
	if t != nil && !slices.Contains(lastOf(found.about), t.Template) {
		found.about = append(found.about, t.Template)
	}
	return found
}

func keyOf(d *diag.Diagnostic) findingKey {
	return findingKey{*d.Subject, diag.IsError(d), d.Summary, d.Detail}
}

// list are the diagnostics so far.
func (f *findings) list() diag.Diagnostics {
	diags := make(diag.Diagnostics, 0, len(f.found))
	for _, found := range f.found {
		diags = append(diags, found.Diagnostic)
	}
	return diags
}

// keep forgets what is not in a list.
func (f *findings) keep(diags diag.Diagnostics) {
	kept := make(map[*diag.Diagnostic]bool, len(diags))
	for _, d := range diags {
		kept[d] = true
	}
	f.found = slices.DeleteFunc(f.found, func(found *finding) bool {
		if !kept[found.Diagnostic] {
			delete(f.index, keyOf(found.Diagnostic))
			return true
		}
		return false
	})
}

// lastOf is the end of the list: templates are checked one after another.
func lastOf(list []*hcl.Template) []*hcl.Template { return list[max(len(list)-1, 0):] }

// diagnostics returns all of them, sorted. Where one is about some instances
// of a block and not about others, it says which.
func (f *findings) diagnostics(all []*hcl.Template) diag.Diagnostics {
	if len(f.found) == 0 {
		return nil
	}
	instances := make(map[diag.Range]int, len(all)) // of a block, by its header
	for _, t := range all {
		instances[t.Range]++
	}
	diags := f.cutter.Finish(f.list())
	f.keep(diags)
	for _, found := range f.found {
		switch {
		case found.unjudged:
			found.Detail += "\n\nThe policy could not be evaluated for " + nameTemplates(found.about) + ", so it did not pass."
		case found.aboutSome(instances):
			found.Detail += "\n\nThis applies to " + nameTemplates(found.about) + "."
		}
	}
	diag.Sort(diags)
	return diags
}

func (f *finding) aboutSome(instances map[diag.Range]int) bool {
	return len(f.about) > 0 && len(f.about) < instances[f.about[0].Range]
}

// nameTemplates lists the addresses, the first few of many.
func nameTemplates(templates []*hcl.Template) string {
	templates = slices.SortedFunc(slices.Values(templates), func(a, b *hcl.Template) int {
		return cmp.Compare(a.Address, b.Address)
	})
	var addresses []string
	for _, t := range templates[:min(len(templates), MaxNamed)] {
		addresses = append(addresses, t.Address)
	}
	if more := len(templates) - MaxNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(addresses, ", "), more)
	}
	return AndList(addresses, "and")
}

// AndList joins words to "a, b and c".
func AndList(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

// quoted is list, with each word in quotation marks.
func quoted[T ~string](words []T, conjunction string) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = fmt.Sprintf("%q", word)
	}
	return AndList(out, conjunction)
}

// quotedSorted is quoted for words that are in no order.
func quotedSorted(words []string) string {
	return quoted(slices.Sorted(slices.Values(words)), "and")
}
