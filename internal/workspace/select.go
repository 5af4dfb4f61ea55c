package workspace

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// AddressHelp is the paragraph of a help text about addresses.
const AddressHelp = `ADDRESS selects templates: template.release["api"] selects one instance,
template.release selects all of its instances, and module.ci selects everything in that
module. In an address, * matches any characters, and ? matches one character. Put
addresses in single quotes, or write the key after a dot: template.release.api.`

// TemplateFilter chooses templates. Without addresses and labels it takes all.
type TemplateFilter struct {
	Addresses []string // each must fit a template; a template must fit one of them
	labels    []string // name=value; a template must have all of them
}

// AddLabelFlag adds the flag --label to a command that takes a filter.
func (f *TemplateFilter) AddLabelFlag(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.labels, "label", nil, "select only templates with the label `NAME=VALUE`; repeatable, all labels must match")
}

// Check finds labels that are none.
func (f *TemplateFilter) Check(cmd *cobra.Command) error {
	for _, label := range f.labels {
		if name, _, ok := strings.Cut(label, "="); !ok || name == "" {
			return cli.UsageErrorf(cmd, "Invalid label", "The flag --label requires NAME=VALUE, not %q.", label)
		}
	}
	return nil
}

// Choose returns the templates that fit the filter, in their order. An address
// that fits none is printed as an error.
func (f *TemplateFilter) Choose(v *cli.View, all []*hcl.Template) ([]*hcl.Template, error) {
	chosen, wrong := byAddress(f.Addresses, all)
	if len(wrong) > 0 {
		v.Diagnostics(wrong, nil)
		return nil, cli.ErrPrinted
	}
	return slices.DeleteFunc(chosen, func(t *hcl.Template) bool { return !f.hasLabels(t) }), nil
}

func (f *TemplateFilter) hasLabels(t *hcl.Template) bool {
	for _, label := range f.labels {
		name, value, _ := strings.Cut(label, "=")
		if got, ok := t.Labels[name]; !ok || got != value {
			return false
		}
	}
	return true
}

// byAddress returns the templates that one of the addresses chooses, and an
// error for each address that chooses none. Without addresses it returns all.
func byAddress(addresses []string, all []*hcl.Template) ([]*hcl.Template, diag.Diagnostics) {
	if len(addresses) == 0 {
		return slices.Clone(all), nil
	}
	var wrong diag.Diagnostics
	chosen := map[*hcl.Template]bool{}
	for _, address := range addresses {
		found := withAddress(address, all)
		if len(found) == 0 {
			wrong = append(wrong, noTemplate(address, all))
		}
		for _, t := range found {
			chosen[t] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(t *hcl.Template) bool { return !chosen[t] }), wrong
}

// withAddress returns the templates that one address chooses. One that is
// exactly the address of a template means that one, whatever * and ? are in it.
func withAddress(address string, all []*hcl.Template) []*hcl.Template {
	for _, t := range all {
		if t.Address == address {
			return []*hcl.Template{t}
		}
	}
	pattern := plainAddress(address)
	found := fitting(all, func(l addressLevel) bool { return pat.FitsGlob(pattern, l.plain) })
	if len(found) == 0 {
		found = fitting(all, func(l addressLevel) bool { return pat.FitsGlob(pattern, l.Dotted) })
	}
	return found
}

// fitting returns the templates with a level that fits.
func fitting(all []*hcl.Template, fits func(addressLevel) bool) []*hcl.Template {
	var found []*hcl.Template
	for _, t := range all {
		if slices.ContainsFunc(AddressLevels(t.Address), fits) {
			found = append(found, t)
		}
	}
	return found
}

// noTemplate says that an address chooses nothing, and what was likely meant.
func noTemplate(address string, all []*hcl.Template) *diag.Diagnostic {
	detail := fmt.Sprintf("No template has the address %s.", diag.Printable(address))
	switch meant := likelyAddress(address, all); {
	case meant != "":
		detail += fmt.Sprintf(" Did you mean %s?", diag.Printable(meant))
	case len(all) == 0:
		detail += " The configuration declares none."
	default:
		detail += "\n\nFor all addresses, run:\n  patctl list"
	}
	return diag.General("No such template", detail)
}

// likelyAddress returns the address that a wrong one was meant for, or "". People
// leave out the word template, give the name of a token, or mistype.
func likelyAddress(address string, all []*hcl.Template) string {
	for _, t := range all {
		if len(withAddress("template."+address, []*hcl.Template{t})) > 0 || strings.EqualFold(t.Name, address) {
			return t.Address
		}
	}
	written := map[string]string{} // by plain address
	var candidates []string
	for _, t := range all {
		for _, l := range AddressLevels(t.Address) {
			if _, known := written[l.plain]; !known {
				candidates = append(candidates, l.plain)
			}
			written[l.plain] = l.written
		}
	}
	plain := plainAddress(address)
	return written[cmp.Or(diag.Suggest(plain, candidates), diag.Suggest("template."+plain, candidates))]
}
