package pat

import (
	"strings"
	"testing"
)

func TestFitsGlob(t *testing.T) {
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true}, {"*", "", true}, {"?", "", false}, {"?", "世", true}, {"??", "世", false}, {"*??", "世", false},
		{"*??", "世界", true}, {"a*b*c", "aXbYbZc", true}, {"a*b*c", "aXbYbZ", false}, {"a", "ab", false}, {"ab", "a", false},
		{"a**", "a", true}, {"*a", "baa", true}, {"?", "\xff", true},
		{strings.Repeat("*a", 30) + "b", strings.Repeat("a", 3000), false}, // must not take forever
	}
	for _, test := range tests {
		if got := FitsGlob(test.pattern, test.s); got != test.want {
			t.Errorf("FitsGlob(%q, %q) = %v", test.pattern, test.s, got)
		}
	}
}
