package report_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/report"
)

// parts counts what is written, and remembers the largest part.
type parts struct{ total, largest int }

func (p *parts) Write(b []byte) (int, error) {
	p.total, p.largest = p.total+len(b), max(p.largest, len(b))
	return len(b), nil
}

// TestAuditIsWrittenInParts: no format that grows with the subjects is in memory
// as a whole. Pages are, and SARIF and Markdown have a limit of their own.
func TestAuditIsWrittenInParts(t *testing.T) {
	d := report.NewAuditDocument(manySubjects(5000))
	for _, name := range []string{"text", "json", "junit", "csv"} {
		var p parts
		if err := auditFormat(t, name).Write(&p, d, report.Style{}); err != nil {
			t.Fatal(err)
		}
		if p.total < 500_000 || p.largest > 100_000 {
			t.Errorf("%s: of %d bytes %d were written at once", name, p.total, p.largest)
		}
	}
}

var errFull = errors.New("no space left")

// full takes so many bytes, and no more.
type full struct{ room int }

func (f *full) Write(b []byte) (int, error) {
	n := min(len(b), f.room)
	f.room -= n
	if n < len(b) {
		return n, errFull
	}
	return n, nil
}

// TestAuditSaysWhatCannotBeWritten: wherever the disk is full, the error is known.
func TestAuditSaysWhatCannotBeWritten(t *testing.T) {
	d := report.NewAuditDocument(manySubjects(300))
	for _, name := range report.AuditFormatNames() {
		size := len(auditFormat(t, name).Render(d, report.Style{}))
		for _, room := range []int{0, size / 2, size - 1} {
			if err := auditFormat(t, name).Write(&full{room}, d, report.Style{}); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d bytes: %v", name, room, size, err)
			}
		}
		if err := auditFormat(t, name).Write(&full{size}, d, report.Style{}); err != nil {
			t.Errorf("%s with just enough room: %v", name, err)
		}
	}
}

// TestAuditLetsGo: a document that lets go of the audit is the same, and the
// audit holds nothing of its subjects afterwards.
func TestAuditLetsGo(t *testing.T) {
	kept, given := auditOf(hostile), auditOf(hostile)
	given.LetGo = true
	want := writeAudit(t, "json", report.NewAuditDocument(kept), false)
	if diff := cmp.Diff(want, writeAudit(t, "json", report.NewAuditDocument(given), false)); diff != "" {
		t.Error(diff)
	}
	for i := range given.Audit.Subjects {
		if diff := cmp.Diff(audit.Subject{}, given.Audit.Subjects[i]); diff != "" {
			t.Errorf("subject %d: %s", i, diff)
		}
	}
	if again := writeAudit(t, "json", report.NewAuditDocument(kept), false); again != want {
		t.Error("without LetGo the audit is not what it was")
	}
}

// auditFormat returns a format by its name.
func auditFormat(t *testing.T, name string) report.AuditFormat {
	t.Helper()
	f, err := report.AuditFormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
