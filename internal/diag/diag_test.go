package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSort(t *testing.T) {
	place := func(file string, start, end int) Range {
		return Range{Filename: file, Start: Pos{Byte: start}, End: Pos{Byte: end}}
	}
	diags := Diagnostics{
		Error(place("b", 1, 2), "", "6", ""),
		Error(place("a", 5, 9), "", "5", ""),
		Warning(place("a", 5, 7), "", "4", ""),
		Error(place("a", 5, 7), "", "3", ""),
		Error(place("a", 2, 3), "", "2", ""),
		General("1", ""),
	}
	Sort(diags)
	var got []string
	for _, d := range diags {
		got = append(got, d.Summary)
	}
	if diff := cmp.Diff([]string{"1", "2", "3", "4", "5", "6"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestDidYouMean(t *testing.T) {
	words := []string{"contents", "issues", "metadata", "pull_requests"}
	for word, want := range map[string]string{
		"content":       ` Did you mean "contents"?`,
		"pull-requests": ` Did you mean "pull_requests"?`,
		"Issues":        ` Did you mean "issues"?`,
		"packages":      "",
		"issues":        "",
		"":              "",
	} {
		if got := DidYouMean(word, words); got != want {
			t.Errorf("DidYouMean(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestHideTouchesOnlyTheLinesOfSecrets(t *testing.T) {
	line := func(n int) Range { return Range{Filename: "f", Start: Pos{Line: n}, End: Pos{Line: n}} }
	open, secret := Error(line(1), "a", "", ""), Error(line(2), "b", "", "")
	Hide(Diagnostics{open, secret, General("", "")}, []Range{line(2)})
	if hidesSource(open) || !hidesSource(secret) || CodeOf(secret) != "b" {
		t.Errorf("hidden: line 1 %t, line 2 %t, code %q", hidesSource(open), hidesSource(secret), CodeOf(secret))
	}
}

// TestHideWhereHclLosesTheEnd: a range that ends before it begins touches the line where it begins.
func TestHideWhereHclLosesTheEnd(t *testing.T) {
	lost := Error(Range{Filename: "a", Start: Pos{Line: 2, Column: 12, Byte: 29}, End: Pos{Line: 1, Column: 1}}, "a", "", "")
	Hide(Diagnostics{lost}, []Range{{Filename: "a", Start: Pos{Line: 2}, End: Pos{Line: 2}}})
	if !hidesSource(lost) || lost.Subject.End != lost.Subject.Start {
		t.Errorf("hidden %t, the range is %v", hidesSource(lost), *lost.Subject)
	}
}

// TestHideAmongManySecrets: a diagnostic is hidden if any of the ranges touches its lines, and the
// time for many of both does not grow with their product.
func TestHideAmongManySecrets(t *testing.T) {
	var secrets []Range
	for i := range 200_000 {
		secrets = append(secrets, Range{Filename: "f", Start: Pos{Line: 4 * i}, End: Pos{Line: 4*i + 1}})
	}
	secrets = append(secrets, Range{Filename: "g", Start: Pos{Line: 1}, End: Pos{Line: 100}}, Range{Filename: "g", Start: Pos{Line: 5}, End: Pos{Line: 6}})
	var diags Diagnostics
	for i := range 400_000 {
		diags = append(diags, Error(Range{Filename: "f", Start: Pos{Line: 2 * i}, End: Pos{Line: 2 * i}}, "x", "", ""))
	}
	for _, line := range []int{50, 101} {
		diags = append(diags, Error(Range{Filename: "g", Start: Pos{Line: line}, End: Pos{Line: line}}, "x", "", ""))
	}
	Hide(diags, secrets)
	for i, d := range diags[:400_000] {
		if hidesSource(d) != (i%2 == 0) {
			t.Fatalf("line %d: hidden %t", 2*i, hidesSource(d))
		}
	}
	if !hidesSource(diags[400_000]) || hidesSource(diags[400_001]) {
		t.Error("a range within another ends it")
	}
}
