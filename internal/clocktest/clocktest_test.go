package clocktest

import (
	"strings"
	"testing"
	"time"
)

func TestTime(t *testing.T) {
	shown := time.Date(2026, 11, 22, 12, 0, 0, 7, time.UTC)
	before, after := Time(shown, time.Minute), Time(shown.Add(time.Hour), 2*time.Minute)
	if !before.Round(0).Equal(shown) || before.Format(time.RFC3339Nano) != shown.Format(time.RFC3339Nano) || !strings.HasSuffix(before.String(), " m=+60.000000000") {
		t.Errorf("it is %v, want %v", before, shown)
	}
	if got := after.Sub(before); got != time.Minute {
		t.Errorf("%s were between them, want a minute", got)
	}
	if got := after.Round(0).Sub(before.Round(0)); got != time.Hour {
		t.Errorf("the clock moved by %s, want an hour", got)
	}
}
