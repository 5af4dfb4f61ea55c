package auditlog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/usage"
)

// secret is in all fields that are not kept.
const secret = "Zq7marker"

// FuzzAuditLog reads any text with an event behind it. Every part of the text is an event
// or a gap, whatever the size of the blocks, and what must not be kept is not.
func FuzzAuditLog(f *testing.F) {
	const line = `{"action":"api.request","created_at":1793620800000,"actor":"mona","org":"octo-org","token_id":7,"request_method":"GET","route":"/user"}`
	for _, text := range []string{
		line + "\n" + line, "[" + line + ",\n" + line + "]", "[\n  {\n    \"action\": \"git.push\",\n    \"@timestamp\": 1793620800000\n  }, {\n    \"a\": [\n      {}\n    ]\n  }\n]\n",
		`{"event":` + line + "}\r\n\r\n", line[:60] + "\n" + line, "{\"a\":\"\\\\\\\"\n{\"a\":1}}", "\xef\xbb\xbf" + line, "<html>{}</html>", `[{"Token_ID":1,"token_id":2},1,"x"]`,
	} {
		mutate.Add(f, []byte(text), "actions")
	}
	f.Fuzz(func(t *testing.T, text []byte, value string) {
		small := split(t, text, 7)
		if large := split(t, text, blockSize); !cmp.Equal(small, large, cmp.AllowUnexported(pieces{}, fault{})) {
			t.Fatalf("%q in small blocks and in a large one:\n%s", text, cmp.Diff(large, small, cmp.AllowUnexported(pieces{}, fault{})))
		}
		checkWhole(t, text, small)
		checkSecret(t, text, value)
	})
}

// pieces are what a text was cut into.
type pieces struct {
	Parts  []string
	Lines  []int
	Faults []fault
}

func split(t *testing.T, text []byte, size int) pieces {
	s := newSplitter(bytes.NewReader(text))
	s.size = size
	var p pieces
	for last := false; !last; {
		b, isLast, err := s.next()
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range b.parts {
			p.Parts = append(p.Parts, string(b.data[part.from:part.to]))
			p.Lines = append(p.Lines, part.line)
		}
		p.Faults, last = append(p.Faults, b.faults...), isLast
	}
	return p
}

// checkWhole checks that nothing of a text is lost.
func checkWhole(t *testing.T, text []byte, p pieces) {
	if len(p.Faults) == 0 {
		rest := string(text)
		for _, part := range p.Parts {
			at := strings.Index(rest, part)
			checkPunctuation(t, text, rest[:at])
			rest = rest[at+len(part):]
		}
		checkPunctuation(t, text, rest)
	}
	lines := strings.Split(string(text), "\n")
	noted := map[int]bool{}
	for _, line := range p.Lines {
		noted[line] = true
	}
	for _, f := range p.Faults {
		noted[f.line] = true
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, "{") {
			return
		}
		if !noted[i+1] {
			t.Errorf("%q: line %d is neither an event nor a gap", text, i+1)
		}
	}
}

func checkPunctuation(t *testing.T, text []byte, between string) {
	if lost := strings.Trim(between, " \t\r\n,[]"); lost != "" {
		t.Fatalf("%q: %q is neither an event nor a gap", text, lost)
	}
}

// checkSecret reads a text and an event with secrets behind it.
func checkSecret(t *testing.T, text []byte, value string) {
	if strings.Contains(string(text)+value, secret) {
		return
	}
	hidden := value + secret + value
	event, err := json.Marshal(map[string]any{
		"action": "api.request", "created_at": 1793620800000, "org": "octo-org", "request_method": "GET", "request_body": hidden, "query_string": hidden,
		"hashed_token": hidden, "actor_ip": hidden, "user_agent": hidden, "url_path": "/repos/octo-org/api/" + hidden + "/" + secret, "_document_id": hidden,
	})
	if err != nil {
		t.Fatal(err)
	}
	b := usage.NewBuilder(catalog.Default())
	err = Read(t.Context(), "log", strings.NewReader(string(text)+"\n"+string(event)), b)
	l, logErr := b.Log()
	if logErr != nil {
		t.Fatal(logErr)
	}
	written, jsonErr := json.Marshal(l)
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	if all := fmt.Sprint(string(written), err); strings.Contains(all, secret) {
		t.Errorf("%q, %q: a secret in %s", text, value, all)
	}
	if err == nil && len(l.Gaps) == 0 && l.Coverage[0].Events == 0 {
		t.Errorf("%q: neither an event nor a gap", text)
	}
}
