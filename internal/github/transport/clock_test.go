package transport_test

import (
	"testing"
	"time"

	"github.com/patctl/patctl/internal/clocktest"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/transport"
)

// TestPassed: a time has passed once either clock says so.
func TestPassed(t *testing.T) {
	noon := githubtest.DefaultNow
	at := clocktest.Time(noon, time.Hour).Add(time.Minute)
	for _, test := range []struct {
		shown, running time.Duration // since at was made
		want           bool
	}{
		{0, 0, false}, {time.Second, time.Second, false}, {2 * time.Minute, 2 * time.Minute, true},
		{2 * time.Hour, time.Second, true},      // suspended, or the clock was set forward
		{-2 * time.Hour, 2 * time.Minute, true}, // it was set back
		{-2 * time.Hour, time.Second, false},
	} {
		if got := transport.Passed(clocktest.Time(noon.Add(test.shown), time.Hour+test.running), at); got != test.want {
			t.Errorf("%s by the one clock and %s by the other: %t", test.shown, test.running, got)
		}
	}
}

// TestAssertionOfAnotherTime: an assertion is used for some minutes of the clock that people read,
// and not after GitHub refused it.
func TestAssertionOfAnotherTime(t *testing.T) {
	h, err := githubtest.NewHandler(githubtest.World{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(h.AppPEM())}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: "https://api.github.com/", Getenv: func(name string) string { return getenv[name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	noon := githubtest.DefaultNow
	for name, test := range map[string]struct {
		shown, running time.Duration
		refused, again bool
	}{
		"soon":                     {4 * time.Minute, 4 * time.Minute, false, false},
		"later":                    {6 * time.Minute, 6 * time.Minute, false, true},
		"suspended":                {time.Hour, time.Second, false, true},
		"the clock was set back":   {-time.Hour, time.Second, false, true},
		"refused":                  {time.Second, time.Second, true, true},
		"refused, and not changed": {0, 0, true, false}, // it would be the same again
	} {
		now := clocktest.Time(noon, time.Hour)
		a := &transport.Assertions{Of: credentials, Now: func() time.Time { return now }}
		first, err := a.Token(t.Context(), credential.Secret{})
		if err != nil {
			t.Fatal(err)
		}
		now = clocktest.Time(noon.Add(test.shown), time.Hour+test.running)
		refused := credential.Secret{}
		if test.refused {
			refused = first
		}
		if second, err := a.Token(t.Context(), refused); err != nil || second.Equal(first) == test.again {
			t.Errorf("%s: another assertion: %t, %v", name, !second.Equal(first), err)
		}
	}
}
