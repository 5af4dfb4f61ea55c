package calls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A variable has its value where the text tells exactly one.
func TestValues(t *testing.T) {
	for _, test := range [][2]string{
		{"CMD=\"gh api\"\n$CMD repos/o/r/keys", "2 GET /repos/o/r/keys"},
		{"$CMD user\nexport CMD='gh api -X PUT'", "1 PUT /user"},
		{"CMD='gh api'\nCMD='gh api -X PUT'\n$CMD user", "3 ? gh"},
		{"CMD='gh api'\nCMD+=' -X PUT'\n$CMD user", "3 ? gh"},
		{"CMD='gh api'\nread CMD\n$CMD user", "3 ? gh"},
		{"URL=https://api.github.com\ncurl $URL/user", "2 GET https://api.github.com/user"},
		{"URL=https://api.github.com\nURL=$1\ncurl $URL/user", "3 ? curl"},
		{"A=${GITHUB_API_URL:-https://api.github.com}\nR=o/r\nB=\"$A/repos/$R\"\ncurl \"$B/keys\"", "4 GET https://api.github.com/repos/o/r/keys"},
		{"H=(-X PUT -H 'A: b c')\ncurl \"${H[@]}\" https://api.github.com/x", "2 PUT https://api.github.com/x"},
		{"E=${1:-user}\ngh api $E", "2 ? gh api"},
		{"for E in user zen; do gh api $E; done", "1 GET /user; 1 GET /zen"},
		{"API := https://api.github.com\nx:\n\t@curl -s $(API)/user\n\t@-gh api repos/$$R/keys", "3 GET https://api.github.com/user; 4 GET /repos/{R}/keys"},
		{"env:\n  API: https://api.github.com\nsteps:\n  - run: |\n      curl \"$API/user\"\n  - run: gh api ${{ env.API }}/zen", "5 GET https://api.github.com/user; 6 GET https://api.github.com/zen"},
		{"A=$B\nB=$A\ngh api $A/x", "3 ? gh api"},
	} {
		if diff := cmp.Diff(test[1], read(t, test[0])); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", test[0], diff)
		}
	}
}

// Values that are made of values stay small.
func TestValuesDoNotGrow(t *testing.T) {
	text := "A0=user/keys\n"
	for i := range 60 {
		name := func(n int) string { return "A" + strings.Repeat("x", n) }
		text += name(i+1) + "=\"$" + name(i) + "/$" + name(i) + "\"\n"
	}
	if got := read(t, text+"gh api $A"+strings.Repeat("x", 60)); got != "62 ? gh api" {
		t.Errorf("got %q", got)
	}
}
