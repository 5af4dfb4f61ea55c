package explain

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// explainedDays is the lifetime of the template, which the form takes without one.
const explainedDays = pat.DefaultExpiryDays

// asTemplate gives the link and the template of a set.
func (about explaining) asTemplate(name string, set *leastSet) (url, text *string) {
	link := prefill.URL(about.host, pat.Template{
		Name: name, ExpiresIn: pat.Expiry{Days: explainedDays}, Permissions: set.Permissions,
	}, about.Catalog)
	source := about.templateText(name, set)
	return &link, &source
}

// templateText writes the template in canonical layout. All that is in it comes
// from the catalog.
func (about explaining) templateText(name string, set *leastSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "template %q {\nname = %q\n", name, name)
	if about.needs(set.Permissions, pat.Organization) {
		b.WriteString("# target_name = the login of the organization\n")
	}
	fmt.Fprintf(&b, "expires_in = %d\npermissions = {\n", explainedDays)
	for _, permission := range set.Permissions.Names() {
		fmt.Fprintf(&b, "%s = %q\n", permission, set.Permissions[permission])
	}
	repositories := pat.NoRepositories
	if about.needs(set.Permissions, pat.Repository) {
		repositories = pat.SelectedRepositories
	}
	fmt.Fprintf(&b, "}\nrepositories = %q\n", repositories)
	if len(set.endpoints) > 0 {
		fmt.Fprintf(&b, "endpoints = [\n\"%s\",\n]\n", strings.Join(set.endpoints, "\",\n\""))
	}
	b.WriteString("}\n")
	formatted, diags := layout.Format([]byte(b.String()), "template")
	if diags.HasErrors() {
		panic(fmt.Sprintf("the template is no HCL: %v\n%s", diags, diag.PrintableText(b.String())))
	}
	return string(formatted)
}

// needs reports whether a set has a permission of a section.
func (about explaining) needs(set pat.Permissions, section pat.Section) bool {
	for name := range set {
		if p, _ := about.Permission(name); p.Section == section {
			return true
		}
	}
	return false
}
