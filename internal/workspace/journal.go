package workspace

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/format"
)

// Journal appends to the journal of the working directory.
type Journal struct {
	file   journalFile
	path   string // "": not checked
	broken bool   // a write failed: what is at the end is not known
	size   int64
}

// journalFile is an *os.File, which tests let fail.
type journalFile interface {
	io.WriteCloser
	io.ReaderAt
	Stat() (os.FileInfo, error)
	Sync() error
	Truncate(size int64) error
}

// ReadJournal returns what earlier runs left open; without a journal, nothing.
func ReadJournal(e *cli.Env, v *cli.View) (OpenCalls, error) {
	told, err := scanJournal(e)
	if err != nil {
		return nil, err
	}
	if told.Broken > 0 {
		v.Note("%s of %s cannot be read. A run may have been killed while it wrote to the file.", cli.Counted(told.Broken, "line"), JournalFile)
	}
	return told.Open, nil
}

// scanJournal reads the journal line by line: it may be of any length.
func scanJournal(e *cli.Env) (apply.Journaled, error) {
	file, err := openOwnFile(e, JournalFile, os.O_RDONLY)
	if gone(err) {
		return apply.Journaled{}, nil
	}
	if err != nil {
		return apply.Journaled{}, fmt.Errorf("read the journal %s: %s", JournalFile, cli.PathReason(JournalFile, err))
	}
	defer file.Close()
	told, err := apply.ReadJournal(file)
	if err != nil {
		return told, fmt.Errorf("read the journal %s: %s", JournalFile, cli.PathReason(JournalFile, err))
	}
	return told, nil
}

// OpenJournal opens the journal to write in it. A line that a killed process
// left unfinished is ended, so that the next one is whole.
func OpenJournal(e *cli.Env) (*Journal, error) {
	file, err := openOwnFile(e, JournalFile, os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return nil, fmt.Errorf("open the journal %s: %w", JournalFile, cli.Cause(err))
	}
	if err := endLine(file); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("write the journal %s: %w", JournalFile, cli.Cause(err))
	}
	return &Journal{file: file, path: e.Path(JournalFile)}, nil
}

// endLine ends the last line of a file.
func endLine(file journalFile) error {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = file.Write([]byte("\n"))
	return err
}

// Write appends an entry, and returns when it is on disk.
func (j *Journal) Write(entry apply.Entry) error { return j.WriteAll([]apply.Entry{entry}) }

// WriteAll appends entries, and returns when all of them are on disk. After an error, what
// was written of them is removed, at the latest by the next call, which fails where that is
// not possible: half a line would spoil a whole one.
func (j *Journal) WriteAll(entries []apply.Entry) error {
	var lines bytes.Buffer
	for i := range entries {
		_ = format.WriteJSONLine(&lines, entries[i]) // a Buffer takes everything
	}
	if err := j.mend(); err != nil {
		return cli.Cause(err)
	}
	info, err := j.file.Stat()
	if err != nil {
		return cli.Cause(err)
	}
	if err := j.inPlace(info); err != nil {
		return err
	}
	j.size = info.Size()
	if _, err = j.file.Write(lines.Bytes()); err == nil {
		err = j.file.Sync()
	}
	if err != nil {
		j.broken = true
		_ = j.mend() // or the next call does
	}
	return cli.Cause(err)
}

// inPlace makes sure that the next process reads what is written: the file may have been removed
// or renamed while it is open.
func (j *Journal) inPlace(opened os.FileInfo) error {
	if j.path == "" || isItself(j.path, opened) == nil {
		return nil
	}
	return fmt.Errorf("%s was removed or replaced while patctl used it. Restore it, and run patctl again", JournalFile)
}

// mend removes what a failed write has left. Where the system only lets files grow, it ends
// the line.
func (j *Journal) mend() error {
	if !j.broken {
		return nil
	}
	if err := j.file.Truncate(j.size); err != nil {
		if err := endLine(j.file); err != nil {
			return err
		}
	}
	j.broken = false
	return nil
}

// Written returns what earlier processes wrote. It is read before anything is written.
func (j *Journal) Written() io.Reader { return io.NewSectionReader(j.file, 0, math.MaxInt64) }

// Close closes the file.
func (j *Journal) Close() { _ = j.file.Close() } // every entry is on disk already

// OpenCalls are calls of earlier runs of apply with an unknown
// result: GitHub may still carry them out.
type OpenCalls []apply.Entry
