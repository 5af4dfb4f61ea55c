package auditlog

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/patctl/patctl/internal/usage"
)

// Read adds the events of a file, or of a stream, to a Builder. name is what its gaps call
// it. A part that can't be read is a gap, and the rest is read. It is an error if r fails or
// has no event. The Builder then has a part of the file. When the context is done, Read
// returns its cause, even if reading r takes longer.
func Read(ctx context.Context, name string, r io.Reader, b *usage.Builder) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	l := &log{ctx: ctx, stop: stop, builder: b, faults: faults{}}
	done := make(chan error, 1)
	go func() { done <- l.read(bufio.NewReaderSize(r, HeadSize)) }()
	select {
	case err := <-done:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	for _, gap := range l.faults.gaps(name) {
		b.AddGap(gap)
	}
	return nil
}

// log is one file that is being read.
type log struct {
	ctx     context.Context
	stop    context.CancelCauseFunc
	builder *usage.Builder
	mu      sync.Mutex
	events  int
	faults  faults
}

func (l *log) read(in *bufio.Reader) error {
	text, err := open(in)
	var isDamaged damagedError
	if errors.As(err, &isDamaged) {
		return errors.New("it is compressed with gzip, and damaged")
	}
	if err != nil {
		return err
	}
	head := &headReader{r: text}
	err = l.readBlocks(newSplitter(head))
	if err != nil && !errors.As(err, &isDamaged) {
		return err
	}
	if cause := context.Cause(l.ctx); cause != nil {
		return cause
	}
	if l.events == 0 {
		return noEvents(head.head, l.faults)
	}
	return nil
}

// headReader keeps the head of what it reads.
type headReader struct {
	r    io.Reader
	head []byte
}

func (h *headReader) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	if missing := HeadSize - len(h.head); missing > 0 {
		h.head = append(h.head, p[:min(n, missing)]...)
	}
	return n, err
}

// readBlocks reads all blocks and has them decoded in parallel. A block is decoded as a
// whole, and only a few are in memory at once.
func (l *log) readBlocks(s *splitter) error {
	blocks := make(chan block)
	var decoding sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		decoding.Go(func() {
			d := &decoder{routes: usage.NewRoutes(l.builder.Catalog()), join: l.builder.Join}
			for b := range blocks {
				l.decode(d, b)
			}
		})
	}
	err := l.send(s, blocks)
	close(blocks)
	decoding.Wait()
	return err
}

func (l *log) send(s *splitter, blocks chan<- block) error {
	for l.ctx.Err() == nil {
		b, last, err := s.next()
		select {
		case blocks <- b:
		case <-l.ctx.Done():
		}
		if err != nil {
			return err
		}
		if last {
			break
		}
	}
	return nil
}

// batch is how many events are added at once.
const batch = 256

// decode adds the events of a block.
func (l *log) decode(d *decoder, b block) {
	events, count, found := make([]usage.Event, 0, batch), 0, b.faults
	for i, part := range b.parts {
		e, why := d.decode(b.data[part.from:part.to])
		if why != "" {
			found = append(found, fault{part.line, why})
		} else {
			events = append(events, e)
			count++
		}
		if len(events) < batch && i+1 < len(b.parts) {
			continue
		}
		if err := l.builder.Add(events...); err != nil {
			l.stop(err)
			break
		}
		events = events[:0]
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events += count
	l.faults.add(found...)
}

// noEvents says why a file has no event.
func noEvents(head []byte, found faults) error {
	if what := describe(head); what != "" {
		return fmt.Errorf("it is not an audit log: it looks like %s", what)
	}
	line, why := found.first()
	if why == "" {
		return errors.New("it has no events of an audit log: it is empty")
	}
	return fmt.Errorf("it has no events of an audit log. In line %d, %s", line, why)
}
