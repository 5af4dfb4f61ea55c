package webhook_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestPayloadsOfGitHub: payloads that are as GitHub describes them lead to a look.
func TestPayloadsOfGitHub(t *testing.T) {
	schemas := descriptions(t)
	if diff := cmp.Diff([]string{"approved", "cancelled", "created", "denied"}, slices.Sorted(maps.Keys(schemas))); diff != "" {
		t.Fatalf("actions (-want +got):\n%s", diff)
	}
	for action, schema := range schemas {
		body := payload(action)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v", action, err)
		}
		w := newWorld(t)
		if response := w.serve(delivery("personal_access_token_request", body)); response.Code != 202 || !slices.Equal(w.added, []string{"octo-org"}) {
			t.Errorf("%s: got %d %s, and %v", action, response.Code, response.Body, w.added)
		}
	}
}

// TestPayloadsThatGitHubSends: they are not all as GitHub describes them. Times have an offset,
// and the token has no id and no name.
func TestPayloadsThatGitHubSends(t *testing.T) {
	body := payload("created")
	for _, drop := range []string{`"token_id": 8,`, `"token_name": "nightly export",`} {
		if !strings.Contains(body, drop) {
			t.Fatalf("the payload has no %s", drop)
		}
		body = strings.Replace(body, drop, "", 1)
	}
	w := newWorld(t)
	if response := w.serve(delivery("personal_access_token_request", body)); response.Code != 202 || !slices.Equal(w.added, []string{"octo-org"}) {
		t.Errorf("got %d %s, and %v", response.Code, response.Body, w.added)
	}
}

// descriptions returns GitHub's schema of the payload of each action.
func descriptions(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/webhooks.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("webhooks.json", document); err != nil {
		t.Fatal(err)
	}
	schemas := map[string]*jsonschema.Schema{}
	for name := range document.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any) {
		action, ok := strings.CutPrefix(name, "webhook-personal-access-token-request-")
		if !ok {
			continue
		}
		if schemas[action], err = compiler.Compile("webhooks.json#/components/schemas/" + name); err != nil {
			t.Fatal(err)
		}
	}
	return schemas
}

// payload is a delivery of a request of mona, with the odd values that GitHub sends.
func payload(action string) string {
	user, _ := json.Marshal(account("mona", "users"))
	organization, _ := json.Marshal(account("octo-org", "orgs"))
	return `{"action": "` + action + `", "organization": ` + string(organization) + `, "sender": ` + string(user) + `,
"installation": {"id": 1, "node_id": "MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uMQ=="},
"personal_access_token_request": {"id": 42, "owner": ` + string(user) + `,
 "permissions_added": {}, "permissions_upgraded": {}, "permissions_result": {"repository": {"contents": "read", "metadata": "read"}},
 "repository_selection": "none", "repository_count": null, "repositories": null,
 "created_at": "2026-11-23T16:52:27+02:00", "token_id": 8, "token_name": "nightly export",
 "token_expired": false, "token_expires_at": "2026-12-23T14:52:27Z", "token_last_used_at": null}}`
}

// account is a user or an organization, as payloads have it.
func account(login, path string) map[string]any {
	url := "https://api.github.com/" + path + "/" + login
	a := map[string]any{"login": login, "id": 1, "node_id": "MDQ6VXNlcjE=", "url": url, "description": nil, "type": "User", "site_admin": false}
	for _, key := range []string{
		"repos", "events", "hooks", "issues", "members", "public_members", "avatar", "html", "followers", "following", "gists",
		"starred", "subscriptions", "organizations", "received_events",
	} {
		a[key+"_url"] = url + "/" + key
	}
	a["gravatar_id"] = ""
	return a
}
