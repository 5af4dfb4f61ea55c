package tokenrequest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/tokenrequest"
)

// TestForm: the example's form has the fields that patctl looks for, and the
// lifetimes that it offers are lifetimes.
func TestForm(t *testing.T) {
	src, err := os.ReadFile("../../examples/octo-org/.github/ISSUE_TEMPLATE/token-request.yml")
	if err != nil {
		t.Fatal(err)
	}
	var form struct {
		Name, Description, Title string
		Labels                   []string
		Body                     []struct {
			Type, ID   string
			Attributes struct {
				Label   string
				Options []string
			}
		}
	}
	if err := yaml.Unmarshal(src, &form); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, item := range form.Body {
		labels = append(labels, item.Attributes.Label)
		for _, option := range item.Attributes.Options {
			in := tokenrequest.Input{Issue: tokenrequest.Issue{Body: []byte("### Lifetime\n\n" + option)}}
			if _, diags := tokenrequest.Read(in); slices.ContainsFunc(diags, isLifetime) {
				t.Errorf("%q is not a lifetime: %v", option, diags)
			}
		}
	}
	if diff := cmp.Diff(tokenrequest.Fields, labels); diff != "" {
		t.Errorf("fields (-patctl +form):\n%s", diff)
	}
	if form.Name == "" || form.Description == "" || form.Title != "Token request: " || !slices.Contains(form.Labels, "token-request") {
		t.Errorf("the form lacks something: %+v", form)
	}
}

func isLifetime(d *diag.Diagnostic) bool { return strings.Contains(d.Summary, "lifetime") }
