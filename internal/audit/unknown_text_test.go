package audit

import (
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
)

// What patctl catalog lists is not said to be missing from the catalog.
func TestUnknownPermissionOfTheCatalog(t *testing.T) {
	j := &judge{missed: map[missed]*miss{}, cfg: &hcl.Configuration{Catalog: catalog.Default()}}
	for name, want := range map[string]string{
		"packages":      "According to the catalog, fine-grained tokens cannot have the permission packages. Fine-grained tokens don't work with GitHub Packages. Use GITHUB_TOKEN in a workflow, or a classic token with the scope read:packages (write:packages to publish, delete:packages to delete).",
		"crystal_balls": "The permission crystal_balls is not in the catalog.",
	} {
		if got := j.unknownText(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
