package audit

import (
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
)

// What patctl catalog lists is not said to be missing from the catalog.
func TestUnknownPermissionOfTheCatalog(t *testing.T) {
	j := &judge{cfg: &hcl.Configuration{Catalog: catalog.Default()}}
	for name, want := range map[string]string{
		"packages":      "In the catalog, the permission packages is one that fine-grained tokens cannot have.",
		"crystal_balls": "The catalog does not know the permission crystal_balls.",
	} {
		if got := j.unknownText(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
