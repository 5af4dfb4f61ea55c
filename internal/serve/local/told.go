package local

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/serve/notify"
)

// The file of what was told is written at most once in saveEvery, less often where it is
// large, and later after a failure.
const (
	saveEvery  = time.Second
	saveFailed = 10 * time.Second
	// perSecond is how many records there are for each further second.
	perSecond = 10_000
)

// File is where what was told is kept from one process to the next.
type File struct {
	Name     string                 // for warnings
	Load     func() ([]byte, error) // nil: there is no file
	Save     func([]byte) error     // whole or not at all
	SetAside func() error           // renames a file that cannot be read
}

// Told keeps what targets were told, in memory and in a file. What changed in the last second
// before a crash, or in some more seconds where there is much, is not in the file, and may be told again. It is safe for concurrent use.
type Told struct {
	file  File
	after func(time.Duration) <-chan time.Time
	warn  func(string) // a whole sentence

	stop   chan struct{} // closed by Close
	saving sync.WaitGroup

	mu      sync.Mutex
	records map[toldKey]notify.Record
	changed bool // since the file was written
	saver   bool // somebody is going to write the file
	closed  bool
}

// toldKey is the key of a record.
type toldKey struct{ organization, target, subject string }

func keyOf(r notify.Record) toldKey {
	return toldKey{strings.ToLower(r.Organization), r.Target, r.Subject}
}

// OpenTold reads what was told from a file. One that is broken is set aside with a warning;
// one that cannot be read is an error. after is time.After.
func OpenTold(file File, after func(time.Duration) <-chan time.Time, warn func(string)) (*Told, error) {
	records, err := load(file, warn)
	if err != nil {
		return nil, err
	}
	return &Told{file: file, after: after, warn: warn, stop: make(chan struct{}), records: records}, nil
}

// Claim implements notify.Told. The number of an issue stays, also where the claim is never
// followed by Keep.
func (t *Told) Claim(_ context.Context, r notify.Record, before time.Time) (notify.Record, bool, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	old, ok := t.records[keyOf(r)]
	if ok && (old.Told && old.Verdict == r.Verdict || !old.Told && !old.At.Before(before)) {
		return old, false, nil
	}
	r.Told, r.External = false, cmp.Or(r.External, old.External)
	t.put(r)
	return old, true, nil
}

// Keep implements notify.Told.
func (t *Told) Keep(_ context.Context, r notify.Record) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.put(r)
	return nil
}

// Of implements notify.Told. The records are sorted by target and subject.
func (t *Told) Of(_ context.Context, organization string) ([]notify.Record, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []notify.Record
	for key, r := range t.records {
		if key.organization == strings.ToLower(organization) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, byKey)
	return out, nil
}

// Forget implements notify.Told.
func (t *Told) Forget(_ context.Context, r notify.Record) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.records[keyOf(r)]; ok {
		delete(t.records, keyOf(r))
		t.change()
	}
	return nil
}

// Close writes the file where it has to be. What is told afterwards is kept in memory only.
func (t *Told) Close() error {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		close(t.stop)
	}
	t.mu.Unlock()
	t.saving.Wait()
	return t.save()
}

func (t *Told) put(r notify.Record) {
	if old, ok := t.records[keyOf(r)]; ok && old == r {
		return
	}
	t.records[keyOf(r)] = r
	t.change()
}

// change makes sure that the file is written soon.
func (t *Told) change() {
	t.changed = true
	if !t.saver && !t.closed {
		t.saver = true
		t.saving.Go(t.saveLater)
	}
}

// saveLater writes the file after a second, and again for as long as that fails. It warns
// about the first failure.
func (t *Told) saveLater() {
	pause, failed := t.pause(), false
	for {
		select {
		case <-t.stop:
			return
		case <-t.after(pause):
		}
		err := t.save()
		if err != nil && !failed {
			t.warn("Write " + t.file.Name + ": " + err.Error() + ". What was told is kept in memory.")
		}
		if err != nil {
			pause, failed = saveFailed, true
			continue
		}
		pause, failed = t.pause(), false
		if !t.saveAgain() {
			return
		}
	}
}

// pause is how long changes are gathered before the file is written.
func (t *Told) pause() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return saveEvery + time.Duration(len(t.records)/perSecond)*time.Second
}

// saveAgain reports whether something changed while the file was written. If not, the next
// change finds that nobody writes.
func (t *Told) saveAgain() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.saver = t.changed
	return t.changed
}

// save writes the file if something changed. It is not called twice at once.
func (t *Told) save() error {
	t.mu.Lock()
	changed, records := t.changed, slices.SortedFunc(maps.Values(t.records), byKey)
	t.changed = false
	t.mu.Unlock()
	if !changed {
		return nil
	}
	data, err := encode(records)
	if err == nil {
		err = t.file.Save(data)
	}
	if err != nil {
		t.mu.Lock()
		t.changed = true
		t.mu.Unlock()
	}
	return err
}

func byKey(a, b notify.Record) int {
	x, y := keyOf(a), keyOf(b)
	return cmp.Or(cmp.Compare(x.organization, y.organization), cmp.Compare(x.target, y.target), cmp.Compare(x.subject, y.subject))
}
