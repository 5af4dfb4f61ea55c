package judged

import (
	"bytes"
	"iter"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/use"
)

// Subjects are the requests and tokens of an audit, packed: a million with findings take about
// 100 MB, and the garbage collector has nothing to look at. The zero value is empty.
type Subjects struct {
	count  int
	chunks []chunk
	packer
	uses  map[int]*use.Seen // by the place of their subject
	whole map[int]*Subject  // those that are not packed, by their place
}

// chunk is some subjects one after the other.
type chunk struct {
	data   []byte
	starts []uint32 // of each, in data
}

// perChunk is how many subjects a chunk has.
const perChunk = 1 << 10

// NewSubjects packs subjects.
func NewSubjects(list ...Subject) *Subjects {
	out := &Subjects{}
	for i := range list {
		out.Add(&list[i])
	}
	return out
}

// Len returns how many there are.
func (l *Subjects) Len() int {
	if l == nil {
		return 0
	}
	return l.count
}

// Add packs a subject behind the others. Of what it points to, its use, its denial, and its places
// have to stay as they are.
func (l *Subjects) Add(s *Subject) {
	if l.count%perChunk == 0 {
		if n := len(l.chunks); n > 0 { // it no longer grows
			l.chunks[n-1].data = bytes.Clone(l.chunks[n-1].data)
		}
		l.chunks = append(l.chunks, chunk{starts: make([]uint32, 0, perChunk)})
	}
	c := &l.chunks[len(l.chunks)-1]
	c.starts = append(c.starts, uint32(len(c.data)))
	switch {
	case !packs(s):
		if l.whole == nil {
			l.whole = map[int]*Subject{}
		}
		l.whole[l.count] = l.clone(s)
	case s.Use != nil:
		if l.uses == nil {
			l.uses = map[int]*use.Seen{}
		}
		l.uses[l.count] = s.Use
		fallthrough
	default:
		c.data = l.pack(c.data, s)
	}
	l.count++
}

// clone returns a copy, except of what Add says has to stay as it is.
func (l *Subjects) clone(s *Subject) *Subject {
	own := l.unpack(l.pack(nil, s))
	for _, t := range []struct{ to, from **time.Time }{{&own.ExpiresAt, &s.ExpiresAt}, {&own.LastUsedAt, &s.LastUsedAt}} {
		if *t.from != nil {
			exact := **t.from
			*t.to = &exact
		}
	}
	own.Use = s.Use
	return own
}

// At returns a subject by its place, from 0. It is a copy: changes of it change nothing here.
func (l *Subjects) At(i int) *Subject {
	if s := l.whole[i]; s != nil {
		own := *s
		return &own
	}
	c := &l.chunks[i/perChunk]
	s := l.unpack(c.data[c.starts[i%perChunk]:])
	s.Use = l.uses[i]
	return s
}

// All returns the subjects in their order, with their places.
func (l *Subjects) All() iter.Seq2[int, *Subject] {
	return func(yield func(int, *Subject) bool) {
		for i := range l.Len() {
			if !yield(i, l.At(i)) {
				return
			}
		}
	}
}

// MarshalJSON is for few subjects: AppendJSON writes them one by one.
func (l *Subjects) MarshalJSON() ([]byte, error) {
	out := []byte{'['}
	for i, s := range l.All() {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.AppendJSON(out, "")
	}
	return append(out, ']'), nil
}

// UnmarshalJSON reads a list of subjects as strictly as exactjson does. No list is nil then: an
// older or a foreign document may lack some.
func (l *Subjects) UnmarshalJSON(data []byte) error {
	var list []Subject
	if err := exactjson.Unmarshal(data, &list); err != nil {
		return err
	}
	*l = Subjects{}
	for i := range list {
		s := &list[i]
		s.Findings, s.UnjudgedWhy = format.NotNil(s.Findings), format.NotNil(s.UnjudgedWhy)
		s.Use.Fill()
		l.Add(s)
	}
	return nil
}
