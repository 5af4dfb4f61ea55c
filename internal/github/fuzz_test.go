package github_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
)

// FuzzDecodeSnapshot holds that no file panics, and that what was read is
// written and read again without a change.
func FuzzDecodeSnapshot(f *testing.F) {
	var example bytes.Buffer
	if err := exampleSnapshot().Encode(&example, "1.2.3"); err != nil {
		f.Fatal(err)
	}
	mutate.Add(f, example.Bytes())
	var withUse bytes.Buffer
	if err := snapshotWith(used()).Encode(&withUse, "1.2.3"); err != nil {
		f.Fatal(err)
	}
	mutate.Add(f, withUse.Bytes())
	mutate.Add(f, []byte(`{"format_version":"1.0","generated_at":"2026-11-22T12:00:00+01:00","host":"github.com","organizations":[{"login":"octo-org"}]}`))
	mutate.Add(f, []byte(`{"format_version":"1","generated_at":"2026-11-22T12:00:00Z","host":"github.com","organizations":[{"login":"a","complete":true,"requests":[null,{"id":1,"owner":{"login":"\ud800"},"repository_selection":"none","permissions":null}],"tokens":[{"id":1,"owner":{"login":"mona"},"repository_selection":"subset","permissions":{"other":{"x":"y"}},"repositories":[{"full_name":" a/b "},""]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := github.DecodeSnapshot(data)
		if err != nil {
			return
		}
		first := encode(t, s)
		again, err := github.DecodeSnapshot(first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		if diff := cmp.Diff(string(first), string(encode(t, again))); diff != "" {
			t.Errorf("written and read again it is something else:\n%s", diff)
		}
		encode(t, github.Redact(s))
	})
}

func encode(t *testing.T, s *github.Snapshot) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := s.Encode(&out, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzDecodeGrants holds that no dump panics, that every element is a grant or a
// gap unless it repeats another, and that no id is there twice.
func FuzzDecodeGrants(f *testing.F) {
	for _, seed := range []string{`[]`, `[][]`, `null`, `[{"id":1,"owner":{"login":"mona"},"repository_selection":"all"}][{"id":2}]`,
		`[{"id":1,"owner":{"login":"mona"},"repository_selection":"none","permissions":{}},{"id":1,"owner":{"login":"mona"},"repository_selection":"all"}]`, `{`, `[[`} {
		mutate.Add(f, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []pat.Kind{pat.KindRequest, pat.KindToken} {
			grants, gaps, err := github.DecodeGrants(data, kind)
			if err != nil && len(grants)+len(gaps) > 0 {
				t.Errorf("an error with %d grants and %d gaps", len(grants), len(gaps))
			}
			seen := map[int64]bool{}
			for _, g := range grants {
				if g.Kind != kind || g.ID <= 0 || g.Owner == "" || seen[g.ID] {
					t.Errorf("grant %+v", g)
				}
				seen[g.ID] = true
			}
		}
	})
}
