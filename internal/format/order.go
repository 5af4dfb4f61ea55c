package format

import (
	"bufio"
	"bytes"
	"runtime"
	"sync"
)

// perPart is how many things are written by one goroutine at a time.
const perPart = 1 << 10

// InOrder writes what write makes of n things. Several parts are made at the same time, and
// written in their order. A panic of write is one of InOrder.
func InOrder(w *bufio.Writer, n int, write func(w *bufio.Writer, from, to int)) {
	if n == 0 {
		return
	}
	if n <= perPart || runtime.GOMAXPROCS(0) == 1 {
		write(w, 0, n)
		return
	}
	var buffers sync.Pool
	made := make(chan chan part, runtime.GOMAXPROCS(0)) // as many are made, or wait to be written
	go func() {
		defer close(made)
		for from := 0; from < n; from += perPart {
			one := make(chan part, 1)
			made <- one
			go func() { one <- newPart(&buffers, from, min(from+perPart, n), write) }()
		}
	}()
	var failed any
	for one := range made {
		p := <-one
		if failed == nil {
			failed = p.failed
		}
		if failed == nil {
			_, _ = w.Write(p.text.Bytes())
			p.text.Reset()
			buffers.Put(p.text)
		}
	}
	if failed != nil {
		panic(failed)
	}
}

// part is what was made of some things.
type part struct {
	text   *bytes.Buffer
	failed any // of a panic; nil: none
}

// newPart puts what write makes into one of the buffers, which are used again.
func newPart(buffers *sync.Pool, from, to int, write func(w *bufio.Writer, from, to int)) (p part) {
	defer func() { p.failed = recover() }()
	text, used := buffers.Get().(*bytes.Buffer)
	if !used {
		text = &bytes.Buffer{}
	}
	w := bufio.NewWriter(text)
	write(w, from, to)
	_ = w.Flush() // a Buffer takes everything
	return part{text: text}
}
