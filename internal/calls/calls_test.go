package calls

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/mutate"
)

// found gives the calls of a text, each with its line and a mark if it is doubtful.
func found(t *testing.T, text string) []string {
	t.Helper()
	r, err := Read([]byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	out := []string{}
	for _, c := range r.Calls {
		mark := ""
		if c.Doubtful {
			mark = "?"
		}
		out = append(out, fmt.Sprintf("%d%s %s", c.Line, mark, c.Text))
	}
	return out
}

const api = "https://api.github.com"

// lineTests give the calls of a text, each with its line, and a mark where it is
// doubtful.
var lineTests = []struct {
	text string
	want []string
}{
	// Plain endpoints.
	{"GET /user", []string{"1 GET /user"}},
	{"  get /user  # why", []string{"1 get /user"}},
	{"- `POST /gists`,", []string{"1 POST /gists"}},
	{"  \"GET /user\",", []string{"1 GET /user"}},
	{"GET /repos/${{ github.repository }}/pulls", []string{"1 GET /repos/{owner}/{repo}/pulls"}},
	{api + "/user", []string{"1 " + api + "/user"}},
	{"/usr/local/bin", []string{"1? /usr/local/bin"}},
	{"repos/create-release", []string{"1? repos/create-release"}},
	{"Get the pull requests", nil},
	{"GET started", nil},
	{"a, b", nil},
	// curl.
	{"curl " + api + "/user", []string{"1 GET " + api + "/user"}},
	{"$ curl -s -H 'Authorization: Bearer x' \"" + api + "/user?a=b&c=d\" | jq .", []string{"1 GET " + api + "/user?a=b&c=d"}},
	{"curl -X POST " + api + "/gists", []string{"1 POST " + api + "/gists"}},
	{"curl -XPATCH " + api + "/user", []string{"1 PATCH " + api + "/user"}},
	{"curl -sSLX DELETE " + api + "/x", []string{"1 DELETE " + api + "/x"}},
	{"curl --request PUT --url " + api + "/x", []string{"1 PUT " + api + "/x"}},
	{"curl --request=PUT " + api + "/x", []string{"1 PUT " + api + "/x"}},
	{"curl -d '{\"a\": \"b c\"}' " + api + "/x", []string{"1 POST " + api + "/x"}},
	{"curl --data-binary @file " + api + "/x", []string{"1 POST " + api + "/x"}},
	{"curl -d@file " + api + "/x", []string{"1 POST " + api + "/x"}},
	{"curl --json '{}' " + api + "/x", []string{"1 POST " + api + "/x"}},
	{"curl -G -d q=x " + api + "/x", []string{"1 GET " + api + "/x"}},
	{"curl -I " + api + "/x", []string{"1 HEAD " + api + "/x"}},
	{"curl -T f " + api + "/x", []string{"1 PUT " + api + "/x"}},
	{"curl -X PUT -d {} " + api + "/x", []string{"1 PUT " + api + "/x"}},
	{"curl " + api + "/x " + api + "/y", []string{"1 GET " + api + "/x", "1 GET " + api + "/y"}},
	{"curl -d a " + api + "/x --next " + api + "/y", []string{"1 POST " + api + "/x", "1 GET " + api + "/y"}},
	{"curl -o https://not.example -e https://not.example " + api + "/x", []string{"1 GET " + api + "/x"}},
	{"curl api.github.com/user", []string{"1 GET api.github.com/user"}},
	{"curl $GITHUB_API_URL/repos/$GITHUB_REPOSITORY/pulls", []string{"1 GET " + api + "/repos/{owner}/{repo}/pulls"}},
	{"curl \"${GITHUB_API_URL}/user\"", []string{"1 GET " + api + "/user"}},
	{"x=$(curl -s \"" + api + "/repos/${REPO}/pulls\" | jq \"$(cat f)\")", []string{"1 GET " + api + "/repos/{REPO}/pulls"}},
	{"echo \"$(curl " + api + "/a)\" && sudo curl " + api + "/b; /usr/bin/curl " + api + "/c # curl " + api + "/d",
		[]string{"1 GET " + api + "/a", "1 GET " + api + "/b", "1 GET " + api + "/c"}},
	{"curl -L \\\n  -X POST \\\r\n  " + api + "/x \\\n -d '{\n  \"a\": 1\n}'\nGET /user", []string{"1 POST " + api + "/x", "7 GET /user"}},
	{"curl -d '{\n\"it'\\''s\": 1}' " + api + "/x\nGET /user", []string{"1 POST " + api + "/x", "3 GET /user"}},
	{"run curl to see what's there\nGET /user\nit's", []string{"2 GET /user"}},
	{"curl 'open\nGET /user", []string{"2 GET /user"}},
	{"man curl", nil},
	// gh.
	{"gh api user", []string{"1 GET /user"}},
	{"gh api /user --paginate -q '.[] | x'", []string{"1 GET /user"}},
	{"gh api repos/{owner}/{repo}/issues -f title=x", []string{"1 POST /repos/{owner}/{repo}/issues"}},
	{"gh api -X GET search/issues -f q=x", []string{"1 GET /search/issues"}},
	{"gh api --method=PATCH user -F a=b", []string{"1 PATCH /user"}},
	{"gh api -XDELETE repos/o/r", []string{"1 DELETE /repos/o/r"}},
	{"gh api --input - user", []string{"1 POST /user"}},
	{"gh api -H 'Accept: x' --jq .a \"repos/$REPO/pulls\" > out.json", []string{"1 GET /repos/{REPO}/pulls"}},
	{"gh api \"repos/$(gh repo view --json nameWithOwner)/pulls\"", []string{"1 GET /repos/{output}/pulls", "1 gh repo view"}},
	{"gh api repos/${{ env.REPO }}/pulls", []string{"1 GET /repos/{REPO}/pulls"}},
	{"gh api repos/$OWNER/api/pulls", []string{"1 GET /repos/{OWNER}/api/pulls"}},
	{"gh api repos/$O/$R/pulls", []string{"1 GET /repos/{O}/{R}/pulls"}},
	{"gh api " + api + "/user", []string{"1 GET " + api + "/user"}},
	{"gh api graphql -f query=x", nil},
	{"for r in $(gh api orgs/o/repos --jq '.[].name'); do gh api -X PUT repos/o/$r/topics; done",
		[]string{"1 GET /orgs/o/repos", "1 PUT /repos/o/{r}/topics"}},
	{"gh pr list", []string{"1 gh pr list"}},
	{"gh auth token", nil},
	{"gh api", nil},
	// Logs.
	{`192.0.2.1 - mona [22/Nov/2026:10:00:00 +0000] "GET /api/v3/user?x=y HTTP/1.1" 200 12 "-" "curl/8"`, []string{"1 GET /api/v3/user?x=y"}},
	{`x "POST https://api.github.com/gists HTTP/2.0" 201`, []string{"1 POST https://api.github.com/gists"}},
	{"> PATCH /user HTTP/2", []string{"1 PATCH /user"}},
	{`x "OPTIONS /user HTTP/1.1" 204`, nil},
	{`x "-" 408 HTTP/`, nil},
}

func TestReadLines(t *testing.T) {
	for _, test := range lineTests {
		if diff := cmp.Diff(append([]string{}, test.want...), found(t, test.text)); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", test.text, diff)
		}
	}
}

func TestReadCounts(t *testing.T) {
	r, err := Read([]byte("\xef\xbb\xbf# a comment\n\n// another\nprose\nGET /user\n" +
		"requests.get(\"https://api.github.com/user\")\ncurl \"$API/user\"\ngh api \"$ENDPOINT\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(len(r.Calls), r.Comments, r.Others, r.Unclear)
	if want := "1 2 1 [{6 1 unreadable } {7 1 curl } {8 1 gh api }]"; got != want {
		t.Errorf("calls, comments, others, unclear: %s, want %s", got, want)
	}
}

func TestReadHAR(t *testing.T) {
	text := `{"log": {"version": "1.2", "entries": [
		{"request": {"method": "GET", "url": "https://api.github.com/user"}},
		{"request": {"method": "OPTIONS", "url": "https://api.github.com/user"}},
		{"request": {"method": "POST", "url": "https://example.com/x"}, "response": {}},
		{}]}}`
	if diff := cmp.Diff([]string{"1 GET https://api.github.com/user", "3 POST https://example.com/x"}, found(t, text)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	r, _ := Read([]byte(text))
	if r.Others != 1 {
		t.Errorf("%d entries without a call, want 1", r.Others)
	}
	for text, want := range map[string]string{
		`{"log": {"entries": [`: "read it as JSON, because it begins with a brace: unexpected EOF",
		`{"version": 1}`:        "it is JSON without requests",
		`{"log": []}`:           "it is JSON without requests",
		"[" + strings.Repeat("{},", 20_000) + "{}]": "it is JSON, and its values are too short to be requests",
		`{"log": [` + strings.Repeat("{},", 20_000): "read it as JSON, because it begins with a brace: unexpected EOF",
	} {
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.50s: %v, want an error with %q", text, err, want)
		}
	}
}

func TestReadLine(t *testing.T) {
	for text, want := range map[string]string{
		"GET /user":                              "GET /user",
		"curl -d x https://api.github.com/gists": "POST https://api.github.com/gists",
		"gh api user":                            "GET /user",
		`"GET /user HTTP/1.1" 200`:               "GET /user",
		"FETCH /user":                            "FETCH /user",
		"":                                       "",
	} {
		if got := ReadLine(text).Calls; len(got) != 1 || got[0].Text != want {
			t.Errorf("%q: %v, want %q", text, got, want)
		}
	}
}

// A large text takes time in proportion to its size, whatever it holds.
func TestReadHostile(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("curl 'x\n", 10_000), strings.Repeat("$(", 100_000), strings.Repeat("curl \"$(", 15_000),
		"gh api " + strings.Repeat("${", 50_000), "curl " + strings.Repeat("`", 100_000), strings.Repeat("curl \\\n", 15_000),
		strings.Repeat("curl \"'\n", 15_000), strings.Repeat("curl \"\nx\nx\n", 15_000), strings.Repeat("curl 'x\n", 1) + strings.Repeat("x\ngh api \"'\"'\n", 15_000),
		strings.Repeat("\"GET / HTTP/1.1\" ", 15_000),
	} {
		if _, err := Read([]byte(text)); err != nil {
			t.Error(err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"GET /user", "curl -X 'a\nb' \"$(gh api x)\" ${{ y }} \\", `"GET / HTTP/1.1"`, `{"log":{"entries":[{}]}}`, "gh api -X", "curl --url", "# x\n\n",
	} {
		mutate.Add(f, []byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := Read(text)
		if err != nil {
			return
		}
		lines := strings.Count(string(text), "\n") + 1
		if lines == 1 {
			lines += strings.Count(string(text), "\r") // a text with the line ends of old systems
		}
		if r.Comments+r.Others > lines && text[0] != '{' {
			t.Errorf("%d comments and %d others in %d lines", r.Comments, r.Others, lines)
		}
		for _, c := range r.Calls {
			if c.Text == "" || c.Line < 1 {
				t.Errorf("%q holds the call %+v", text, c)
			}
		}
	})
}

func TestCallStringHoldsNoCredentials(t *testing.T) {
	for text, want := range map[string]string{
		"GET https://mona:hunter2@api.github.com/nope/x":                            "GET https://api.github.com/nope/x",
		"GET https://hunter2@api.github.com/user?access_token=x":                    "GET https://api.github.com/user",
		"get /nope?access_token=hunter2":                                            "get /nope",
		"GET /repos{?type,page}":                                                    "GET /repos{?type,page}",
		"https://docs.github.com/rest/gists/gists?apiVersion=2022-11-28#list-gists": "https://docs.github.com/rest/gists/gists#list-gists",
		"GET /users/@me/x":                                                          "GET /users/@me/x",
	} {
		if got := (reading.Call{Text: text}).String(); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A text with the ends of lines of old systems has lines, too.
func TestLinesOfOldSystems(t *testing.T) {
	for _, name := range []string{"a.sh", "a.txt"} {
		r, err := ReadNamed(name, []byte("#!/bin/sh\rgh issue list\rgh label list\r"))
		if err != nil || len(r.Calls) != 2 || r.Calls[1].Line != 3 {
			t.Errorf("%s: %+v, %v", name, r.Calls, err)
		}
	}
}
