package github

import (
	"bytes"
	"io"
)

// window is the part of a JSON text that is in memory while it is read.
type window struct {
	from io.Reader
	data []byte // what was read, and not gone over yet
	err  error  // of the last read; io.EOF: data is the rest
	room []byte // that data is in
	read int64
}

// left is how much of a text of that size is still to come, or 0.
func (w *window) left(size int64) int64 { return max(size-w.read+int64(len(w.data)), 0) }

// windowSize is how much is read at a time.
const windowSize = 1 << 20

// more reads on. It reports whether anything came.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	have := len(w.data)
	if have > len(w.room)/2 || w.room == nil {
		w.room = make([]byte, max(windowSize, 4*have))
	}
	copy(w.room, w.data)
	n := 0
	for n == 0 && w.err == nil {
		n, w.err = w.from.Read(w.room[have:])
	}
	w.data, w.read = w.room[:have+n], w.read+int64(n)
	return n > 0
}

// next goes over blanks, and returns the byte behind them, which it doesn't go over. At the
// end of the text it is 0, which is nowhere in JSON.
func (w *window) next() byte {
	for {
		for i, c := range w.data {
			switch c {
			case ' ', '\t', '\r', '\n':
			default:
				w.data = w.data[i:]
				return c
			}
		}
		w.data = nil
		if !w.more() {
			return 0
		}
	}
}

// skip goes over a byte if it is the next one.
func (w *window) skip(c byte) bool {
	if w.next() != c || c == 0 {
		return false
	}
	w.data = w.data[1:]
	return true
}

// value goes over a value, and returns its text until the next call. It only looks for its
// end: the text may not be valid.
func (w *window) value() []byte {
	w.next()
	for {
		if n, whole := valueEnd(w.data); whole {
			return w.take(n)
		}
		if !w.more() {
			return w.take(len(w.data))
		}
	}
}

func (w *window) take(n int) []byte {
	text := w.data[:n]
	w.data = w.data[n:]
	return text
}

// valueEnd returns the length of the value that a text begins with. It is not whole if the
// text may end before the value does.
func valueEnd(text []byte) (n int, whole bool) {
	depth := 0
	for n < len(text) {
		switch text[n] {
		case '"':
			size, closed := stringEnd(text[n:])
			if n += size; !closed || depth == 0 {
				return n, closed
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth <= 0 {
				return n + min(depth+1, 1), true
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return n, true
			}
		}
		n++
	}
	return n, false
}

// stringEnd returns the length of the string that a text begins with.
func stringEnd(text []byte) (n int, closed bool) {
	n = 1
	for {
		at := bytes.IndexByte(text[n:], '"')
		if at < 0 {
			return len(text), false
		}
		escapes := 0
		for at > escapes && text[n+at-1-escapes] == '\\' {
			escapes++
		}
		n += at + 1
		if escapes%2 == 0 {
			return n, true
		}
	}
}
