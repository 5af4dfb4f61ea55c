package judged_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// texts are some that JSON, terminals, and the log of a workflow treat in a special way.
var texts = []string{
	"", "x", "release-api", `"quoted" \ back`, "line\nbreak\ttab\r\b\f\x00\x7f", "##[error] no", "#\u0023[", "é\u202e\u2028\u2029 \U0001f600", "<a href=x>&amp;",
	"a\xffb", strings.Repeat("long ", 300),
}

// random makes subjects by chance.
type random struct{ *rand.Rand }

func (r random) text() string {
	if r.IntN(4) == 0 {
		return fmt.Sprint(texts[r.IntN(len(texts))], r.IntN(1000))
	}
	return texts[r.IntN(len(texts))]
}

// or returns a pointer to a value, or nil.
func or[T any](r random, value T) *T {
	if r.IntN(3) == 0 {
		return nil
	}
	return &value
}

func (r random) time() time.Time {
	t := time.Unix(r.Int64N(1<<33)-1<<32, 0).UTC()
	switch r.IntN(10) {
	case 0:
		return t.In(time.FixedZone("", 7200))
	case 1:
		return t.Add(time.Duration(r.IntN(1e9)))
	}
	return t
}

func (r random) finding() judged.Finding {
	f := judged.Finding{
		Rule: r.text(), Severity: judged.Severities[r.IntN(3)], Message: r.text(), Permission: or(r, r.text()), Declared: or(r, r.text()), Actual: or(r, r.text()), ExceptedBy: or(r, r.text()),
	}
	if r.IntN(2) == 0 {
		f.Range = &format.SourceRange{Filename: r.text(), Start: format.SourcePosition{Line: r.IntN(9), Column: 1, Byte: r.IntN(9)}, End: format.SourcePosition{Line: 1 << 40, Column: r.IntN(3)}}
	}
	return f
}

func (r random) subject() judged.Subject {
	s := judged.Subject{
		Kind: pat.Kind(r.text()), Organization: r.text(), ID: r.Int64() - 1<<62, TokenID: or(r, r.Int64()), TokenName: or(r, r.text()), Owner: r.text(),
		Verdict: pat.Verdict(r.text()), Unjudged: r.IntN(2) == 0, UnjudgedWhy: []string{}, Template: or(r, r.text()), MatchedBy: or(r, r.text()), Nearest: or(r, r.text()),
		Findings: []judged.Finding{}, Reason: or(r, r.text()), Expired: r.IntN(2) == 0, ExpiresAt: or(r, r.time()), LastUsedAt: or(r, r.time()),
		FixURL: or(r, r.text()), NearestURL: or(r, r.text()), DenyReason: or(r, r.text()),
	}
	for range r.IntN(3) {
		s.UnjudgedWhy = append(s.UnjudgedWhy, r.text())
		s.Findings = append(s.Findings, r.finding())
	}
	if r.IntN(10) == 0 {
		s.Use = &use.Seen{Days: r.IntN(9), Unjoined: true, LastCallAt: or(r, r.time()), Permissions: []use.Permission{{Name: r.text()}}}
		s.Use.Fill()
	}
	return s
}

func randomSubjects(seed uint64, n int) []judged.Subject {
	r := random{rand.New(rand.NewPCG(seed, 1))}
	out := make([]judged.Subject, n)
	for i := range out {
		out[i] = r.subject()
	}
	return out
}

// TestSubjects: what is packed comes out as it was, in order, also where more texts differ than
// are shared.
func TestSubjects(t *testing.T) {
	want := randomSubjects(1, 3000)
	for i := range 140_000 {
		name := fmt.Sprint("token ", i)
		want = append(want, judged.Subject{Kind: pat.KindToken, ID: int64(i), TokenName: &name, UnjudgedWhy: []string{}, Findings: []judged.Finding{}})
	}
	packed := judged.NewSubjects(want...)
	if packed.Len() != len(want) {
		t.Fatalf("%d of %d", packed.Len(), len(want))
	}
	for i, got := range packed.All() {
		if i < 3000 || i%1000 == 0 || i > len(want)-10 {
			if diff := cmp.Diff(&want[i], got, cmpopts.IgnoreUnexported(judged.Subject{})); diff != "" {
				t.Fatalf("%d: %s", i, diff)
			}
		}
		if got.ID != want[i].ID {
			t.Fatalf("%d: ID %d, not %d", i, got.ID, want[i].ID)
		}
	}
}

// TestSubjectsAreCopied: what is packed stays as it was when the subject is used again for another one.
func TestSubjectsAreCopied(t *testing.T) {
	want, packed := randomSubjects(2, 500), &judged.Subjects{}
	for _, s := range randomSubjects(2, 500) {
		packed.Add(&s)
		for _, text := range []*string{s.TokenName, s.Template, s.MatchedBy, s.Nearest, s.Reason, s.FixURL, s.NearestURL, s.DenyReason} {
			if text != nil {
				*text = "of another one"
			}
		}
		for _, at := range []*time.Time{s.ExpiresAt, s.LastUsedAt} {
			if at != nil {
				*at = time.Time{}
			}
		}
		if s.TokenID != nil {
			*s.TokenID = 1
		}
		clear(s.UnjudgedWhy)
		clear(s.Findings)
	}
	for i, got := range packed.All() {
		if diff := cmp.Diff(&want[i], got, cmpopts.IgnoreUnexported(judged.Subject{})); diff != "" {
			t.Fatalf("%d: %s", i, diff)
		}
	}
}

// TestSubjectJSON: what is appended is what encoding/json writes, and is read back.
func TestSubjectJSON(t *testing.T) {
	type document struct {
		Subjects []judged.Subject `json:"subjects"`
	}
	for seed := range uint64(300) {
		list := randomSubjects(seed, int(seed%4))
		var want bytes.Buffer
		if err := format.WriteJSON(&want, document{list}); err != nil {
			t.Fatal(err)
		}
		got := []byte("{\n  \"subjects\": [")
		for i := range list {
			got = append(got, strings.Repeat(",", min(i, 1))+"\n    "...)
			got = list[i].AppendJSON(got, "    ")
		}
		if len(list) > 0 {
			got = append(got, "\n  "...)
		}
		if diff := cmp.Diff(want.String(), string(got)+"]\n}\n"); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		var back struct {
			Subjects *judged.Subjects `json:"subjects"`
		}
		if err := json.Unmarshal(want.Bytes(), &back); err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		valid := strings.ReplaceAll(want.String(), `\ufffd`, "\ufffd") // what was not UTF-8 is by now
		if err := format.WriteJSON(&again, back); err != nil || again.String() != valid {
			t.Fatalf("seed %d: %v\n%s", seed, err, cmp.Diff(valid, again.String()))
		}
	}
}

// TestSubjectsAreStrict: a key that could be read in two ways is an error.
func TestSubjectsAreStrict(t *testing.T) {
	for _, text := range []string{`[{"id": 1, "id": 2}]`, `[{"ID": 1}]`, `[{"id": "1"}]`, `[{"findings": [{"Rule": "x"}]}]`, `{}`} {
		if err := json.Unmarshal([]byte(text), &judged.Subjects{}); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
