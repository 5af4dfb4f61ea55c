package apply_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/githubtest"
)

func TestReadJournal(t *testing.T) {
	told, err := apply.ReadJournal(strings.NewReader(`{"run":"a","call":1,"phase":"before","action":"deny","ids":[11]}

{"run":"a","call":1,"phase":"aft
null
[]
{"run":"a"}
{"run":"a","call":1,"phase":"after","action":"deny","ids":[11],"result":"accepted"}`))
	if err != nil || len(told.Open) != 1 || told.Open[0].Result != apply.Accepted || told.Broken != 4 || !told.Cut {
		t.Errorf("%+v, %v", told, err)
	}
}

// TestJournalIsReadInOneWay: an entry that two readers could read as two calls ends
// the run before anything is done.
func TestJournalIsReadInOneWay(t *testing.T) {
	for _, line := range []string{
		`{"run":"a","call":1,"phase":"before","action":"deny","ids":[11],"ids":[]}`,
		`{"run":"a","call":1,"phase":"before","Phase":"seen","action":"deny","ids":[11]}`,
	} {
		if told, err := apply.ReadJournal(strings.NewReader("\n" + line + "\n")); err == nil || !strings.Contains(err.Error(), "line 2: an object has the key") {
			t.Errorf("%s: %+v, %v", line, told, err)
		}
	}
}

// TestOpen: a story has its end where the lists told it, or where nothing was done.
func TestOpen(t *testing.T) {
	for _, test := range []struct {
		phases string // phase and result of each entry
		want   string // result of the open call; "-": it is closed
	}{
		{"before", ""},
		{"before, after accepted", "accepted"},
		{"before, after unknown", "unknown"},
		{"before, after unsent", "-"},
		{"before, after refused", "-"},
		{"before, after accepted, seen done", "-"},
		{"before, after accepted, seen done, seen no_effect", "-"},
		{"before, after accepted, seen unknown", "accepted"},
		{"before, seen gone", "-"},
		{"before, seen unknown, seen done", "-"},
		{"after accepted", "-"},
	} {
		var entries []apply.Entry
		for _, phase := range strings.Split(test.phases, ", ") {
			name, result, _ := strings.Cut(phase, " ")
			entries = append(entries, apply.Entry{Run: "a", Call: 1, Phase: apply.Phase(name), Action: "deny", IDs: []int64{11}, Result: result})
		}
		entries = append(entries, apply.Entry{Run: "a", Call: 2, Phase: apply.Before, Action: apply.Record, IDs: []int64{}})
		got := "-"
		for _, e := range apply.Open(entries) {
			got = e.Result
		}
		if got != test.want {
			t.Errorf("%s: open is %q, want %q", test.phases, got, test.want)
		}
	}
}

// TestOpenOfAPart: what was told of some of a call's ids says nothing of the rest.
func TestOpenOfAPart(t *testing.T) {
	entry := func(phase apply.Phase, result apply.Result, ids ...int64) apply.Entry {
		return apply.Entry{Run: "a", Call: 1, Phase: phase, Action: "deny", IDs: ids, Result: string(result)}
	}
	before := entry(apply.Before, "", 11, 12, 13, 14)
	before.TokenIDs = []int64{91, 92, 93}
	open := apply.Open([]apply.Entry{
		before, entry(apply.After, apply.Accepted, 11, 12, 13, 14), entry(apply.Seen, apply.Done, 11), entry(apply.Seen, apply.Unknown, 12), entry(apply.Seen, apply.NoEffect, 13),
	})
	if len(open) != 1 || !cmp.Equal(open[0].IDs, []int64{12, 14}) || !cmp.Equal(open[0].TokenIDs, []int64{92, 0}) {
		t.Errorf("open are %+v", open)
	}
}

// TestJournalTellsTheStory: before the call, its answer, and what the lists show.
func TestJournalTellsTheStory(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultNoEffect, Path: tokensPath, Method: "POST"}))
	if _, err := r.run().Do(t.Context(), r.plan()); err != nil {
		t.Fatal(err)
	}
	var story []string
	for _, e := range r.log.entries {
		line, err := json.Marshal([]any{e.Call, e.Phase, e.Action, e.IDs, e.TokenIDs, e.Result})
		if err != nil || e.Run != "test" || e.Organization != "octo-org" || e.FormatVersion != "1.0" || e.PatctlVersion != "0.1.0" || e.Time.IsZero() {
			t.Errorf("%+v, %v", e, err)
		}
		story = append(story, string(line))
	}
	want := []string{
		`[1,"before","approve",[11,12],[900000011,900000012],""]`, `[1,"after","approve",[11,12],[900000011,900000012],"accepted"]`,
		`[2,"before","deny",[13],[900000013],""]`, `[2,"after","deny",[13],[900000013],"accepted"]`,
		`[3,"before","revoke",[21,22],[900000021,900000022],""]`, `[3,"after","revoke",[21,22],[900000021,900000022],"accepted"]`,
		`[1,"seen","approve",[11,12],[900000011,900000012],"done"]`, `[2,"seen","deny",[13],[900000013],"done"]`,
		`[3,"seen","revoke",[21,22],[900000021,900000022],"no_effect"]`,
	}
	if diff := cmp.Diff(want, story); diff != "" {
		t.Errorf("the journal (-want +got):\n%s", diff)
	}
}

// TestLookingBack: of calls whose end nobody wrote down the lists tell it, also
// where others have acted since.
func TestLookingBack(t *testing.T) {
	r := newRig(t, world())
	open := []apply.Entry{
		{Run: "a", Call: 1, Organization: "octo-org", Action: "approve", IDs: []int64{11, 99, 98}, TokenIDs: []int64{900000011, 900000023, 900000098}},
		{Run: "a", Call: 2, Organization: "octo-org", Action: "deny", IDs: []int64{13, 97, 96}, TokenIDs: []int64{900000013, 900000097, 900000023}, Result: apply.Accepted},
		{Run: "a", Call: 3, Organization: "octo-org", Action: "revoke", IDs: []int64{21, 95}, TokenIDs: []int64{900000021, 0}},
		{Run: "a", Call: 4, Organization: "../octo-org", Action: "revoke", IDs: []int64{22}, TokenIDs: []int64{0}},
	}
	outcomes, err := r.run().Recover(t.Context(), open, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for name, result := range results(outcomes) {
		got[name], _, _ = strings.Cut(result, " ")
	}
	want := map[string]string{
		"approve 11": "no_effect", "approve 99": "done", "approve 98": "gone", "deny 13": "no_effect", "deny 97": "done",
		"deny 96": "gone", "revoke 21": "no_effect", "revoke 95": "done", "revoke 22": "unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("looking back (-want +got):\n%s", diff)
	}
	r.wantPosts(0)
}
