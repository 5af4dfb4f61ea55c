package github_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/mutate"
)

// streamed is the start of a snapshot up to the elements of its tokens, and its end.
const streamedStart, streamedEnd = `{"format_version":"1.0","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[{"login":"octo-org","complete":true,"requests":[],"tokens":[`, `]}]}`

// plainToken is a token as patctl writes it.
const plainToken = `{"id":1,"owner":{"login":"mona"},"repository_selection":"subset","permissions":{"repository":{"contents":"read"}},"access_granted_at":"2026-11-12T12:00:00Z","token_id":70,"token_name":"ci","token_expired":false,"token_expires_at":null,"token_last_used_at":"2026-11-12T12:00:00+02:00","repositories":["octo-org/api"," octo-org/web "]}`

// sameAsWhole holds that what is read as a stream is what the whole text represents.
func sameAsWhole(t *testing.T, data []byte, r io.Reader) (streamed bool) {
	t.Helper()
	got, ok := github.ReadSnapshot(r, int64(len(data)))
	if !ok {
		return false
	}
	want, err := github.DecodeWhole(data)
	if err != nil {
		t.Fatalf("it is read, but %v\n%q", err, data)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s\n%q", cmp.Diff(want, got), data)
	}
	return true
}

// TestReadSnapshotOfElements changes one thing in a token at a time.
func TestReadSnapshotOfElements(t *testing.T) {
	changes := [][2]string{
		{`"id":1`, `"id":01`}, {`"id":1`, `"id":-1`}, {`"id":1`, `"id":1.0`}, {`"id":1`, `"id":1e2`}, {`"id":1`, `"id":null`}, {`"id":1`, `"id":0`},
		{`"id":1`, `"id":999999999999999999`}, {`"id":1`, `"id":9999999999999999999`}, {`"id":1`, `"id":"1"`}, {`"id":1`, `"id":1 2`}, {`"id":1`, `"ID":1`},
		{`"id":1`, `"id":1,"id":1`}, {`"id":1`, `"id":1,"\u0069d":2`}, {`"id":1`, `"id":1,"new":{"a":1,"a":2}`}, {`"id":1`, `"id":1,"new":[{"Id":1}]`},
		{`"id":1,`, `"id":1,,`}, {`"id":1,`, `,"id":1,`}, {`"id":1,`, `"id":1`}, {`"id":1,`, `"id":1, `}, {`"id":1,`, "\v\"id\":1,"},
		{`"id":1`, `"i\u0064":1`}, {`"mona"`, `""`}, {`"mona"`, `"mo\u006ea"`}, {`"mona"`, "\"mo\x80na\""}, {`"mona"`, "\"mo\tna\""}, {`"mona"`, `null`},
		{`{"login":"mona"}`, `{"login":"mona","id":1}`}, {`{"login":"mona"}`, `{"Login":"mona"}`}, {`{"login":"mona"}`, `null`}, {`{"login":"mona"}`, `{}`},
		{`{"login":"mona"}`, `{"login":"mona","login":"hubot"}`}, {`"subset"`, `"some"`}, {`"subset"`, `null`}, {`"subset"`, `"sub\"set\\"`},
		{`"ci"`, `"\\"`}, {`"ci"`, `"}]"`}, {`"ci"`, `"\ud800"`}, {`"ci"`, `null`}, {`"ci"`, `7`}, {`"read"`, `null`}, {`"read"`, `1`},
		{`{"contents":"read"}`, `{"contents":"read","contents":"write"}`}, {`{"contents":"read"}`, `{"contents":"read","Contents":"write"}`}, {`{"contents":"read"}`, `null`},
		{`{"repository":{"contents":"read"}}`, `null`}, {`{"repository":{"contents":"read"}}`, `{}`}, {`{"repository":{"contents":"read"}}`, `[]`},
		{`{"repository":{"contents":"read"}}`, "\ufeff{}"}, {`{"repository":{"contents":"read"}}`, `{"new":{"a":"b"},"other":{"c":"d"}}`},
		{`"2026-11-12T12:00:00Z"`, `"2026-11-12 12:00:00Z"`}, {`"2026-11-12T12:00:00Z"`, `"2026-11-12T12:00:00.123456789Z"`}, {`"2026-11-12T12:00:00Z"`, `7`},
		{`"2026-11-12T12:00:00Z"`, `"2026-11-12T12:00:00\u005a"`}, {`"2026-11-12T12:00:00Z"`, `"2026-02-30T12:00:00Z"`}, {`"2026-11-12T12:00:00Z"`, `""`},
		{`"access_granted_at"`, `"created_at"`}, {`false`, `true`}, {`false`, `null`}, {`false`, `fals`}, {`false`, `falsey`}, {`"token_expires_at":null`, `"token_expires_at":nul`},
		{`"octo-org/api"`, `null`}, {`"octo-org/api"`, `{"full_name":"octo-org/api"}`}, {`"octo-org/api"`, `{"full_name":""}`}, {`"octo-org/api",`, `,`}, {`"octo-org/api",`, ``},
		{`["octo-org/api"," octo-org/web "]`, `[]`}, {`["octo-org/api"," octo-org/web "]`, `null`}, {`["octo-org/api"," octo-org/web "]`, `{}`},
		{plainToken, `null`}, {plainToken, `7`}, {plainToken, `[]`}, {plainToken, ``}, {plainToken, plainToken + `,`}, {plainToken, `,` + plainToken}, {plainToken, plainToken + plainToken},
		{plainToken, plainToken + `,` + plainToken}, {plainToken, strings.Repeat("[", 9998) + strings.Repeat("]", 9998)},
		{plainToken, strings.Replace(plainToken, `"ci"`, `"of another name"`, 1) + `,` + plainToken},
	}
	for _, change := range changes {
		for _, around := range []string{"%s", `{"id":5,"x":1},%s`, plainToken + ",%s", "%s," + strings.Replace(plainToken, `"id":1`, `"id":2`, 1)} {
			data := []byte(streamedStart + fmt.Sprintf(around, strings.Replace(plainToken, change[0], change[1], 1)) + streamedEnd)
			streamed := sameAsWhole(t, data, bytes.NewReader(data))
			if _, err := github.DecodeWhole(data); err == nil && !streamed {
				t.Errorf("%s for %s: it is not read as a stream", change[1], change[0])
			}
		}
	}
}

// TestReadSnapshotOfDocuments: what is around the lists.
func TestReadSnapshotOfDocuments(t *testing.T) {
	whole := streamedStart + plainToken + streamedEnd
	for _, change := range [][2]string{
		{whole, whole + "\n"}, {whole, "\ufeff" + whole}, {whole, whole + "\x00"}, {whole, whole + "{}"}, {whole, "\xff\xfe" + whole}, {whole, whole[:len(whole)-1]}, {whole, ""},
		{`"tokens"`, `"Tokens"`}, {`"tokens"`, `"tokens":[],"tokens"`}, {`"tokens"`, `"t\u006fkens"`}, {`"tokens"`, `"t\u006fkens":[],"tokens"`}, {`"tokens":[`, `"tokens":null,"x":[`},
		{`"requests":[]`, `"requests":null`}, {`"requests":[],`, ``}, {`"requests":[]`, `"requests":{}`}, {`"requests":[]`, `"requests":[,]`}, {`"requests":[]`, `"new":{"a":1,"a":1}`},
		{`"organizations"`, `"organization\u0073"`}, {`"organizations"`, `"Organizations"`}, {`"organizations":[`, `"organizations":[null,`}, {`"organizations":[`, `"organizations":[{},`},
		{`"organizations":[`, `"organizations":[{"login":"a"},`}, {`"organizations":[`, `"organizations":[{"login":"OCTO-org"},`}, {`"complete":true`, `"complete":tru`}, {`"complete":true,`, `"complete":true`},
		{`"complete":true`, `"complete":true,"complete":true`}, {`"complete":true`, `"complete":false`}, {`{"login"`, `{,"login"`}, {`]}]}`, `],}]}`}, {`]}]}`, `]},]}`}, {`]}]}`, `]]]}`},
		{`"login":"octo-org"`, `"tokens":[` + plainToken + `],"login":"octo-org"`},
	} {
		data := []byte(strings.Replace(whole, change[0], change[1], 1))
		for _, r := range []io.Reader{bytes.NewReader(data), iotest.OneByteReader(bytes.NewReader(data)), iotest.DataErrReader(bytes.NewReader(data))} {
			sameAsWhole(t, data, r)
		}
	}
	if sameAsWhole(t, []byte(whole), iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(whole)))) {
		t.Error("a text whose rest could not be read is read")
	}
}

// TestReadSnapshotOfMany reads more than is in memory at a time.
func TestReadSnapshotOfMany(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(streamedStart)
	for i := range 8000 {
		if i > 0 {
			b.WriteString(",\n")
		}
		token := strings.Replace(plainToken, `"id":1`, fmt.Sprintf(`"id":%d`, i+1), 1)
		if r.IntN(100) == 0 {
			token = strings.Replace(token, `"ci"`, `"`+strings.Repeat(`\"`, r.IntN(20_000))+`"`, 1)
		}
		b.WriteString(token)
	}
	b.WriteString(streamedEnd)
	if !sameAsWhole(t, []byte(b.String()), iotest.HalfReader(strings.NewReader(b.String()))) {
		t.Error("it is not read as a stream")
	}
}

// FuzzReadSnapshot holds that reading a stream accepts nothing that decoding the whole text
// does not, and gives the same.
func FuzzReadSnapshot(f *testing.F) {
	mutate.Add(f, []byte(streamedStart+plainToken+`, {"id": 2}`+streamedEnd))
	var example bytes.Buffer
	if err := exampleSnapshot().Encode(&example, "1.2.3"); err != nil {
		f.Fatal(err)
	}
	mutate.Add(f, example.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		sameAsWhole(t, data, iotest.HalfReader(bytes.NewReader(data)))
	})
}
