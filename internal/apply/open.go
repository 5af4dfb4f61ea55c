package apply

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// maxLine is the length in bytes from which a line is no entry: one holds at
// most 100 ids, each with a reason.
const maxLine = 8 << 20

// Journaled is what a journal tells of earlier runs.
type Journaled struct {
	Open   []Entry // calls without a known result, in the order of the journal
	Broken int     // lines that are no entries, as a killed process may leave behind
	Cut    bool    // the last line has no end
}

// ReadJournal reads a journal of any length. It keeps the open calls only. Each
// is its entry before the call, with the IDs that have no result, and
// with the result and the message of the answer where there was one. Entries of
// no review are left out.
func ReadJournal(r io.Reader) (Journaled, error) {
	t := tracker{calls: map[callKey]*Entry{}}
	out, err := scan(r, t.note)
	if err != nil {
		return Journaled{}, err
	}
	out.Open = t.open()
	return out, nil
}

// scan calls note for each entry of a journal, and counts what is none.
func scan(r io.Reader, note func(*Entry)) (Journaled, error) {
	var out Journaled
	lines := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, whole, err := readLine(lines)
		if err != nil && !errors.Is(err, io.EOF) {
			return out, err
		}
		if len(line) > 0 || !whole {
			out.Cut = errors.Is(err, io.EOF)
		}
		if line = bytes.TrimSpace(line); len(line) > 0 || !whole {
			e, err := entryIn(line, whole)
			if err != nil {
				return out, fmt.Errorf("line %d: %w", n, err)
			}
			if e == nil {
				out.Broken++
			} else {
				note(e)
			}
		}
		if err != nil {
			return out, nil
		}
	}
}

// entryIn returns the entry in a line, or nil where it is none. One that could be
// read in two ways is an error: a killed process does not write that.
func entryIn(line []byte, whole bool) (*Entry, error) {
	e := &Entry{}
	if !whole || json.Unmarshal(line, e) != nil || e.Phase == "" {
		return nil, nil
	}
	return e, exactjson.Check(line, e)
}

// readLine reads up to the end of a line. Of one that is too long it keeps
// nothing, and says so.
func readLine(r *bufio.Reader) (line []byte, whole bool, err error) {
	whole = true
	for {
		part, err := r.ReadSlice('\n')
		if whole = whole && len(line)+len(part) <= maxLine; whole {
			line = append(line, part...)
		} else {
			line = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, whole, err
		}
	}
}

// Open returns the calls that entries leave open, as ReadJournal does.
func Open(entries []Entry) []Entry {
	t := tracker{calls: map[callKey]*Entry{}}
	for i := range entries {
		t.note(&entries[i])
	}
	return t.open()
}

// callKey names a call among those of all runs.
type callKey struct {
	run  string
	call int
}

func (e *Entry) key() callKey { return callKey{e.Run, e.Call} }

// tracker follows the story of each call to its end, and forgets it then.
type tracker struct {
	calls map[callKey]*Entry
	order []callKey
}

func (t *tracker) note(e *Entry) {
	if e.Phase == Before {
		t.begin(e)
		return
	}
	call := t.calls[e.key()]
	switch {
	case call == nil:
	case e.Phase == After && e.Result != Accepted && e.Result != string(Unknown):
		delete(t.calls, e.key()) // nothing was done
	case e.Phase == After:
		call.Result, call.Message = e.Result, e.Message
	case e.Phase == Seen && e.Result != string(Unknown):
		call.forget(e.IDs)
		if len(call.IDs) == 0 {
			delete(t.calls, e.key())
		}
	}
}

func (t *tracker) begin(e *Entry) {
	if !slices.Contains(pat.ReviewActions(), e.ReviewAction()) || len(e.IDs) == 0 {
		return
	}
	call := *e
	call.Result, call.Message, call.Reasons = "", "", []string{}
	call.TokenIDs, call.Expected = filled(e.TokenIDs, len(e.IDs)), filled(e.Expected, len(e.IDs))
	call.IDs = slices.Clone(e.IDs)
	if t.calls[e.key()] == nil {
		t.order = append(t.order, e.key())
	}
	t.calls[e.key()] = &call
	t.compact()
}

// compact forgets the order of calls that have ended, now and then.
func (t *tracker) compact() {
	if len(t.order) > 1000+2*len(t.calls) {
		t.order = slices.DeleteFunc(t.order, func(k callKey) bool { return t.calls[k] == nil })
	}
}

func (t *tracker) open() []Entry {
	var out []Entry
	seen := map[callKey]bool{}
	for _, key := range t.order {
		if call := t.calls[key]; call != nil && !seen[key] {
			seen[key] = true
			out = append(out, *call)
		}
	}
	return out
}

// filled is a copy of a list with n elements; missing ones are zero.
func filled[T any](list []T, n int) []T {
	out := make([]T, n)
	copy(out, list)
	return out
}

// forget leaves out ids.
func (e *Entry) forget(ids []int64) {
	gone := make(map[int64]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	kept := 0
	for i, id := range e.IDs {
		if !gone[id] {
			e.IDs[kept], e.TokenIDs[kept], e.Expected[kept] = id, e.TokenIDs[i], e.Expected[i]
			kept++
		}
	}
	e.IDs, e.TokenIDs, e.Expected = e.IDs[:kept], e.TokenIDs[:kept], e.Expected[:kept]
}
