package worktree

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
)

// MaxSize is the size in bytes up to which a file that holds what is searched
// for is read.
const MaxSize = 64 << 20

// chunk is how much of a file is read at once, in bytes: a page of a book, and
// most files as a whole.
const chunk = 256 << 10

// sniffed is how much of a file decides whether it is binary, in bytes. Git
// looks at as many.
const sniffed = 8000

// buffers are for the readers of files, which run side by side.
var buffers = sync.Pool{New: func() any { return new([chunk]byte) }}

// Needle is what a file is searched for.
type Needle struct {
	// Core is in every text that is looked for. It begins with a letter that is
	// rare, where the search for it stops seldom.
	Core []byte
	// Holds reports whether a text holds what is looked for around the core at an
	// offset. It looks at fewer than Span bytes before and behind it.
	Holds func(text []byte, at int) bool
	Span  int
}

// Search returns the text of a file that holds the needle, or nil where it
// does not, or is binary: a zero byte among the first 8,000 says so, unless a
// byte order mark says that it is UTF-16. Of a file that does not hold the needle no
// more than a part is in memory at any time, however large it is. A file in
// UTF-16 is returned where it holds the core.
//
// A file that holds it and is larger than MaxSize is an error.
func Search(path string, needle Needle) (*Text, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	buffer := buffers.Get().(*[chunk]byte)
	defer buffers.Put(buffer)
	return search(f, buffer[:], needle)
}

func search(f io.ReadSeeker, buffer []byte, needle Needle) (*Text, error) {
	n, err := readFull(f, buffer)
	if err != nil {
		return nil, err
	}
	head := buffer[:n]
	if utf16 := markOf(head).encoding(); utf16 != nil {
		needle = Needle{Core: converted(utf16.NewEncoder(), needle.Core), Holds: anywhere}
	} else if bytes.IndexByte(head[:min(n, sniffed)], 0) >= 0 {
		return nil, nil
	}
	for !needle.in(buffer[:n]) {
		if n < len(buffer) {
			return nil, nil
		}
		kept := copy(buffer, buffer[n-len(needle.Core)-2*needle.Span:n])
		read, err := readFull(f, buffer[kept:])
		if err != nil {
			return nil, err
		}
		n = kept + read
	}
	return whole(f)
}

func anywhere([]byte, int) bool { return true }

// in reports whether a text holds the needle.
func (n Needle) in(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], n.Core[0])
		if i < 0 {
			return false
		}
		if at += i; bytes.HasPrefix(text[at:], n.Core) && n.Holds(text, at) {
			return true
		}
	}
}

// whole reads a file from its beginning.
func whole(f io.ReadSeeker) (*Text, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return Read(f)
}

// errTooLarge is a file that is not read.
var errTooLarge = fmt.Errorf("it is larger than %d MiB", MaxSize>>20)

// Read reads a text of any encoding that Text knows, up to MaxSize.
func Read(r io.Reader) (*Text, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(raw) > MaxSize:
		return nil, errTooLarge
	}
	return newText(raw), nil
}

// readFull reads until the buffer is full or the file ends.
func readFull(r io.Reader, buffer []byte) (int, error) {
	n, err := io.ReadFull(r, buffer)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, nil
	}
	return n, err
}
