package main

import (
	"bytes"
	"fmt"
	"os"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/report"
)

// journalFile keeps, beside the configuration, every action of apply.
const journalFile = "patctl.applied.jsonl"

// maxJournal is the size in bytes from which a journal is refused: it is read
// as a whole.
const maxJournal = 1 << 30

// journal appends to the journal of the working directory.
type journal struct {
	file *os.File
	open []apply.Entry // calls of earlier runs that have no end
}

// openJournal opens the journal and reads what earlier runs left open. A line
// that a killed process left unfinished is ended, so that the next one is whole.
func openJournal(e *env, v *view) (*journal, error) {
	path := e.path(journalFile)
	data, err := readLimitedFile(path, maxJournal)
	if err != nil && !gone(err) {
		return nil, fmt.Errorf("read the journal %s: %s", journalFile, pathReason(journalFile, err))
	}
	entries, broken := apply.ReadJournal(data)
	if broken > 0 {
		v.note("%s of %s cannot be read, perhaps because a run was killed while it wrote.", counted(broken, "line"), journalFile)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal %s: %w", journalFile, cause(err))
	}
	j := &journal{file: file, open: apply.Open(entries)}
	if len(data) > 0 && !bytes.HasSuffix(data, []byte("\n")) {
		if _, err := file.WriteString("\n"); err != nil {
			_ = file.Close()
			return nil, fmt.Errorf("write the journal %s: %w", journalFile, cause(err))
		}
	}
	return j, nil
}

// Write appends an entry, and returns when it is on disk.
func (j *journal) Write(entry apply.Entry) error {
	if err := report.WriteJSONLine(j.file, entry); err != nil {
		return cause(err)
	}
	return cause(j.file.Sync())
}

func (j *journal) close() { _ = j.file.Close() } // every entry is on disk already
