package schema_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/schema"
)

var update = flag.Bool("update", false, "write the schema")

const published = "../../../docs/schemas/pat.schema.json"

// TestPublishedSchema: the schema in the documentation is the one of the language.
func TestPublishedSchema(t *testing.T) {
	want, err := schema.JSONSchema(catalog.Default())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(published, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(published)
	if err != nil || string(got) != string(want) {
		t.Errorf("docs/schemas/pat.schema.json is stale; run: go test ./internal/hcl/schema -update (%v)", err)
	}
}

// TestSchemaOfConfigurations: what patctl reads fits, and what it refuses for its shape does
// not.
func TestSchemaOfConfigurations(t *testing.T) {
	compiled, err := jsonschema.NewCompiler().Compile(published)
	if err != nil {
		t.Fatal(err)
	}
	const template = `{"template": {"a": %}}`
	for text, fits := range map[string]bool{
		`{}`: true,
		`{"//": "a comment", "patctl": {"required_version": ">= 0.1.0"}, "locals": [{"a": 1}, {"b": [2]}]}`:                    true,
		`{"organization": {"octo-org": {"review": {"approve": ["conforming"], "max_actions": 3}}}}`:                            true,
		`{"organization": {"octo-org": {"review": {"approve": ["drifted"]}}}}`:                                                 false,
		`{"rule": {"unused-token": {"severity": "off", "days": 3}}}`:                                                           true,
		`{"rule": {"unused-token": {"severity": "fatal"}}}`:                                                                    false,
		`{"module": {"ci": {"source": "./ci", "org": "octo-org"}}}`:                                                            true,
		`{"module": {"ci": {"org": "octo-org"}}}`:                                                                              false,
		`{"exception": {"x": {"reason": "r", "expires": "2027-10-31", "token_id": 1}}}`:                                        true,
		`{"exception": {"x": {"reason": "r"}}}`:                                                                                false,
		`{"exception": {"x": {"reason": "r", "expires": "soon"}}}`:                                                             false,
		`{"policy": {"p": {"condition": "${self.expires_in < 90}", "error_message": "too long"}}}`:                             true,
		`{"variable": {"org": {"type": "string", "validation": [{"condition": "${var.org != \"\"}", "error_message": "x"}]}}}`: true,
		`{"templates": {}}`: false,
		strings.ReplaceAll(template, "%", `{"name": "a", "expires_in": 30, "permissions": {"contents": "read", "new_thing": "write"}, "repositories": ["octo-org/a"]}`): true,
		strings.ReplaceAll(template, "%", `{"name": "a", "expires_in": "none", "permissions": "${local.p}", "repositories": "all", "match": {"permissions": "exact"}}`): true,
		strings.ReplaceAll(template, "%", `[{"name": "a", "for_each": "${toset([\"x\"])}", "labels": {"team": "x"}, "owners": null}]`):                                  true,
		strings.ReplaceAll(template, "%", `{"name": "a", "expires_in": 400}`):                                                                                           false,
		strings.ReplaceAll(template, "%", `{"name": "a", "permissions": {"contents": "all"}}`):                                                                          false,
		strings.ReplaceAll(template, "%", `{"name": "a", "repositories": "some"}`):                                                                                      false,
		strings.ReplaceAll(template, "%", `{"name": "a", "expires": 30}`):                                                                                               false,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if err := compiled.Validate(value); (err == nil) != fits {
			t.Errorf("%s: %v", text, err)
		}
	}
}
