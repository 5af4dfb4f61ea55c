package catalog

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
)

// TestScopePages: each scope has a page with its ceiling, and with all calls of it that
// fine-grained tokens can't make. A scope without both says why.
func TestScopePages(t *testing.T) {
	known := catalog.Default()
	for _, name := range scope.Names() {
		s, _ := scope.Named(name)
		doc := newScopeDoc(known, s)
		page := clitest.OnTerminal(100, func(v *cli.View) { v.Text([]byte(scopeText(v, doc))) })
		if doc.Meaning == "" || len(doc.Permissions)+len(doc.Closed) == 0 && doc.Remark == "" {
			t.Errorf("the page of %s says nothing:\n%s", name, page)
		}
		for permission, level := range doc.Permissions {
			p, ok := known.Permission(permission)
			if !ok || !p.Status.Usable() || !strings.Contains(page, permission) {
				t.Errorf("the ceiling of %s: %s = %s is not on the page, or no permission to use", name, permission, level)
			}
		}
		closed := map[string]bool{}
		for _, c := range doc.Closed {
			method, path, _ := strings.Cut(c.Endpoint, " ")
			if e, ok := known.Endpoint(method, path); !ok || e.FineGrained != catalog.FineGrainedNo || closed[c.Endpoint] {
				t.Errorf("%s: %s is not closed, or is there twice", name, c.Endpoint)
			}
			closed[c.Endpoint] = true
		}
		for _, o := range scope.Operations(name) {
			e, ok := known.Endpoint(o.Method, o.Path)
			if ok && e.FineGrained == catalog.FineGrainedNo && !closed[e.String()] {
				t.Errorf("the page of %s does not list %s", name, e)
			}
		}
		if strings.Contains(doc.Remark, "closed to fine-grained tokens") && len(doc.Closed) == 0 {
			t.Errorf("the page of %s lists no closed call, but says: %s", name, doc.Remark)
		}
	}
}
