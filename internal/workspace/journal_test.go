package workspace

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/cli"
)

// fullDisk takes some bytes, then no more. A file that only grows cannot be cut.
type fullDisk struct {
	*os.File
	room      int // bytes; -1: as many as there are
	onlyGrows bool
	noSync    bool
}

func (f *fullDisk) Write(p []byte) (int, error) {
	if f.room < 0 || len(p) <= f.room {
		return f.File.Write(p)
	}
	n, _ := f.File.Write(p[:f.room])
	f.room = 0
	return n, errors.New("no space left on device")
}

func (f *fullDisk) Sync() error {
	if f.noSync {
		return errors.New("input/output error")
	}
	return f.File.Sync()
}

func (f *fullDisk) Truncate(size int64) error {
	if f.onlyGrows {
		return errors.New("operation not permitted")
	}
	return f.File.Truncate(size)
}

// TestJournalAfterAFailedWrite: what a failed write leaves does not spoil the next entry.
func TestJournalAfterAFailedWrite(t *testing.T) {
	for _, test := range []struct {
		name   string
		disk   fullDisk
		more   int // calls that were never made, and that the journal shows
		broken int // lines
	}{
		{"half a line", fullDisk{room: 100}, 0, 0},
		{"one line and a half", fullDisk{room: 350}, 0, 0},
		{"nothing is written", fullDisk{room: 0}, 0, 0},
		{"not on disk for sure", fullDisk{room: -1, noSync: true}, 0, 0},
		{"half a line that stays", fullDisk{room: 100, onlyGrows: true}, 0, 1},
		{"one line and a half that stay", fullDisk{room: 350, onlyGrows: true}, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), JournalFile)
			file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			disk := test.disk
			disk.File = file
			j := &Journal{file: &fullDisk{File: file, room: -1}}
			defer j.Close()
			entry := func(call int) apply.Entry {
				return apply.Entry{Run: "a", Call: call, Phase: apply.Before, Organization: "octo-org", Action: "deny", IDs: []int64{11}}
			}
			if err := j.Write(entry(1)); err != nil {
				t.Fatal(err)
			}
			j.file = &disk
			for range 3 {
				if err := j.WriteAll([]apply.Entry{entry(2), entry(3)}); err == nil {
					t.Fatal("a write that failed is not told of")
				}
				if disk.onlyGrows {
					break
				}
			}
			disk.room, disk.noSync = -1, false
			if err := j.Write(entry(4)); err != nil {
				t.Fatal(err)
			}
			written, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer written.Close()
			told, err := apply.ReadJournal(written)
			if err != nil || len(told.Open) != 2+test.more || told.Broken != test.broken || told.Cut || told.Open[len(told.Open)-1].Call != 4 {
				t.Errorf("%+v, %v", told, err)
			}
		})
	}
}

// TestJournalThatStaysBroken: nothing is written behind half a line that cannot be ended.
func TestJournalThatStaysBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), JournalFile)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	j := &Journal{file: &fullDisk{File: file, room: 50, onlyGrows: true}}
	defer j.Close()
	for range 3 {
		if err := j.Write(apply.Entry{Run: "a", Call: 1, Phase: apply.Before}); err == nil {
			t.Error("it was written")
		}
	}
	if data, err := os.ReadFile(path); err != nil || len(data) != 50 {
		t.Errorf("%q, %v", data, err)
	}
}

// TestJournalThatWasMoved: what the next process does not read is not written, and is an error.
func TestJournalThatWasMoved(t *testing.T) {
	e := &cli.Env{Dir: t.TempDir()}
	path := filepath.Join(e.Dir, JournalFile)
	aside := path + ".1"
	j, err := OpenJournal(e)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	entry := apply.Entry{Run: "a", Call: 1, Phase: apply.Before, Organization: "octo-org", Action: "deny", IDs: []int64{11}}
	if err := j.Write(entry); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, aside); err != nil {
		t.Skip("an open file cannot be renamed here")
	}
	if err := j.Write(entry); err == nil {
		t.Error("written to a file that was renamed")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := j.Write(entry); err == nil {
		t.Error("written to a file that was replaced")
	}
	if err := os.Rename(aside, path); err != nil {
		t.Fatal(err)
	}
	if err := j.Write(entry); err != nil {
		t.Errorf("the file is back, and: %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || strings.Count(string(data), "\n") != 2 {
		t.Errorf("%v: %s", err, data)
	}
}
