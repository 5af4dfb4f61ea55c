package auditlog_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
	"github.com/patctl/patctl/internal/usage/auditlog"
)

// start is when the events of the tests begin, in milliseconds.
const start = int64(1_793_620_800_000) // 2026-11-02T12:00:00Z

// fields of an event; those with nil are left out.
type fields map[string]any

// event is an event of a fine-grained token, with other fields in their place.
func event(other fields) string {
	e := fields{
		"action": "api.request", "created_at": start, "@timestamp": start, "actor": "mona", "org": "octo-org", "repo": "octo-org/API", "public_repo": false,
		"token_id": 7, "hashed_token": "aGFzaA==", "programmatic_access_type": "Fine-grained personal access token", "status_code": 200,
		"request_method": "GET", "route": "/repositories/:repository_id/hooks", "url_path": "/repositories/1/hooks",
	}
	for name, value := range other {
		e[name] = value
		if value == nil {
			delete(e, name)
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// git is what an event of Git has.
func git(action string, other fields) string {
	e := fields{"action": action, "token_id": nil, "request_method": nil, "route": nil, "url_path": nil, "status_code": nil}
	for name, value := range other {
		e[name] = value
	}
	return event(e)
}

func read(t *testing.T, texts ...string) (*usage.Log, error) {
	t.Helper()
	b := usage.NewBuilder(catalog.Default())
	for i, text := range texts {
		if err := auditlog.Read(t.Context(), fmt.Sprintf("log%d", i), strings.NewReader(text), b); err != nil {
			return nil, err
		}
	}
	return b.Log()
}

func mustRead(t *testing.T, texts ...string) *usage.Log {
	t.Helper()
	l, err := read(t, texts...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// oneCall reads an event, and returns its token and its only call.
func oneCall(t *testing.T, text string) (usage.Token, usage.Call) {
	t.Helper()
	l := mustRead(t, text)
	if len(l.Tokens) != 1 || len(l.Tokens[0].Calls) != 1 || len(l.Gaps) != 0 {
		t.Fatalf("%s: %+v", text, l)
	}
	return l.Tokens[0], l.Tokens[0].Calls[0]
}

func zipped(texts ...string) string {
	var b bytes.Buffer
	for _, text := range texts {
		w := gzip.NewWriter(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
	}
	return b.String()
}

func pretty(text string) string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(text), "", "  "); err != nil {
		panic(err)
	}
	return b.String()
}

// TestForms: the same events are the same log, whatever file they are in.
func TestForms(t *testing.T) {
	one, two, three := event(nil), event(fields{"created_at": start + 1, "request_method": "POST"}), git("git.push", fields{"created_at": start + 2})
	want := mustRead(t, one+"\n"+two+"\n"+three+"\n")
	if len(want.Tokens) != 1 || len(want.Tokens[0].Calls) != 3 || len(want.Gaps) != 0 || want.Coverage[0].Events != 3 {
		t.Fatalf("%+v", want)
	}
	list := "[" + one + "," + two + "," + three + "]"
	for name, text := range map[string]string{
		"without a last line break": one + "\n" + two + "\n" + three,
		"CRLF and blank lines":      "\r\n" + one + "\r\n\r\n" + two + "\r\n \r\n" + three + "\r\n",
		"a byte order mark":         "\xef\xbb\xbf" + one + "\n" + two + "\n" + three,
		"a list":                    list,
		"a list, indented":          pretty(list),
		"a list, an event per line": "[\n" + one + ",\n" + two + ",\n" + three + "\n]\n",
		"lists, one per line":       "[" + one + "]\n[" + two + "," + three + "]\n",
		"objects without a break":   one + two + three,
		"objects, indented":         pretty(one) + "\n" + pretty(two) + "\n" + pretty(three),
		"gzip":                      zipped(one + "\n" + two + "\n" + three),
		"gzip of several members":   zipped(one+"\n", two+"\n"+three[:40], three[40:]),
		"gzip of a list":            zipped("\xef\xbb\xbf" + list),
		"Splunk":                    `{"event":` + one + `,"time":1793620800}` + "\n" + `{"host":"x","event":` + two + "}\n" + `{"event":` + three + "}",
		"Splunk, in a list":         pretty(`[{"event":` + one + `},{"event":` + two + `},{"event":` + three + "}]"),
	} {
		if got := mustRead(t, text); !cmp.Equal(got, want) {
			t.Errorf("%s: %s", name, cmp.Diff(want, got))
		}
	}
	for _, r := range []io.Reader{iotest.OneByteReader(strings.NewReader(list)), iotest.DataErrReader(strings.NewReader(list))} {
		b := usage.NewBuilder(catalog.Default())
		if err := auditlog.Read(t.Context(), "", r, b); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Log(); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%v, %s", err, cmp.Diff(want, got))
		}
	}
}

func TestEvent(t *testing.T) {
	token, _ := oneCall(t, event(nil))
	at := time.UnixMilli(start).UTC()
	wantCall := usage.Call{
		Method: "GET", Route: "/repos/{owner}/{repo}/hooks", Known: true, Repository: "octo-org/api", Public: usage.No, Count: 1, FirstAt: at, LastAt: at,
	}
	want := usage.Token{Kind: record.FineGrained, Organization: "octo-org", ID: 7, User: "mona", Source: usage.AuditLog, Calls: []usage.Call{wantCall}}
	if !cmp.Equal(token, want) {
		t.Errorf("%s", cmp.Diff(want, token))
	}
	for name, test := range map[string]struct {
		fields fields
		is     func(usage.Token, usage.Call) bool
	}{
		"refused":                 {fields{"status_code": 403}, func(_ usage.Token, c usage.Call) bool { return c.Refused == 1 && c.Count == 0 }},
		"not found":               {fields{"status_code": "404"}, func(_ usage.Token, c usage.Call) bool { return c.Refused == 1 && c.Count == 0 }},
		"unauthorized":            {fields{"status_code": 401}, func(_ usage.Token, c usage.Call) bool { return c.Refused == 1 && c.Count == 0 }},
		"wrong, but allowed":      {fields{"status_code": 422}, func(_ usage.Token, c usage.Call) bool { return c.Count == 1 }},
		"no status":               {fields{"status_code": nil}, func(_ usage.Token, c usage.Call) bool { return c.Count == 1 }},
		"HEAD":                    {fields{"request_method": "head"}, func(_ usage.Token, c usage.Call) bool { return c.Method == "GET" && c.Known }},
		"no method":               {fields{"request_method": nil}, func(_ usage.Token, c usage.Call) bool { return c.Method == "OTHER" && !c.Known }},
		"a public repository":     {fields{"public_repo": true}, func(_ usage.Token, c usage.Call) bool { return c.Public == usage.Yes }},
		"not said to be public":   {fields{"public_repo": nil}, func(_ usage.Token, c usage.Call) bool { return c.Public == usage.Unsaid }},
		"no repository":           {fields{"repo": ""}, func(_ usage.Token, c usage.Call) bool { return c.Repository == "" && c.Public == usage.Unsaid }},
		"no organization":         {fields{"org": nil}, func(t usage.Token, _ usage.Call) bool { return t.Organization == "octo-org" }},
		"another organization":    {fields{"org": "Hub-Org"}, func(t usage.Token, _ usage.Call) bool { return t.Organization == "hub-org" }},
		"a classic token":         {fields{"programmatic_access_type": "PERSONAL access token (Classic)", "token_scopes": "repo, admin:org,repo"}, isClassic},
		"no kind":                 {fields{"programmatic_access_type": nil}, func(t usage.Token, _ usage.Call) bool { return t.Kind == record.OtherAuthorize && t.ID == 7 }},
		"a kind that is not read": {fields{"programmatic_access_type": "New token"}, func(t usage.Token, _ usage.Call) bool { return t.Kind == record.OtherAuthorize }},
		"no ID":                   {fields{"token_id": nil, "hashed_token": nil}, func(t usage.Token, _ usage.Call) bool { return t.ID == 0 && t.User == "mona" }},
		"an ID in a text":         {fields{"token_id": "7"}, func(t usage.Token, _ usage.Call) bool { return t.ID == 7 }},
		"user, but no actor":      {fields{"actor": "", "user": "hubot"}, func(t usage.Token, _ usage.Call) bool { return t.User == "hubot" }},
		"GraphQL":                 {fields{"route": "/graphql", "request_method": "POST"}, isGraphQL},
		"GraphQL by its path":     {fields{"route": nil, "url_path": "/api/graphql", "request_method": "POST"}, isGraphQL},
		"no route":                {fields{"route": "", "url_path": "/api/v3/repositories/1/hooks?secret=1"}, func(_ usage.Token, c usage.Call) bool { return c.Known && strings.HasSuffix(c.Route, "/hooks") }},
		"a route and a path that are not known": {
			fields{"route": "/repositories/:repository_id/frobnications/:id/issues", "url_path": "/repositories/1/frobnications/x/issues"},
			func(_ usage.Token, c usage.Call) bool { return !c.Known && c.Route == "/repositories/*/*/*/issues" },
		},
		"only a path that is not known": {
			fields{"route": nil, "url_path": "/repos/actions/issues/frobnications/secret"},
			func(_ usage.Token, c usage.Call) bool { return !c.Known && c.Route == "/repos/*/*/*/*" },
		},
		"a long path that is not known": {
			fields{"route": nil, "url_path": strings.Repeat("/actions", 100)},
			func(_ usage.Token, c usage.Call) bool { return c.Route == strings.Repeat("/actions", 8)+"/*" },
		},
		"neither route nor path": {fields{"route": nil, "url_path": nil}, func(_ usage.Token, c usage.Call) bool { return !c.Known && c.Route == "/*" && c.Method == "GET" }},
		"a route only the path explains": {
			fields{"route": "/repositories/:repository_id/git/refs/*ref", "url_path": "/repositories/1/git/ref/heads/main"},
			func(_ usage.Token, c usage.Call) bool { return c.Route == "/repos/{owner}/{repo}/git/ref/{ref}" },
		},
		"the action in another case": {fields{"action": " API.Request "}, func(_ usage.Token, c usage.Call) bool { return c.Known && c.Count == 1 }},
		"a workflow":                 {contents("/repositories/1/contents/.github/workflows/ci.yml"), isWorkflow(usage.Yes)},
		"a workflow, escaped":        {contents("/repositories/1/contents/.github%2Fworkflows%2fci.yml"), isWorkflow(usage.Yes)},
		"a workflow, by detours":     {contents("/api/v3/repos/octo-org/contents/contents/docs/../.github/workflows/ci.yml"), isWorkflow(usage.Yes)},
		"a file":                     {contents("/repos/octo-org/contents/contents/contents/a.yml"), isWorkflow(usage.No)},
		"the root":                   {fields{"route": nil, "url_path": "/repositories/1/contents"}, isWorkflow(usage.No)},
		"a file without a path":      {contents(""), isWorkflow(usage.Unsaid)},
		"a path that says little":    {contents("/repositories/1/contents/:path"), isWorkflow(usage.Unsaid)},
	} {
		if token, call := oneCall(t, event(test.fields)); !test.is(token, call) {
			t.Errorf("%s: %+v", name, token)
		}
	}
}

func contents(path string) fields {
	return fields{"request_method": "PUT", "route": "/repositories/:repository_id/contents/*path", "url_path": path}
}

func isWorkflow(want usage.Answer) func(usage.Token, usage.Call) bool {
	return func(_ usage.Token, c usage.Call) bool {
		return c.Workflow == want && c.Route == "/repos/{owner}/{repo}/contents/{path}" && c.Known
	}
}

func isClassic(t usage.Token, _ usage.Call) bool {
	return t.Kind == record.Classic && slices.Equal(t.Scopes, []string{"admin:org", "repo"})
}

func isGraphQL(_ usage.Token, c usage.Call) bool {
	return slices.Equal(c.Is, []string{"graphql"}) && c.Method == "" && c.Route == ""
}

// TestTimes: the time of an event is what GitHub or another writer put there.
func TestTimes(t *testing.T) {
	for _, at := range []any{start, fmt.Sprint(start), start / 1000, "2026-11-02T12:00:00Z", "2026-11-02T14:00:00+02:00", "2026-11-02T12:00:00.000Z"} {
		for _, other := range []fields{{"created_at": at}, {"created_at": nil, "@timestamp": at}, {"created_at": "soon", "@timestamp": at}} {
			if _, call := oneCall(t, event(other)); !call.FirstAt.Equal(time.UnixMilli(start)) {
				t.Errorf("%v: %v", other, call.FirstAt)
			}
		}
	}
}

// TestOthers: events that are no calls of personal access tokens show that the log was written.
func TestOthers(t *testing.T) {
	for _, other := range []fields{
		{"action": "repo.create"}, {"action": "personal_access_token.access_granted", "repo": []string{"a", "b"}, "org": []string{"a", "b"}, "token_id": "x"},
		{"programmatic_access_type": "GitHub App server-to-server token"}, {"programmatic_access_type": "OAuth access token"},
		{"programmatic_access_type": "github app USER-to-server token"}, {"action": "git.clone", "programmatic_access_type": "Public Key (User/Deploy)"},
		{"action": "git.push", "programmatic_access_type": "", "transport_protocol_name": "ssh"},
	} {
		l := mustRead(t, event(other))
		isGit := strings.HasPrefix(fmt.Sprint(other["action"]), "git.")
		if len(l.Tokens) != 0 || len(l.Gaps) != 0 || l.Coverage[0].Events != 1 || l.Coverage[0].Git != isGit {
			t.Errorf("%v: %+v", other, l)
		}
	}
}

// TestGit: an event of Git belongs to the token whose hash another event has, wherever that is.
func TestGit(t *testing.T) {
	push, other := git("git.push", nil), git("git.fetch", fields{"hashed_token": "b3RoZXI="})
	for _, texts := range [][]string{{event(nil) + push + other}, {push + other, event(nil)}} {
		l := mustRead(t, texts...)
		if len(l.Tokens) != 2 || l.Tokens[0].ID != 0 || l.Tokens[0].User != "mona" || l.Tokens[0].Kind != record.FineGrained || l.Tokens[1].ID != 7 {
			t.Fatalf("%+v", l.Tokens)
		}
		if unknown, known := l.Tokens[0].Calls, l.Tokens[1].Calls; len(unknown) != 1 || unknown[0].Is[0] != "git fetch" || len(known) != 2 || known[0].Is[0] != "git push" {
			t.Errorf("%+v and %+v", unknown, known)
		}
	}
	clash := mustRead(t, event(nil)+event(fields{"token_id": 8})+push)
	if len(clash.Tokens) != 3 || clash.Tokens[0].ID != 0 {
		t.Errorf("a hash of two tokens joins an event with one: %+v", clash.Tokens)
	}
	if clone := mustRead(t, git("git.clone", nil)); clone.Tokens[0].Calls[0].Is[0] != "git fetch" {
		t.Errorf("%+v", clone)
	}
}

// TestKinds: an event without the kind of its token has the kind that others give, if that is one.
func TestKinds(t *testing.T) {
	unsaid, classic := event(fields{"programmatic_access_type": nil}), event(fields{"programmatic_access_type": "personal access token (classic)"})
	if l := mustRead(t, unsaid+event(nil)+unsaid); len(l.Tokens) != 1 || l.Tokens[0].Kind != record.FineGrained || l.Tokens[0].Calls[0].Count != 3 {
		t.Errorf("%+v", l.Tokens)
	}
	if l := mustRead(t, unsaid+event(nil)+classic); len(l.Tokens) != 3 {
		t.Errorf("%+v", l.Tokens)
	}
}

// TestGaps: what can't be read is a gap, and the rest is read.
func TestGaps(t *testing.T) {
	const line = 3
	for name, bad := range map[string]string{
		"no JSON":                 "api.request by mona",
		"a number":                "17",
		"a text":                  `"{\"action\":\"api.request\"}"`,
		"a word, then an event":   "INFO " + event(nil),
		"cut off in a text":       event(nil)[:40],
		"cut off after a colon":   `{"action":`,
		"a wrong value":           `{"action":"api.request","created_at":tru}`,
		"a brace too few":         `{"action":{"a":"b"}`,
		"no action":               event(fields{"action": nil}),
		"an empty action":         event(fields{"action": ""}),
		"an action that is none":  event(fields{"action": 1}),
		"a document":              `{"format_version":"1.0","organizations":[]}`,
		"no time":                 event(fields{"created_at": nil, "@timestamp": nil}),
		"a time before GitHub":    event(fields{"created_at": 17, "@timestamp": 17}),
		"action twice":            strings.Replace(event(nil), `"action"`, `"action":"repo.create","action"`, 1),
		"token_id in two cases":   strings.Replace(event(nil), `"token_id"`, `"Token_ID":8,"token_id"`, 1),
		"token_id in another":     strings.Replace(event(nil), `"token_id"`, `"to\u212aen_id"`, 1),
		"route escaped and plain": strings.Replace(event(nil), `"route"`, `"\u0072oute":"/user","route"`, 1),
		"null and a value":        strings.Replace(event(nil), `"token_id"`, `"token_id":null,"token_id"`, 1),
		"two events in one":       `{"event":` + event(nil) + `,"event":` + event(nil) + `}`,
		"a token_id that is none": event(fields{"token_id": "seven"}),
		"a negative token_id":     event(fields{"token_id": -7}),
		"a fraction":              event(fields{"token_id": 7.5}),
		"a route that is none":    event(fields{"route": 1}),
		"a status that is none":   event(fields{"status_code": "OK"}),
		"a repository":            event(fields{"repo": "octo-org"}),
		"repositories":            event(fields{"repo": []string{"octo-org/api"}}),
		"an organization":         event(fields{"org": "octo org"}),
		"public_repo":             event(fields{"public_repo": 1}),
		"scopes":                  event(fields{"token_scopes": "repo;admin"}),
	} {
		l := mustRead(t, event(nil)+"\n\n"+bad+"\n"+event(nil)+"\n")
		if len(l.Gaps) != 1 || l.Gaps[0].File != "log0" || l.Gaps[0].What != fmt.Sprintf("line %d", line) {
			t.Errorf("%s: %+v", name, l.Gaps)
		}
		if l.Coverage[0].Events != 2 || l.Tokens[0].Calls[0].Count != 2 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// TestGapsOfFiles: a file that is cut off is a gap.
func TestGapsOfFiles(t *testing.T) {
	one := event(nil) + "\n"
	random := make([]byte, 100_000)
	for i, r := 0, rand.New(rand.NewPCG(1, 1)); i < len(random); i++ {
		random[i] = "abcdefghijklmnopqrstuvwxyz"[r.IntN(26)]
	}
	large := zipped(one + event(fields{"request_body": string(random)}))
	damaged := []byte(zipped(one, one))
	damaged[len(damaged)-6] ^= 1 // in the checksum
	for name, text := range map[string]string{
		"a list that does not end":    "[" + one + ",",
		"a list that ends twice":      "[" + one + "]]",
		"an event that does not end":  one + one[:50],
		"indented, and does not end":  pretty(one) + "\n" + pretty(one)[:50],
		"gzip that is cut off":        large[:len(large)-1000],
		"gzip with something behind":  zipped(one) + "something",
		"gzip with a wrong checksum":  string(damaged),
		"a brace too many":            one + strings.TrimSpace(one) + "}",
		"an event that is too large":  one + event(fields{"request_body": strings.Repeat("x", 9<<20)}) + "\n" + one,
		"too large, and never ending": one + `{"a":"` + strings.Repeat("x", 20<<20),
		"100,000 wrong lines":         one + strings.Repeat("{\n", 100_000),
	} {
		l := mustRead(t, text)
		if len(l.Gaps) != 1 || len(l.Tokens) != 1 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// TestNoEvents: a file without an event is an error that says what it is.
func TestNoEvents(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "it is empty",
		" \n\n":                        "it is empty",
		"[]":                           "it is empty",
		"<html><body>{}</body></html>": "HTML",
		"PK\x03\x04xxxx":               "ZIP",
		"action,actor\nx,y\n":          "In line 1, the text is not JSON",
		`{"action":"repo.create"}`:     "has no time",
		"\xff\xfe{\x00":                "UTF-16",
		"\x1f\x8b\x08":                 "damaged",
		`{"format_version":"1.0","patctl_version":"1","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[` + strings.Repeat(`{"login":"octo-org"},`, 1e6): "a snapshot of patctl pull",
		`{"format_version":"1.0","host":"github.com","configuration":{},"complete":true,"selection":{},"summary":{}}`:                                                             "a report of patctl audit",
		aRecord:                          "a record of patctl record",
		zipped(`{"log":{"entries":[]}}`): "a HAR file",
	} {
		if l, err := read(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80q: %+v, %v, want %s", text, l, err, want)
		}
	}
}

const aRecord = `{"format_version":"1.0","started_at":"2026-11-22T12:00:00Z","strict":false,"complete":true,"exit_code":0,"calls":[],"refused":[],"gaps":[]}`

func TestIsRecord(t *testing.T) {
	for text, want := range map[string]bool{
		aRecord: true, aRecord[:125]: true, "\xef\xbb\xbf\n" + pretty(aRecord): true, zipped(aRecord): true,
		event(nil): false, "": false, "[" + aRecord + "]": false, "\x1f\x8b": false,
		`{"event":` + aRecord + `}`: false,
	} {
		if got := auditlog.IsRecord([]byte(text)); got != want {
			t.Errorf("%.40q: %t", text, got)
		}
	}
}

// TestHoles: a time without an event of anyone is a gap, and coverage begins behind it.
func TestHoles(t *testing.T) {
	const hour = int64(3600_000)
	at := func(hours ...int64) string {
		var text strings.Builder
		for _, h := range hours {
			text.WriteString(event(fields{"action": "repo.create", "created_at": start + h*hour}) + "\n")
		}
		return text.String()
	}
	if l := mustRead(t, at(0, 24, 48)); len(l.Gaps) != 0 || !l.Coverage[0].Unbroken.Equal(l.Coverage[0].From) {
		t.Errorf("%+v", l)
	}
	l := mustRead(t, at(100, 48, 0), at(101, 24, 73))
	want := []usage.Gap{
		{Source: usage.AuditLog, Hole: true, What: "events from 2026-11-04 12:00 to 2026-11-05 13:00", Why: "there is no event of any user for 25 hours"},
		{Source: usage.AuditLog, Hole: true, What: "events from 2026-11-05 13:00 to 2026-11-06 16:00", Why: "there is no event of any user for 27 hours"},
	}
	if !cmp.Equal(l.Gaps, want) {
		t.Error(cmp.Diff(want, l.Gaps))
	}
	from := time.UnixMilli(start).UTC()
	covered := usage.Coverage{
		Source: usage.AuditLog, From: from, To: from.Add(101 * time.Hour), Unbroken: from.Add(100 * time.Hour), Events: 6, Organizations: []string{"octo-org"}, Named: []string{"octo-org"},
	}
	if !cmp.Equal(l.Coverage, []usage.Coverage{covered}) {
		t.Error(cmp.Diff([]usage.Coverage{covered}, l.Coverage))
	}
}

// TestOwners: an event without an organization names the owner of a repository, who may be a user.
func TestOwners(t *testing.T) {
	l := mustRead(t, event(nil), event(fields{"org": nil, "repo": "hubot/dots"}))
	if got := l.Coverage[0]; !slices.Equal(got.Organizations, []string{"hubot", "octo-org"}) || !slices.Equal(got.Named, []string{"octo-org"}) {
		t.Errorf("%+v", got)
	}
}

// TestOrder: neither the order of events nor how they are divided into files changes the log.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 30 {
		lines := randomEvents(r, 300)
		want := mustRead(t, strings.Join(lines, "\n"))
		if len(want.Tokens) < 3 {
			t.Fatalf("%+v", want.Tokens)
		}
		for range 3 {
			r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			at := 1 + r.IntN(len(lines)-1)
			got := mustRead(t, "["+strings.Join(lines[:at], ",")+"]", zipped(strings.Join(lines[at:], "\n")))
			if !cmp.Equal(got, want) {
				t.Fatal(cmp.Diff(want, got))
			}
		}
	}
}

// randomEvents are of few tokens and routes, so that they meet.
func randomEvents(r *rand.Rand, n int) []string {
	pick := func(values ...any) any { return values[r.IntN(len(values))] }
	kinds := []any{"Fine-grained personal access token", "personal access token (classic)", nil}
	lines := make([]string, n)
	for i := range lines {
		lines[i] = event(fields{
			"action": pick("api.request", "api.request", "api.request", "git.clone", "git.push", "org.update"), "created_at": start + int64(r.IntN(40))*7_200_000,
			"actor": pick("mona", "Mona", "octocat", nil), "org": pick("octo-org", "OCTO-org", nil), "repo": pick("octo-org/api", "octo-org/web", nil), "public_repo": pick(true, false, nil),
			"token_id": pick(1, 2, 3, nil), "hashed_token": pick("a", "b", "c", "d", nil), "programmatic_access_type": kinds[r.IntN(len(kinds))], "token_scopes": pick("repo", "gist,repo", ""),
			"status_code": pick(200, 404, nil), "request_method": pick("GET", "PUT"), "route": pick("/repositories/:repository_id/hooks", "/graphql", "/x/:y", nil),
			"url_path": pick("/repositories/1/contents/a", "/repositories/1/contents/.github/workflows/a", nil),
		})
	}
	return lines
}

// TestErrors: an error of reading is none of the data.
func TestErrors(t *testing.T) {
	wrong := fmt.Errorf("the disk is gone: %w", io.ErrUnexpectedEOF)
	for _, text := range []string{event(nil) + "\n", zipped(event(nil) + "\n")[:100], "", "\x1f\x8b"} {
		r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(wrong))
		if err := auditlog.Read(t.Context(), "log", r, usage.NewBuilder(catalog.Default())); !errors.Is(err, wrong) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestCancel does not wait for a stream that never ends.
func TestCancel(t *testing.T) {
	silent, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	cancel(stopped)
	for _, r := range []io.Reader{silent, endless{}} {
		if err := auditlog.Read(ctx, "log", r, usage.NewBuilder(catalog.Default())); !errors.Is(err, stopped) {
			t.Errorf("got %v", err)
		}
	}
}

// endless is a log without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, event(nil)+"\n"), nil }
