package planreport_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/patctl/patctl/internal/report/planreport"
)

// edit is one change of a JSON document, at a place.
type edit struct {
	place string
	apply func()
}

// edits are all that can be done to a value in one step: every leaf another one,
// every field gone, every list longer, shorter, or in another order.
func edits(place string, v any, set func(any)) []edit {
	var out []edit
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = append(out, edit{place + "." + key + " removed", func() { delete(v, key) }})
			out = append(out, edits(place+"."+key, v[key], func(to any) { v[key] = to })...)
		}
	case []any:
		out = append(out, edit{place + " emptied", func() { set([]any{}) }})
		for i := range v {
			out = append(out, edit{fmt.Sprintf("%s[%d] removed", place, i), func() { set(slices.Delete(slices.Clone(v), i, i+1)) }})
			out = append(out, edit{fmt.Sprintf("%s[%d] doubled", place, i), func() { set(append(slices.Clone(v), v[i])) }})
			out = append(out, edits(fmt.Sprintf("%s[%d]", place, i), v[i], func(to any) { v[i] = to })...)
		}
		if len(v) > 1 {
			out = append(out, edit{place + " reversed", func() { slices.Reverse(v) }})
		}
	case string:
		out = append(out, edit{place + " longer", func() { set(v + "x") }}, edit{place + " other", func() { set("Log in at https://evil.example/") }})
	case float64:
		out = append(out, edit{place + " higher", func() { set(v + 1) }}, edit{place + " much higher", func() { set(v*1000 + 1000) }}, edit{place + " zero", func() { set(0.0) }})
	case bool:
		out = append(out, edit{place + " turned", func() { set(!v) }})
	case nil:
		out = append(out, edit{place + " set", func() { set("x") }})
	}
	return out
}

// TestEditedPlansDiffer: whatever is changed in a saved plan, it is refused,
// unless the change is one that time alone makes.
func TestEditedPlansDiffer(t *testing.T) {
	fresh := planned("octo")
	text := []byte(renderPlan(t, fresh, "json", planreport.Style{}))
	n := len(editsOf(t, text).list)
	if n < 300 {
		t.Fatalf("only %d edits", n)
	}
	for i := range n {
		doc := editsOf(t, text)
		doc.list[i].apply()
		wantRefused(t, fresh, doc, text, doc.list[i].place)
	}
	r := rand.New(rand.NewPCG(66, 1))
	for range 500 { // several at once, which may agree with one another
		doc := editsOf(t, text)
		places := ""
		for range 2 + r.IntN(3) {
			e := doc.list[r.IntN(len(doc.list))]
			e.apply()
			places += e.place + ", "
		}
		wantRefused(t, fresh, doc, text, places)
	}
}

type edited struct {
	root any
	list []edit
}

func editsOf(t *testing.T, text []byte) edited {
	t.Helper()
	var d edited
	if err := json.Unmarshal(text, &d.root); err != nil {
		t.Fatal(err)
	}
	d.list = edits("", d.root, func(to any) { d.root = to })
	return d
}

// wantRefused fails unless an edited plan cannot be read, or differs from a new one.
func wantRefused(t *testing.T, fresh *planreport.Document, doc edited, before []byte, places string) {
	t.Helper()
	after, err := json.Marshal(doc.root)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := planreport.ReadDocument(after)
	if err != nil || len(saved.Differences(fresh, planreport.Parts{Inventory: true, Judged: true})) > 0 {
		return
	}
	// What is left is the same plan but for the hash of what was read.
	saved.Hashes.Snapshot = fresh.Hashes.Snapshot
	if again := renderPlan(t, saved, "json", planreport.Style{}); again != string(before) {
		t.Errorf("%s: it is taken for the plan:\n%s", places, after)
	}
}

// TestDaysPass: a reason that counts days is the same a day later.
func TestDaysPass(t *testing.T) {
	saved, fresh := planned("octo"), planned("octo")
	saved.Reviews[0].Reason, fresh.Reviews[0].Reason = "It was not used for 91 days.", "It was not used for 92 days."
	if different := saved.Differences(fresh, planreport.Parts{Judged: true}); len(different) > 0 {
		t.Errorf("they differ: %q", different)
	}
	fresh.Reviews[0].Reason = "It was not used for 92 hours."
	if different := saved.Differences(fresh, planreport.Parts{Judged: true}); len(different) != 1 {
		t.Errorf("they differ: %q", different)
	}
}
