package credential_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
)

// TestSecretsAreForgotten: one that expired is a secret as long as it was promised, and is
// forgotten after that; one that is for good stays.
func TestSecretsAreForgotten(t *testing.T) {
	var s credential.Secrets
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	name := func(n int) string { return fmt.Sprintf("ghs_%036d", n) }
	s.Add(name(0))
	s.AddUntil(name(0), now.Add(time.Hour), now) // no shorter than before
	for n := 1; n <= 500; n++ {
		now = now.Add(time.Minute)
		s.AddUntil(name(n), now.Add(2*time.Hour), now)
	}
	for n := range 501 {
		kept := n == 0 || n >= 380 // those of the last two hours
		if hidden := !strings.Contains(s.Scrub("It is "+name(n)+"."), name(n)); hidden != kept {
			t.Errorf("secret %d is hidden: %v, want %v", n, hidden, kept)
		}
	}
	s.AddUntil(name(380), now.Add(24*time.Hour), now) // sent again
	s.AddUntil("another one", now.Add(24*time.Hour), now.Add(12*time.Hour))
	if s.Scrub(name(380)) == name(380) || s.Scrub(name(500)) != name(500) {
		t.Error("one that was sent again is forgotten, or one that was not is kept")
	}
}
