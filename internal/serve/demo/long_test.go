package demo

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestLongDemo: a demonstration that runs for days stays small, in calls and in requests.
func TestLongDemo(t *testing.T) {
	now := time.Date(2028, 3, 1, 8, 30, 0, 0, time.UTC)
	d, err := Start(func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	for range 2*remembered + 10 {
		d.server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/rate_limit", nil))
	}
	if n := len(d.server.Calls()); n > remembered {
		t.Errorf("%d calls are kept", n)
	}
	before, _ := d.server.Listed(Organization)
	for range maxArrivals + 10 {
		d.Arrived(Organization)
	}
	if after, _ := d.server.Listed(Organization); len(after)-len(before) != maxArrivals {
		t.Errorf("%d requests arrived", len(after)-len(before))
	}
}
