package auditreport_test

import (
	"bytes"
	"errors"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// parts counts what is written, and remembers the largest part.
type parts struct{ total, largest int }

func (p *parts) Write(b []byte) (int, error) {
	p.total, p.largest = p.total+len(b), max(p.largest, len(b))
	return len(b), nil
}

// TestAuditIsWrittenInParts: no format that grows with the subjects is in memory
// as a whole. Small pages are, and SARIF and Markdown have a limit of their own.
func TestAuditIsWrittenInParts(t *testing.T) {
	d := auditreport.NewDocument(audittest.Many(20_000))
	for _, name := range []string{"text", "json", "junit", "csv"} {
		var p parts
		if err := auditFormat(t, name).Write(&p, d, format.Style{}); err != nil {
			t.Fatal(err)
		}
		if p.total < 500_000 || p.largest > p.total/5 {
			t.Errorf("%s: of %d bytes %d were written at once", name, p.total, p.largest)
		}
	}
}

// TestAuditIsTheSameOnManyProcessors: parts that are made at the same time are written in order.
func TestAuditIsTheSameOnManyProcessors(t *testing.T) {
	d := auditreport.NewDocument(audittest.Many(5000))
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	for _, name := range []string{"text", "json", "junit", "csv", "sarif"} {
		runtime.GOMAXPROCS(1)
		want := auditFormat(t, name).Render(d, format.Style{})
		runtime.GOMAXPROCS(4)
		if got := auditFormat(t, name).Render(d, format.Style{}); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes on one processor, and other %d bytes on four", name, len(want), len(got))
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
	d := auditreport.NewDocument(audittest.Many(300))
	for _, name := range auditreport.FormatNames() {
		size := len(auditFormat(t, name).Render(d, format.Style{}))
		for _, room := range []int{0, size / 2, size - 1} {
			if err := auditFormat(t, name).Write(&full{room}, d, format.Style{}); !errors.Is(err, errFull) {
				t.Errorf("%s with room for %d of %d bytes: %v", name, room, size, err)
			}
		}
		if err := auditFormat(t, name).Write(&full{size}, d, format.Style{}); err != nil {
			t.Errorf("%s with just enough room: %v", name, err)
		}
	}
}

// TestAuditLetsGo: a document that lets go of the audit is the same, and the
// audit holds nothing of its subjects afterwards.
func TestAuditLetsGo(t *testing.T) {
	kept, given := audittest.Of(formattest.Hostile), audittest.Of(formattest.Hostile)
	given.LetGo = true
	want := audittest.Write(t, "json", auditreport.NewDocument(kept), false)
	if diff := cmp.Diff(want, audittest.Write(t, "json", auditreport.NewDocument(given), false)); diff != "" {
		t.Error(diff)
	}
	for i := range given.Audit.Subjects {
		if diff := cmp.Diff(audit.Subject{}, given.Audit.Subjects[i]); diff != "" {
			t.Errorf("subject %d: %s", i, diff)
		}
	}
	if again := audittest.Write(t, "json", auditreport.NewDocument(kept), false); again != want {
		t.Error("without LetGo the audit is not what it was")
	}
}

// auditFormat returns a format by its name.
func auditFormat(t *testing.T, name string) auditreport.Format {
	t.Helper()
	f, err := auditreport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
