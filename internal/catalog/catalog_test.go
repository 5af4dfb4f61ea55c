package catalog

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/pat"
)

func TestPermission(t *testing.T) {
	tests := []struct {
		name string
		want Permission
	}{
		{"contents", Permission{Name: "contents", DisplayName: "Contents", Section: pat.Repository,
			Levels: []pat.Level{pat.Read, pat.Write}, Status: Documented}},
		{"organization_projects", Permission{Name: "organization_projects", DisplayName: "Projects", Section: pat.Organization,
			Levels: []pat.Level{pat.Read, pat.Write, pat.Admin}, Status: Documented}},
		{"gists", Permission{Name: "gists", DisplayName: "Gists", Section: pat.Account,
			Levels: []pat.Level{pat.Write}, Status: Documented}},
		{"variables", Permission{Name: "variables", DisplayName: "Variables", Section: pat.Repository,
			Status: Mistaken, Instead: "actions_variables", Note: "the label in the form"}},
		{"packages", Permission{Name: "packages", DisplayName: "Packages", Section: pat.Repository,
			Levels: []pat.Level{pat.Read, pat.Write}, Status: AppOnly, Note: "fine-grained tokens cannot access Packages"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Default().Permission(test.name)
			if !ok {
				t.Fatal("the catalog does not know it")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	for _, name := range []string{"", "Contents", "contents ", "nonsense"} {
		if p, ok := Default().Permission(name); ok {
			t.Errorf("Permission(%q) = %v, want none", name, p)
		}
	}
}

func TestHasLevel(t *testing.T) {
	gists, _ := Default().Permission("gists")
	if gists.HasLevel(pat.Read) || !gists.HasLevel(pat.Write) || gists.HasLevel(pat.NoAccess) {
		t.Errorf("gists has levels %v, want only write", gists.Levels)
	}
}

// Every name that a template may use has a label, a section and a level.
func TestPermissionsAreComplete(t *testing.T) {
	all := Default().Permissions()
	if len(all) != 133 {
		t.Errorf("%d permissions, want the 133 of the facts", len(all))
	}
	for _, p := range all {
		if p.DisplayName == "" || sectionOrder(p.Section) < 0 {
			t.Errorf("%s lacks a label or a section: %+v", p.Name, p)
		}
		if p.Status.Usable() && len(p.Levels) == 0 {
			t.Errorf("%s has no level", p.Name)
		}
	}
	if !slices.IsSortedFunc(all, compareShown) {
		t.Error("Permissions is not sorted")
	}
	if all[0].Section != pat.Account || all[len(all)-1].Section != pat.Organization {
		t.Errorf("the sections begin with %s and end with %s", all[0].Section, all[len(all)-1].Section)
	}
}

func TestUsable(t *testing.T) {
	usable := Default().Usable()
	if !slices.IsSorted(usable) {
		t.Error("Usable is not sorted")
	}
	for name, want := range map[string]bool{
		"contents":         true,
		"agent_secrets":    true,  // undocumented
		"copilot_requests": true,  // alias
		"checks":           true,  // disputed
		"packages":         false, // app_only
		"variables":        false, // mistaken
	} {
		if got := slices.Contains(usable, name); got != want {
			t.Errorf("%s usable: %t, want %t", name, got, want)
		}
	}
}

func TestWith(t *testing.T) {
	added := Permission{Name: "new_thing", Section: pat.Repository, Levels: []pat.Level{pat.Read}}
	override := Permission{Name: "variables", Section: pat.Repository, Levels: []pat.Level{pat.Write}, Status: Declared}
	c := Default().With(added, override)

	got, ok := c.Permission("new_thing")
	if !ok || got.Status != Declared || !got.HasLevel(pat.Read) {
		t.Errorf("new_thing is %+v, want it declared with level read", got)
	}
	if got := c.SuggestPermission("new-thing"); got != "new_thing" {
		t.Errorf("suggestion for new-thing: %q", got)
	}
	if got := c.SuggestPermission("variable"); got != "variables" {
		t.Errorf("suggestion for variable: %q, want the declared name", got)
	}
	if got := c.SuggestPermission("read_"); got != "" {
		t.Errorf("suggestion for read_: %q, want none: a declared permission has no label", got)
	}
	if _, ok := Default().Permission("new_thing"); ok {
		t.Error("With changed the catalog that it extends")
	}
	if p, _ := Default().Permission("variables"); p.Status != Mistaken {
		t.Error("With changed a permission of the catalog that it extends")
	}
	if _, ok := (&Catalog{}).With(added).Permission("new_thing"); !ok {
		t.Error("the zero catalog cannot be extended")
	}
}

func TestCanonical(t *testing.T) {
	tests := []struct {
		name     string
		in, want pat.Permissions
	}{
		{"nil", nil, nil},
		{"empty", pat.Permissions{}, pat.Permissions{}},
		{"an alias at a level that the right name lacks",
			pat.Permissions{"copilot_requests": pat.Write}, pat.Permissions{"user_copilot_requests": pat.Read}},
		{"both names",
			pat.Permissions{"copilot_requests": pat.Write, "user_copilot_requests": pat.Read},
			pat.Permissions{"user_copilot_requests": pat.Read}},
		{"a word that is no level stays",
			pat.Permissions{"copilot_requests": "execute"}, pat.Permissions{"user_copilot_requests": "execute"}},
		{"everything else stays",
			pat.Permissions{"metadata": pat.Read, "contents": pat.Write, "nonsense": "x", "variables": pat.Read},
			pat.Permissions{"metadata": pat.Read, "contents": pat.Write, "nonsense": "x", "variables": pat.Read}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, Default().Canonical(test.in)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	in := pat.Permissions{"copilot_requests": pat.Write}
	Default().Canonical(in)["contents"] = pat.Read
	if diff := cmp.Diff(pat.Permissions{"copilot_requests": pat.Write}, in); diff != "" {
		t.Errorf("Canonical changed its argument:\n%s", diff)
	}
}

// Where both names are given, the higher level wins whatever the order of the map.
func TestCanonicalMergesByHighestLevel(t *testing.T) {
	c := Default().With(
		Permission{Name: "new_name", Levels: []pat.Level{pat.Read, pat.Write}},
		Permission{Name: "old_name", Levels: []pat.Level{pat.Read, pat.Write}, Status: Alias, Instead: "new_name"},
	)
	for range 20 {
		for _, in := range []pat.Permissions{
			{"old_name": pat.Write, "new_name": pat.Read},
			{"old_name": pat.Read, "new_name": pat.Write},
		} {
			if diff := cmp.Diff(pat.Permissions{"new_name": pat.Write}, c.Canonical(in)); diff != "" {
				t.Fatalf("-want +got:\n%s", diff)
			}
		}
	}
}

// A program that asks for a permission only must not pay for the endpoints:
// there are over a thousand of them, each with several allocations.
func TestDefaultDoesNotParseEndpoints(t *testing.T) {
	allocations := testing.AllocsPerRun(1, func() { newDefault() })
	if allocations > 200 {
		t.Errorf("the catalog takes %.0f allocations to make", allocations)
	}
}

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		newDefault()
	}
}

func BenchmarkParseEndpoints(b *testing.B) {
	for b.Loop() {
		if _, err := parseTable(recordedEndpoints); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPermission(b *testing.B) {
	c := Default()
	for b.Loop() {
		c.Permission("pull_requests")
	}
}
