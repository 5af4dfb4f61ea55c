package explain

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// The name and the label of every permission are understood as such, and not as
// endpoints or places in the documentation.
func TestExplainKnowsEveryPermission(t *testing.T) {
	about := explaining{Catalog: catalog.Default(), host: pat.DefaultHost}
	for _, p := range about.Permissions() {
		for _, word := range []string{p.Name, p.DisplayName} {
			if about.isEndpoint(word) {
				t.Errorf("%q is taken for an endpoint", word)
			}
			found, ok := about.PermissionMeant(word)
			if !ok || word == p.Name && found.Name != p.Name && p.Status != catalog.Alias || !strings.EqualFold(found.DisplayName, p.DisplayName) {
				t.Errorf("%q is taken for %q", word, found.Name)
			}
		}
	}
}

// The templates that explain prints are ones that validate takes, with no word
// but that the organization is missing. Their links say the same.
func TestExplainedTemplatesAreValid(t *testing.T) {
	about := explaining{Catalog: catalog.Default(), host: pat.DefaultHost}
	files := fstest.MapFS{}
	for i, e := range about.Endpoints() {
		if e.FineGrained != catalog.FineGrainedYes || len(e.Sets) == 0 {
			continue
		}
		least, _ := about.Least([]catalog.Endpoint{e}, nil)
		name := fmt.Sprintf("t%d", i)
		set := about.writeLeastSet(name, least, []catalog.Endpoint{e})
		files[name+".pat.hcl"] = &fstest.MapFile{Data: []byte(*set.HCL)}
		link, err := prefill.Parse(*set.URL, about.Catalog)
		if err != nil || len(link.Ignored) > 0 || !maps.Equal(link.Template.Permissions, least.Permissions) {
			t.Errorf("the link of %s says %v (%v), want %v", e, link.Template.Permissions, err, least.Permissions)
		}
	}
	cfg, diags := hcl.Load(files, ".", hcl.Options{})
	for _, d := range append(diags, check.Run(cfg, clitest.NewEnv(t, nil, nil).Now())...) {
		if d.Summary != "Organization permissions without target_name" && d.Summary != "Disputed permission" {
			t.Errorf("%s: %s: %s\n%s", d.Subject, d.Summary, d.Detail, files[d.Subject.Filename].Data)
		}
	}
	if len(cfg.Templates) < 900 {
		t.Errorf("only %d templates were checked", len(cfg.Templates))
	}
}
