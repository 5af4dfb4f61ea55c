package local

import (
	"context"

	"github.com/patctl/patctl/internal/apply"
)

// batch is what is written to the journal at once.
type batch struct {
	entries []apply.Entry
	written bool // or not, with an error; guarded by Store.writing
	err     error
}

// journal is the one that a run of apply writes to.
type journal struct{ *Store }

// Journal returns the journal for what is done in an organization. It does not end with the
// context: an answer of GitHub is to be written down in any case.
func (s *Store) Journal(context.Context, string) apply.Journal { return journal{s} }

// Write returns when the entry is safe on disk. Entries that come while the disk works wait
// together, and are written at once by one of those who wait.
func (j journal) Write(entry apply.Entry) error {
	b := j.join(entry)
	j.writing.Lock()
	defer j.writing.Unlock()
	if !b.written {
		j.write(b)
	}
	return b.err
}

// join adds an entry to the batch that is written next.
func (s *Store) join(entry apply.Entry) *batch {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		s.next = &batch{}
	}
	s.next.entries = append(s.next.entries, entry)
	return s.next
}

// write writes a batch, to which nothing is added any more. Entries that could not be
// written have never been: what they are about stays as open as before.
func (s *Store) write(b *batch) {
	s.mu.Lock()
	s.next = nil
	s.mu.Unlock()
	b.written, b.err = true, s.journal.WriteAll(b.entries)
	if b.err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ledger.Note(b.entries...)
	if before := s.now().Add(-keptRevocations); before.Sub(s.ledger.Since()) > forgetEvery {
		s.ledger.Forget(before)
	}
}
