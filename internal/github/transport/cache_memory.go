package transport

import (
	"bytes"
	"compress/flate"
	"container/list"
	"io"
	"sync"
)

// Memory keeps answers for a process that reads again and again. Those that were not used for
// the longest time go, so that it holds a number of bytes at most. It may be used by several
// caches at once.
type Memory struct {
	Max int // bytes, of answers as they are kept: compressed

	mu      sync.Mutex
	entries map[string]*list.Element // of *remembered, by key
	recent  list.List                // the one that was used last is in front
	size    int
}

// remembered is an answer with its body compressed. It does not change.
type remembered struct {
	key   string
	entry cacheEntry
	body  []byte
}

// overhead in bytes is what an entry takes beside its body.
const overhead = 512

func (r *remembered) size() int { return len(r.body) + overhead }

func (m *Memory) read(key string) (*cacheEntry, bool) {
	m.mu.Lock()
	element := m.entries[key]
	if element == nil {
		m.mu.Unlock()
		return nil, false
	}
	m.recent.MoveToFront(element)
	found := element.Value.(*remembered)
	m.mu.Unlock()
	entry := found.entry
	var err error
	entry.body, err = io.ReadAll(flate.NewReader(bytes.NewReader(found.body)))
	return &entry, err == nil
}

func (m *Memory) write(key string, e *cacheEntry) {
	var body bytes.Buffer
	w, err := flate.NewWriter(&body, flate.BestSpeed)
	if err != nil {
		panic(err) // the level exists
	}
	_, _ = w.Write(e.body) // a Buffer takes everything
	_ = w.Close()
	added := &remembered{key: key, entry: *e, body: bytes.Clone(body.Bytes())}
	added.entry.body = nil
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil {
		m.entries = map[string]*list.Element{}
	}
	m.remove(m.entries[key])
	m.entries[key] = m.recent.PushFront(added)
	m.size += added.size()
	for m.size > m.Max {
		m.remove(m.recent.Back())
	}
}

// remove is called with the lock held. nil: there is nothing to remove.
func (m *Memory) remove(element *list.Element) {
	if element == nil {
		return
	}
	gone := m.recent.Remove(element).(*remembered)
	delete(m.entries, gone.key)
	m.size -= gone.size()
}
