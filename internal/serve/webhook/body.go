package webhook

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sync/semaphore"
)

// MaxBody is how many bytes a body has at most. GitHub sends none that are larger.
const MaxBody = 25 << 20

// How the memory of all bodies is shared out, in bytes. The first part of a body has room for
// nearly all deliveries. There is enough of it for as many connections as a server has, so
// large bodies, which may be a stranger's, do not keep small ones out.
const (
	firstPart   = 32 << 10
	firstMemory = Connections * firstPart // 16 MiB
	moreMemory  = 48 << 20
)

// room is memory that can be taken and given back.
type room interface {
	TryAcquire(n int64) bool
	Release(n int64)
}

type memory struct{ first, more room }

func newMemory() *memory {
	return &memory{first: semaphore.NewWeighted(firstMemory), more: semaphore.NewWeighted(moreMemory)}
}

// body is a body that is being read. It takes memory as its bytes come, whatever length it
// declares, so a sender has to send at least half of what is held for it.
type body struct {
	data     []byte
	declared int64 // -1: not known
	memory   *memory
	from     room // that data is in
}

func (m *memory) body(declared int64) *body { return &body{declared: declared, memory: m} }

// read reads to the end. The outcome is "" if all is there.
func (b *body) read(r io.Reader) Outcome {
	if b.declared > MaxBody {
		return TooLarge
	}
	if !b.take(b.memory.first, b.sized(firstPart)) {
		return Busy
	}
	for {
		spare := b.data[len(b.data):cap(b.data)]
		var next [1]byte
		full := len(spare) == 0
		if full {
			spare = next[:]
		}
		n, err := r.Read(spare)
		if full && n > 0 {
			if outcome := b.grow(); outcome != "" {
				return outcome
			}
			b.data = append(b.data, next[0])
		} else {
			b.data = b.data[:len(b.data)+n]
		}
		switch {
		case errors.Is(err, io.EOF):
			return b.complete()
		case errors.Is(err, os.ErrDeadlineExceeded):
			return Slow
		case err != nil:
			return Incomplete
		}
	}
}

func (b *body) complete() Outcome {
	if b.declared >= 0 && int64(len(b.data)) != b.declared {
		return Incomplete
	}
	return ""
}

// sized is a size, or what the declared length leaves to be read of it.
func (b *body) sized(size int) int {
	if left := b.declared; left > int64(len(b.data)) && left < int64(size) {
		return int(left)
	}
	return size
}

func (b *body) grow() Outcome {
	if len(b.data) >= MaxBody {
		return TooLarge
	}
	if !b.take(b.memory.more, b.sized(min(2*cap(b.data), MaxBody))) {
		return Busy
	}
	return ""
}

// take moves the data to where there is room for a size.
func (b *body) take(r room, size int) bool {
	if !r.TryAcquire(int64(size)) {
		return false
	}
	data := append(make([]byte, 0, size), b.data...)
	b.release()
	b.data, b.from = data, r
	return true
}

// release gives the memory back.
func (b *body) release() {
	if b.from != nil {
		b.from.Release(int64(cap(b.data)))
	}
	b.data, b.from = nil, nil
}
