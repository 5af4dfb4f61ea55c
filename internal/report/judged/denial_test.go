package judged_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestDenied: whatever a reason to deny looks like, it is the same after it was shortened.
func TestDenied(t *testing.T) {
	by := "old"
	findings := []judged.Finding{
		{Severity: pat.SeverityError, Message: "It has contents."}, {Severity: pat.SeverityError, Message: "It is excepted.", ExceptedBy: &by},
		{Severity: pat.SeverityError, Message: "- It never expires."}, {Severity: pat.SeverityNotice, Message: "It has less."},
	}
	const listed = "- It has contents.\n- - It never expires.\n"
	all := judged.Denials{}
	for _, text := range []string{
		"", "-", "- ", "No.", listed, "It does not fit:\n" + listed, "It does not fit:\n" + listed + "Use this link:\nhttps://github.com",
		"It does not fit:\n" + listed + listed, "It does not fit:\n- It has contents.\n- and more\n", "Well - " + listed, "It does not fit:\n- It has contents.\n- - It never expires.",
	} {
		for n := range len(findings) + 1 {
			s := judged.Subject{Findings: findings[:n], DenyReason: &text}
			all.Shorten(&s)
			if got := s.Denied(); got == nil || *got != text {
				t.Errorf("%q with %d findings: got %v", text, n, got)
			}
		}
	}
	s := judged.Subject{Findings: findings, DenyReason: nil}
	if all.Shorten(&s); s.Denied() != nil {
		t.Error("a subject without a reason gets one")
	}
	text := "It does not fit:\n" + listed
	s.DenyReason = &text
	if all.Shorten(&s); s.DenyReason != nil {
		t.Error("the reason is still there: " + strings.TrimSpace(*s.DenyReason))
	}
}
