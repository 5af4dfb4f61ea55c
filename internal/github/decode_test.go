package github_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// TestSectionsOfPermissions: what stands in a section that nobody knows is not
// lost, neither when it is read nor when it is written to a snapshot.
func TestSectionsOfPermissions(t *testing.T) {
	const array = `[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {
		"repository": {"contents": "read"}, "enterprise": {"sso": "admin"}, "other": {"x": null}, "account": {}, "user": null}}]`
	grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
	if err != nil || len(gaps) > 0 {
		t.Fatal(err, gaps)
	}
	want := pat.GrantPermissions{
		Repository: pat.Permissions{"contents": "read"}, Other: pat.Permissions{"enterprise.sso": "admin", "x": ""},
	}
	if diff := cmp.Diff(want, grants[0].Permissions); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	s := github.Snapshot{Host: "github.com", Organizations: []github.Organization{{Login: "octo-org", Requests: []pat.Grant{}, Tokens: grants}}}
	if err := s.Encode(&b, "0.1.0"); err != nil {
		t.Fatal(err)
	}
	again, err := github.DecodeSnapshot(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(grants, again.Organizations[0].Tokens); diff != "" {
		t.Error(diff)
	}
}

// TestSectionThatIsNone: permissions that are no levels by name are not read.
func TestSectionThatIsNone(t *testing.T) {
	for _, permissions := range []string{`[]`, `"all"`, `{"contents": "write"}`, `{"repository": ["contents"]}`, `{"repository": {"contents": 1}}`} {
		array := `[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": ` + permissions + `}]`
		grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
		if err != nil || len(gaps) != 1 || len(grants) > 0 {
			t.Errorf("%s: %d grants, %d gaps, %v", permissions, len(grants), len(gaps), err)
		}
	}
}

// TestOrganizationTwice: neither of the two is dropped in favour of the other.
func TestOrganizationTwice(t *testing.T) {
	const data = `{"format_version": "1.0", "generated_at": "2026-11-22T12:00:00Z", "host": "github.com", "organizations": [
		{"login": "octo-org", "complete": true, "requests": [], "tokens": []},
		{"login": "OCTO-ORG", "complete": true, "requests": [], "tokens": []}]}`
	if _, err := github.DecodeSnapshot([]byte(data)); err == nil || !strings.Contains(err.Error(), `"OCTO-ORG" twice`) {
		t.Errorf("got %v", err)
	}
}

// TestHigherLevelOfOneName: where two sections give one name two levels, the higher
// counts, whatever the order of the keys. A level that nobody knows is the highest.
func TestHigherLevelOfOneName(t *testing.T) {
	for _, test := range []struct{ first, second, want pat.Level }{
		{"read", "write", "write"}, {"write", "read", "write"}, {"owner", "write", "owner"}, {"write", "owner", "owner"}, {"", "admin", ""},
	} {
		array := fmt.Sprintf(`[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {"a": {"b.c": %q}, "a.b": {"c": %q}}}]`,
			test.first, test.second)
		for range 20 { // maps have no order
			grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
			if err != nil || len(gaps) > 0 {
				t.Fatal(err, gaps)
			}
			if got := grants[0].Permissions.Other["a.b.c"]; got != test.want {
				t.Fatalf("%q and %q became %q, want %q", test.first, test.second, got, test.want)
			}
		}
	}
}

// TestFormsOfDumps: what gh api and webhooks give is read whole, and what is none of
// it is refused.
func TestFormsOfDumps(t *testing.T) {
	element := func(id int) string {
		return fmt.Sprintf(`{"id": %d, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {"repository": {"contents": "read"}}}`, id)
	}
	request := strings.Replace(element(4), "{", `{"created_at": "2026-11-20T06:49:30Z", `, 1)
	event := `{"action": "created", "organization": {"login": "octo-org"}, "personal_access_token_request": {"id": 3, "owner": {"login": "mona"},
		"repository_selection": "all", "permissions_result": {"repository": {"contents": "read"}}, "created_at": "2026-11-20T16:52:27+02:00"}}`
	for name, test := range map[string]struct {
		kind   pat.Kind
		data   string
		grants int
		gaps   int
		err    string
	}{
		"--paginate":            {pat.KindToken, "[" + element(1) + "][" + element(2) + "]", 2, 0, ""},
		"--slurp":               {pat.KindToken, "[[" + element(1) + "," + element(2) + "],[],[" + element(3) + "]]", 3, 0, ""},
		"--slurp of nothing":    {pat.KindToken, "[[]]", 0, 0, ""},
		"deeper":                {pat.KindToken, "[[[" + element(1) + "]]]", 0, 1, ""},
		"JSON lines":            {pat.KindToken, element(1) + "\n" + element(2) + "\n", 2, 0, ""},
		"one object":            {pat.KindRequest, request, 1, 0, ""},
		"lines among lists":     {pat.KindToken, element(1) + "\n[" + element(2) + "]\n", 2, 0, ""},
		"a line that is broken": {pat.KindToken, element(1) + "\n{\"id\": 2", 0, 0, "read tokens"},
		"a line that is none":   {pat.KindToken, element(1) + "\n{}\n", 0, 0, "an object without an ID"},
		"an event":              {pat.KindRequest, event, 1, 1, ""},
		"events":                {pat.KindRequest, "[" + event + "," + request + "]", 2, 1, ""},
		"an event as a token":   {pat.KindToken, event, 0, 0, "--requests"},
		"a refusal":             {pat.KindToken, `{"message": "Not Found", "status": "404"}`, 0, 0, "it is an error from the API"},
		"a snapshot":            {pat.KindToken, `{"format_version": "1.0", "organizations": []}`, 0, 0, "--snapshot"},
		"nothing":               {pat.KindToken, " ", 0, 0, "the file is empty"},
		"null":                  {pat.KindToken, "null", 0, 0, "it is null"},
		"a text":                {pat.KindToken, `"x"`, 0, 0, "read tokens"},
	} {
		grants, gaps, err := github.DecodeGrants([]byte(test.data), test.kind)
		if len(grants) != test.grants || len(gaps) != test.gaps || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %d grants, gaps %v, error %v", name, len(grants), gaps, err)
		}
	}
	if err := github.CheckEvents([]byte("["+event+"]"), "hub-org"); err == nil {
		t.Error("an event of another organization in a list is taken")
	}
}

// TestFilesThatAreNoDump say what is wrong with them, and what belongs there.
func TestFilesThatAreNoDump(t *testing.T) {
	for data, want := range map[string]string{
		"":                                   "the file is empty. To write the list of requests to it, run:\n\n  gh api --paginate --slurp 'orgs/ORG/personal-access-token-requests?per_page=100' > requests.json",
		" \n":                                "the file is empty",
		"\xef\xbb\xbf":                       "the file is empty",
		"\xff\xfe[\x00]\x00":                 "it is UTF-16 text",
		"null":                               "it is null",
		`{"message": "Not Found"}`:           "it is an error from the API",
		`[{"id": 1, "x": {"y": 2, "y": 3}}]`: `an object has the key "y" twice`,
		`[{"id": 1}] {"x": 1}`:               "it is an object without an ID, but a list is required",
		`[{"id": 1}`:                         "it ends before the JSON is complete",
	} {
		_, gaps, err := github.DecodeGrants([]byte(data), pat.KindRequest)
		switch {
		case want == "" && (err != nil || len(gaps) != 1):
			t.Errorf("%q: %v %v", data, gaps, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}

// TestSilentPermissions: what GitHub does not say stays apart from what it says is
// empty, also in a snapshot.
func TestSilentPermissions(t *testing.T) {
	for permissions, unsaid := range map[string]bool{
		`"permissions": null,`: true, ``: true, `"permissions": {"repository": null},`: true, `"permissions": {"organization": {}, "repository": null},`: true,
		`"permissions": {},`: false, `"permissions": {"repository": {}},`: false, `"permissions": {"organization": null, "repository": {"contents": "read"}},`: false,
	} {
		s, err := github.DecodeSnapshot([]byte(snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id": 1, ` + permissions + ` "owner": {"login": "mona"}, "repository_selection": "all"}]}`)))
		if err != nil {
			t.Fatal(err)
		}
		again, err := github.DecodeSnapshot(encode(t, s))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*github.Snapshot{s, again} {
			if got := s.Organizations[0].Tokens[0].PermissionsUnsaid; got != unsaid {
				t.Errorf("%s: unsaid is %t", permissions, got)
			}
		}
	}
}

// TestSnapshotWithoutAHost: nobody knows whose tokens these are.
func TestSnapshotWithoutAHost(t *testing.T) {
	for _, host := range []string{`"host": "",`, ``} {
		data := strings.Replace(snapshotOf(""), `"host": "github.com",`, host, 1)
		if _, err := github.DecodeSnapshot([]byte(data)); err == nil || !strings.Contains(err.Error(), "it does not have a host") {
			t.Errorf("%s: %v", data, err)
		}
	}
	if _, err := github.DecodeSnapshot([]byte("\xef\xbb\xbf" + snapshotOf(""))); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
}

// TestContradictionsInAnyOrder: of two elements with one id, the same is looked at
// whichever comes first.
func TestContradictionsInAnyOrder(t *testing.T) {
	const one, two, three = `{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all"}`,
		`{"id": 7, "owner": {"login": "hubot"}, "repository_selection": "all"}`, `{"id": 3, "owner": {"login": "mona"}, "repository_selection": "all"}`
	var seen []string
	for _, list := range [][]string{{one, two, three, three}, {three, two, one, two}, {two, one, one, three}} {
		grants, gaps, err := github.DecodeGrants([]byte("["+strings.Join(list, ",")+"]"), pat.KindToken)
		if err != nil || len(gaps) != 1 || gaps[0].What != "token 7" {
			t.Fatalf("%v %v", gaps, err)
		}
		for _, g := range grants {
			if g.ID == 7 {
				seen = append(seen, g.Owner)
			}
		}
	}
	if seen = slices.Compact(seen); len(seen) != 1 {
		t.Errorf("looked at the tokens of %v", seen)
	}
}

// snapshotOf is a snapshot with one organization.
func snapshotOf(organization string) string {
	return `{"format_version": "1.0", "generated_at": "2026-11-22T12:00:00Z", "host": "github.com", "organizations": [` + organization + `]}`
}

// TestSnapshotsThatContradictThemselves are errors, or have a gap that says so.
func TestSnapshotsThatContradictThemselves(t *testing.T) {
	const token = `{"id":7,"owner":{"login":"mona"},"repository_selection":"all"}`
	for name, test := range map[string]struct{ data, wrong, gap string }{
		"complete twice":       {snapshotOf(`{"login": "octo-org", "complete": false, "Complete": true, "requests": [], "tokens": []}`), `the key "Complete"`, ""},
		"tokens twice":         {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `], "tokens": []}`), `the key "tokens" twice`, ""},
		"organizations twice":  {strings.Replace(snapshotOf(""), `"host"`, `"organizations": [], "host"`, 1), `the key "organizations" twice`, ""},
		"two tokens of one id": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `, {"id":7,"owner":{"login":"hubot"},"repository_selection":"all"}]}`), "", "token 7 Two elements have this ID but different contents"},
		"the same token twice": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [` + token + `, ` + token + `]}`), "", ""},
		"requests for tokens":  {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id":7,"owner":{"login":"mona"},"repository_selection":"all","reason":null,"created_at":"2026-11-20T06:49:30Z"}]}`), "", "element 1 of the tokens it is a request"},
		"tokens for requests":  {snapshotOf(`{"login": "octo-org", "complete": true, "tokens": [], "requests": [{"id":7,"owner":{"login":"mona"},"repository_selection":"all","access_granted_at":"2026-11-20T06:49:30Z"}]}`), "", "element 1 of the requests it is a token"},
		"an id as text":        {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [{"id":"7","owner":{"login":"mona"},"repository_selection":"all"}]}`), "", "element 1 of the tokens the field id is a string where a number is due"},
		"tokens are an object": {snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": {}}`), "the field organizations.tokens is an object where a list is due", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := github.DecodeSnapshot([]byte(test.data))
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("got %v, want %s", err, test.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			gaps := fmt.Sprint(s.Organizations[0].Incomplete)
			if !strings.Contains(gaps, test.gap) || test.gap == "" && gaps != "[]" {
				t.Errorf("gaps %s, want %s", gaps, test.gap)
			}
		})
	}
}

// TestOrganizationsKeepTheirTimes: each one of a snapshot is as of its own time.
func TestOrganizationsKeepTheirTimes(t *testing.T) {
	s, err := github.DecodeSnapshot([]byte(snapshotOf(
		`{"login": "octo-org", "generated_at": "2026-11-01T00:00:00Z", "complete": true, "requests": [], "tokens": []},
		{"login": "octodemo", "complete": true, "requests": [], "tokens": []}`)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := github.DecodeSnapshot(encode(t, s))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"2026-11-01", "2026-11-22"} {
		if got := again.Organizations[i].ReadAt.Format("2006-01-02"); got != want {
			t.Errorf("%s was read on %s, want %s", again.Organizations[i].Login, got, want)
		}
	}
}

// TestManyMalformedElements: a flood of them ends the reading, and a gap says what was not read.
func TestManyMalformedElements(t *testing.T) {
	const token = `{"id":1,"token_id":1,"token_name":"t","owner":{"login":"octocat"},"repository_selection":"none","permissions":{},"access_granted_at":"2026-11-01T12:00:00Z","token_expired":false}`
	if _, _, err := github.DecodeGrants([]byte("["+strings.Repeat("null,", 10_001)+token+"]"), pat.KindToken); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("short elements: %v", err)
	}
	named := strings.Replace(token, `"t"`, `"\"`+strings.Repeat(",", 20_000)+`"`, 1)
	if grants, _, err := github.DecodeGrants([]byte("["+named+"]"), pat.KindToken); err != nil || len(grants) != 1 {
		t.Errorf("a text of commas: %d tokens, %v", len(grants), err)
	}
	for bad, want := range map[int]string{9999: "[1]", 10_000: "[]"} {
		list := "[" + strings.Repeat(`"malformed",`, bad) + token + "]"
		grants, gaps, err := github.DecodeGrants([]byte(list), pat.KindToken)
		if err != nil || fmt.Sprint(idsOf(grants)) != want {
			t.Fatalf("%d malformed elements: read the tokens %v, want %s: %v", bad, idsOf(grants), want, err)
		}
		if last := gaps[len(gaps)-1]; (last.What == "elements 10001 to 10001 of the tokens") != (len(grants) == 0) {
			t.Errorf("%d malformed elements: %+v", bad, last)
		}
	}
}

// TestManyPermissions: a token with more than any can have is a gap.
func TestManyPermissions(t *testing.T) {
	for n, want := range map[int]string{1000: "[1]", 1001: "[]"} {
		var permissions []string
		for i := range n {
			permissions = append(permissions, fmt.Sprintf(`"p%d":"read"`, i))
		}
		grants, gaps, err := github.DecodeGrants([]byte(`[{"id":1,"token_id":1,"token_name":"t","owner":{"login":"octocat"},"repository_selection":"none","permissions":{"organization":{`+
			strings.Join(permissions, ",")+`}},"access_granted_at":"2026-11-01T12:00:00Z","token_expired":false}]`), pat.KindToken)
		if err != nil || fmt.Sprint(idsOf(grants)) != want || len(gaps) != 1-len(grants) {
			t.Errorf("%d permissions: read the tokens %v, want %s: %v %v", n, idsOf(grants), want, gaps, err)
		}
	}
}

func idsOf(grants []pat.Grant) []int64 {
	ids := make([]int64, 0, len(grants))
	for _, g := range grants {
		ids = append(ids, g.ID)
	}
	return ids
}

// The body of a webhook, in the form in which GitHub delivers it.
const delivered = `{"action":"created","personal_access_token_request":{"id":3,"owner":{"login":"mona","id":2},
	"permissions_added":{},"permissions_upgraded":{},"permissions_result":{"organization":{},"repository":{"contents":"write"},"other":{}},
	"repository_selection":"subset","repository_count":1,"repositories":[{"full_name":"octo-org/api","id":9,"name":"api","node_id":"R_1","private":true}],
	"created_at":"2024-04-23T16:52:27+02:00","token_expired":false,"token_expires_at":"2024-05-23T16:52:27+02:00","token_last_used_at":null},
	"organization":{"login":"octo-org"},"sender":{"login":"mona"},"installation":{"id":1}}`

func TestDeliveredWebhook(t *testing.T) {
	grants, gaps, err := github.DecodeGrants([]byte(delivered), pat.KindRequest)
	if err != nil || len(grants) != 1 {
		t.Fatalf("%d requests, %v %v", len(grants), gaps, err)
	}
	g := grants[0]
	if g.TokenID != 0 || g.Permissions.Repository["contents"] != pat.Write || len(g.Repositories) != 1 || g.Since.UTC().Format("15:04:05") != "14:52:27" {
		t.Errorf("read %+v", g)
	}
	if len(gaps) != 1 || gaps[0].What != "requests" {
		t.Errorf("one request counts as all that are pending: %+v", gaps)
	}
	denied := strings.Replace(delivered, "created", "denied", 1)
	if _, _, err := github.DecodeGrants([]byte(denied), pat.KindRequest); err == nil || !strings.Contains(err.Error(), "was denied") {
		t.Errorf("a request that was denied: %v", err)
	}
}

// elementsOf are the elements of a list in JSON.
func elementsOf(t *testing.T, list string) []json.RawMessage {
	t.Helper()
	var out []json.RawMessage
	if err := json.Unmarshal([]byte(list), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
