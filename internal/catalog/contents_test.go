package catalog

import "testing"

// What a file needs depends on its path, however it is written; a path that only
// stands for one can be any.
func TestPathOfContents(t *testing.T) {
	t.Parallel()
	call, err := ParseCall("PUT /repos/{owner}/{repo}/contents/{path}")
	if err != nil {
		t.Fatal(err)
	}
	endpoint := Default().Find(call)[0]
	const workflow, other, open = "contents:write + workflows:write", "contents:write", "open"
	for file, want := range map[string]string{
		".github/workflows/ci.yml":         workflow,
		".github%2Fworkflows%2Fci.yml":     workflow,
		"%2Egithub/workflows/ci.yml":       workflow,
		"./.github/workflows/ci.yml":       workflow,
		"docs/../.github/workflows/ci.yml": workflow,
		".github/workflows/{name}":         workflow,
		"README.md":                        other,
		"docs/github/workflows/ci.yml":     other,
		".github/dependabot.yml":           other,
		"{path}":                           open,
		":path":                            open,
		"docs/:file":                       open,
		"$FILE":                            open,
		"PATH":                             open,
		"<path>":                           open,
		".github/%ZZ":                      open,
	} {
		got := endpoint.For("/repos/octo-org/api/contents/"+file, "")
		is := open
		if len(got.Sets) == 1 && len(got.Sets[0]) == 2 {
			is = workflow
		} else if len(got.Sets) == 1 {
			is = other
		}
		if is != want {
			t.Errorf("%s: %s, want %s", file, is, want)
		}
	}
}
