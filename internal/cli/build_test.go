package cli

import "testing"

func TestReleaseOf(t *testing.T) {
	for version, want := range map[string]string{
		"v1.2.3":                               "1.2.3",
		"v1.2.3-rc.1":                          "1.2.3-rc.1",
		"(devel)":                              "other",
		"":                                     "other",
		"v1.2.3+dirty":                         "other",
		"v0.0.0-20261122120000-0123456789ab":   "other",
		"v1.2.4-0.20261122120000-0123456789ab": "other",
	} {
		if got := releaseOf(version, "other"); got != want {
			t.Errorf("releaseOf(%q) = %q, want %q", version, got, want)
		}
	}
}
