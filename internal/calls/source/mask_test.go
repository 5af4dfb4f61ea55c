package source

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	random := strings.Repeat("a1B2", 9)
	for _, prefix := range tokenPrefixes {
		text := "curl https://" + prefix + random + "@api.github.com/" + prefix + random + "/" + prefix + "short " + prefix
		hidden := prefix + strings.Repeat("x", len(random))
		want := "curl https://" + hidden + "@api.github.com/" + hidden + "/" + prefix + "short " + prefix
		if got := string(Mask([]byte(text))); got != want {
			t.Errorf("%s is masked as %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "GET /user", "the prefix ghp_ alone"} {
		if got := string(Mask([]byte(text))); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestMaskKeepsItsInput(t *testing.T) {
	text := []byte("ghp_" + strings.Repeat("a", 36))
	Mask(text)
	if !strings.HasSuffix(string(text), "aaaa") {
		t.Errorf("the text that was given is changed: %s", text)
	}
}
