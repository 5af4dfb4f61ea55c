package diag

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	for _, test := range []struct{ word, candidates, want string }{
		{"contnts", "issues contents", "contents"},
		{"raed", "write read", "read"}, // swapped
		{"vra", "local var", "var"},
		{"ogr", "org", "org"},
		{"WRITE", "read write", "write"},
		{"Var", "var", "var"},
		{"a", "b", ""},
		{"x", "contents", ""},
		{"", "a", ""},
		{"read", "read", ""}, // not the word itself
		{"reader", "leader header", "leader"},
		{"template.releese", "template.clone template.release", "template.release"},
		{"template.push", "template.gist template.clone", ""}, // like only in "template."
		{"policy:zz", "policy:yy", ""},
		{"tmplate.clone", "template.clone", "template.clone"},
		{"日本国", "日本語", "日本語"},
	} {
		if got := Suggest(test.word, strings.Fields(test.candidates)); got != test.want {
			t.Errorf("Suggest(%q, %s) = %q, want %q", test.word, test.candidates, got, test.want)
		}
	}
}

func TestGrammar(t *testing.T) {
	for noun, want := range map[string]string{"map": "a map", "object": "an object", "": "a "} {
		if got := WithArticle(noun); got != want {
			t.Errorf("WithArticle(%q) = %q, want %q", noun, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 days", 1: "1 day", 90: "90 days"} {
		if got := Counted(n, "day"); got != want {
			t.Errorf("Counted(%d) = %q, want %q", n, got, want)
		}
	}
}
