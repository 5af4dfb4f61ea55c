// Package local keeps what serve knows where one process does everything: what was done in
// the journal of apply, what people were told in a file, and the status of organizations in
// memory, which the first looks fill again. It opens no file itself.
package local

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/serve/status"
)

// Revocations are known for a day, and some more: clocks are read at different moments.
const (
	keptRevocations = 25 * time.Hour
	forgetEvery     = time.Minute
)

// Writer is an open journal. WriteAll returns when all entries are safe on disk; after an
// error, none of them counts.
type Writer interface {
	WriteAll([]apply.Entry) error
}

// Store knows of organizations, whose logins are the same in upper and in lower case. It is
// safe for concurrent use.
type Store struct {
	journal Writer
	now     func() time.Time

	writing sync.Mutex // of the journal; held without mu while the disk works

	mu            sync.Mutex
	next          *batch // what the next write of the journal takes along; nil: nothing waits
	ledger        *apply.Ledger
	acting        map[string]bool
	organizations map[string]status.Organization
}

// New returns a store that writes to a journal, and reads once what was written to it before.
// Nobody else may write to it. What it was told includes the lines that are no entries.
func New(journal Writer, written io.Reader, now func() time.Time) (*Store, apply.Journaled, error) {
	ledger, told, err := apply.ReadLedger(written, now().Add(-keptRevocations))
	if err != nil {
		return nil, told, err
	}
	return &Store{
		journal: journal, now: now, ledger: ledger,
		acting: map[string]bool{}, organizations: map[string]status.Organization{},
	}, told, nil
}

// Lock keeps everybody else from acting in an organization until unlock is called, once or
// more often. It is false where somebody else acts, and does not wait.
func (s *Store) Lock(_ context.Context, organization string) (unlock func(), ok bool, err error) {
	key := strings.ToLower(organization)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.acting[key] {
		return nil, false, nil
	}
	s.acting[key] = true
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.acting, key)
	}), true, nil
}

// Open returns the calls in an organization without a known result.
func (s *Store) Open(_ context.Context, organization string) ([]apply.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ledger.Open(organization), nil
}

// Revoked counts the tokens in an organization whose revocation was asked for since a time,
// which is at most a day ago.
func (s *Store) Revoked(_ context.Context, organization string, since time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept := s.ledger.Since(); since.Before(kept) {
		return 0, fmt.Errorf("count revocations since %s: they are known since %s", since.UTC().Format(time.RFC3339), kept.UTC().Format(time.RFC3339))
	}
	return s.ledger.Revoked(organization, since), nil
}

// Status returns what the last look at an organization came to; false: there was none.
func (s *Store) Status(_ context.Context, organization string) (status.Organization, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.organizations[strings.ToLower(organization)]
	return copied(o), ok, nil
}

// Keep replaces what the last look at an organization came to.
func (s *Store) Keep(_ context.Context, o status.Organization) error {
	o = copied(o)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.organizations[strings.ToLower(o.Login)] = o
	return nil
}

// All returns what is known of all organizations, sorted by login. Their lists are those of the
// store, and are not to be changed: it is asked for every few seconds, also about thousands of reviews.
func (s *Store) All(context.Context) ([]status.Organization, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]status.Organization, 0, len(s.organizations))
	for _, key := range slices.Sorted(maps.Keys(s.organizations)) {
		out = append(out, s.organizations[key]) // Keep replaces the lists, and changes none
	}
	return out, nil
}

// Retain forgets the status of all organizations but those with the logins.
func (s *Store) Retain(logins []string) {
	keep := make(map[string]bool, len(logins))
	for _, login := range logins {
		keep[strings.ToLower(login)] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.organizations, func(key string, _ status.Organization) bool { return !keep[key] })
}

// copied has lists of its own.
func copied(o status.Organization) status.Organization {
	o.Gaps, o.Requests, o.Done = slices.Clone(o.Gaps), slices.Clone(o.Requests), slices.Clone(o.Done)
	for i := range o.Requests {
		o.Requests[i].Findings = slices.Clone(o.Requests[i].Findings)
	}
	return o
}
