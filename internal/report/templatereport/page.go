package templatereport

import (
	_ "embed" // for the parts of the page
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// The parts of the inventory page.
var (
	//go:embed html/inventory.tmpl
	shell string
	//go:embed html/inventory.css
	style string
	//go:embed html/inventory.js
	script string

	pageKind = format.NewPageKind(shell, style, script)
)

// inventoryData is what the script of the inventory page draws. All text in it
// may be shown as it is. Numbers of permissions, labels and texts are places in
// the lists.
type inventoryData struct {
	Permissions [][3]string         `json:"permissions"` // parameter, label, title of the section
	Texts       []string            `json:"texts"`
	Templates   []inventoryTemplate `json:"templates"`
}

// inventoryTemplate is a template as the page shows it.
type inventoryTemplate struct {
	Address       string          `json:"address"`
	Name          string          `json:"name"`
	Description   string          `json:"description,omitempty"`
	Target        string          `json:"target,omitempty"` // none: the user who opens the link
	Lifetime      int             `json:"lifetime"`         // a text
	Days          int             `json:"days"`             // to sort by; without end it is more than any other
	Grants        []int           `json:"grants"`           // pairs of a permission and a text, the level
	Repositories  []int           `json:"repositories"`     // texts
	Choice        int             `json:"choice,omitempty"` // a text that says which repositories, where there is no list
	Owners        []int           `json:"owners,omitempty"` // texts
	Labels        []int           `json:"labels,omitempty"` // pairs of texts
	Endpoints     []int           `json:"endpoints,omitempty"`
	Justification string          `json:"justification,omitempty"`
	Steps         []inventoryStep `json:"steps"`
	URL           string          `json:"url"`
}

// inventoryStep is something to do by hand. All are texts.
type inventoryStep struct {
	Label  int   `json:"label"`
	Text   int   `json:"text"`
	Values []int `json:"values,omitempty"`
	Paste  bool  `json:"paste,omitempty"` // the justification, which is not among the values
}

// html writes the inventory page.
func (ts Templates) html(b *strings.Builder, _ format.Palette) {
	w := inventoryWriter{ts: ts, texts: format.NewTexts(), permissions: format.NewNumbered[[3]string]()}
	data := inventoryData{Templates: make([]inventoryTemplate, 0, len(ts.List))}
	for _, t := range ts.List {
		data.Templates = append(data.Templates, w.template(t))
	}
	data.Permissions, data.Texts = w.permissions.List, w.texts.List
	page := format.Page{
		Title: "Fine-grained personal access tokens", Heading: "Fine-grained personal access tokens",
		Version: ts.Version, Command: "patctl render -o markdown", Content: inventoryIntro(ts),
	}
	pageKind.Write(b, page, data)
}

// inventoryIntro is what the page says before its list.
func inventoryIntro(ts Templates) map[string]any {
	host := ts.Host
	if host == "" {
		host = pat.DefaultHost
	}
	return map[string]any{"Count": format.Count(len(ts.List), "template"), "Host": diag.Printable(host)}
}

// inventoryWriter numbers what templates have in common.
type inventoryWriter struct {
	ts          Templates
	texts       format.Numbered[string]
	permissions format.Numbered[[3]string]
}

func (w *inventoryWriter) template(t *hcl.Template) inventoryTemplate {
	out := inventoryTemplate{
		Address: diag.Printable(t.Address), Name: diag.Printable(t.Name), Description: diag.Printable(t.Description),
		Target: diag.Printable(t.TargetName), Lifetime: w.texts.Place(lifetime(t.ExpiresIn)), Days: lifetimeDays(t.ExpiresIn),
		Grants: w.grants(t.Permissions), Repositories: w.list(t.Repositories.Patterns), Choice: w.texts.Place(repositoryChoice(t.Repositories)),
		Owners: w.list(t.Owners), Endpoints: w.list(t.Endpoints), Justification: diag.PrintableText(t.Justification),
		Steps: []inventoryStep{}, URL: format.SafeLink(w.ts.link(t)),
	}
	for _, name := range slices.Sorted(maps.Keys(t.Labels)) {
		out.Labels = append(out.Labels, w.list([]string{name, t.Labels[name]})...)
	}
	for _, s := range prefill.Steps(t.Template, w.ts.Catalog) {
		out.Steps = append(out.Steps, w.step(s, t))
	}
	return out
}

// step leaves the justification to the template, which has it whole, with its
// line breaks.
func (w *inventoryWriter) step(s prefill.Step, t *hcl.Template) inventoryStep {
	out := inventoryStep{Label: w.texts.Place(s.Label), Text: w.texts.Place(s.Text)}
	if t.Justification != "" && len(s.Values) == 1 && s.Values[0] == t.Justification {
		out.Paste = true
		return out
	}
	out.Values = w.list(s.Values)
	return out
}

func (w *inventoryWriter) list(texts []string) []int {
	numbers := make([]int, 0, len(texts))
	for _, text := range texts {
		numbers = append(numbers, w.texts.Place(diag.Printable(text)))
	}
	return numbers
}

// grants are the permissions in the order of the form's sections.
func (w *inventoryWriter) grants(p pat.Permissions) []int {
	out := []int{}
	for _, section := range groups(p, w.ts.Catalog) {
		for _, g := range section.permissions {
			out = append(out, w.permissions.Place([3]string{diag.Printable(g.name), diag.Printable(g.label), section.title}), w.texts.Place(diag.Printable(string(g.level))))
		}
	}
	return out
}

// unlimited is more days than any lifetime has.
const unlimited = 1 << 30

func lifetimeDays(e pat.Expiry) int {
	switch {
	case e.Never:
		return unlimited
	case e.IsZero():
		return pat.DefaultExpiryDays
	}
	return e.Days
}

// repositoryChoice says which repositories a token may reach, where the
// template has no list of them.
func repositoryChoice(r pat.Repositories) string {
	switch {
	case r.Selection == pat.AllRepositories:
		return "All repositories of the owner"
	case r.Selection == pat.SelectedRepositories:
		return "The ones that the user selects"
	case r.Selection == pat.NoRepositories, r.Patterns != nil && len(r.Patterns) == 0:
		return "Public repositories only"
	case r.Patterns != nil:
		return ""
	case r.Selection == "":
		return "Not specified"
	}
	return diag.Printable(string(r.Selection))
}
