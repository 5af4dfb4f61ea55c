package auditlog

import (
	"bytes"
	"errors"
	"io"
)

const (
	// blockSize is how much is read at once.
	blockSize = 1 << 20
	// maxEvent is the most that an event may have. GitHub's have a few thousand bytes.
	maxEvent = 8 << 20
)

// part is an event, or what looks like one, in a block.
type part struct{ from, to, line int }

// fault is a part of a file that is no event.
type fault struct {
	line   int
	reason reason
}

// block is a piece of a file that has whole events.
type block struct {
	data   []byte
	parts  []part
	faults []fault
}

// splitter cuts a text into the objects at its top, and in lists at its top. It needs no
// more memory than the largest of them, up to maxEvent.
type splitter struct {
	r        io.Reader
	size     int    // of a block
	rest     []byte // what was read of an object that is not complete
	line     int    // of the next byte, from 1
	indent   int    // blanks that the line begins with
	inIndent bool   // only blanks were seen in the line
	skipping bool   // the rest of the line is known to be no event
	lists    int    // that are open
}

func newSplitter(r io.Reader) *splitter {
	return &splitter{r: r, size: blockSize, line: 1, inIndent: true}
}

// next returns the next block, and whether it is the last one. An error is one of reading;
// the block then has what was read before it.
func (s *splitter) next() (b block, last bool, err error) {
	size := max(s.size, len(s.rest)) // doubled for a large object, so that the time stays linear
	data := make([]byte, len(s.rest)+size)
	n := copy(data, s.rest)
	s.rest = nil
	for n < len(data) && err == nil { // not io.ReadFull, which gives the end another error
		more := 0
		more, err = s.r.Read(data[n:])
		n += more
	}
	last = err != nil
	if errors.Is(err, io.EOF) {
		err = nil
	}
	b.data = data[:n]
	s.split(&b, last && err == nil)
	if errors.As(err, &damagedError{}) {
		b.faults = append(b.faults, fault{s.line, damaged}) // also of the object that was being read
	}
	return b, last, err
}

func (s *splitter) split(b *block, last bool) {
	for at := 0; at < len(b.data); {
		if s.skipping {
			at = s.skipLine(b.data, at)
			continue
		}
		switch c := b.data[at]; c {
		case '\n':
			s.newLine()
		case ' ', '\t':
			if s.inIndent {
				s.indent++
			}
		case '\r', ',':
		case '[':
			s.lists++
		case ']':
			s.closeList(b)
		case '{':
			next, ok := s.object(b, at, last)
			if !ok {
				s.rest = b.data[at:]
				return
			}
			at = next
			continue
		default:
			b.faults = append(b.faults, fault{s.line, notJSON})
			s.skipping = true
		}
		if c := b.data[at]; c != ' ' && c != '\t' && c != '\n' {
			s.inIndent = false
		}
		at++
	}
	if last && s.lists > 0 {
		b.faults = append(b.faults, fault{s.line, openList})
	}
}

func (s *splitter) newLine() {
	s.line++
	s.indent, s.inIndent, s.skipping = 0, true, false
}

func (s *splitter) closeList(b *block) {
	if s.lists == 0 {
		b.faults = append(b.faults, fault{s.line, notJSON})
		return
	}
	s.lists--
}

// skipLine goes to the end of the line.
func (s *splitter) skipLine(data []byte, at int) int {
	end := bytes.IndexByte(data[at:], '\n')
	if end < 0 {
		return len(data)
	}
	s.newLine()
	return at + end + 1
}

// object takes the object that begins at a byte, and returns where the next one may begin.
// ok is false if more must be read for that.
func (s *splitter) object(b *block, at int, last bool) (next int, ok bool) {
	s.inIndent = false
	end, lines, is := findEnd(b.data, at, s.indent, last)
	switch {
	case is == incomplete && len(b.data)-at > maxEvent:
		b.faults = append(b.faults, fault{s.line, tooLarge})
		s.skipping = true
		return at + 1, true
	case is == incomplete && !last:
		return 0, false
	case is == complete && end-at > maxEvent:
		b.faults = append(b.faults, fault{s.line, tooLarge})
	case is == complete:
		b.parts = append(b.parts, part{at, end, s.line})
	default:
		b.faults = append(b.faults, fault{s.line, broken})
	}
	s.line += lines
	return end, true
}

// state is what was found of an object.
type state int

const (
	complete   state = iota
	incomplete       // the data ends before the object does
	cut              // a line ends where an object can't, or the next object begins
)

// findEnd looks for the end of the object that begins at a byte. A line break in a text is
// not JSON, and a line that begins like the object's own is the next object: the object is
// then cut off at that line. It returns how many line breaks are before the end.
func findEnd(data []byte, at, indent int, last bool) (end, lines int, is state) {
	depth := 0
	for i := at; i < len(data); i++ {
		switch data[i] {
		case '"':
			begin := i
			i = textEnd(data, i)
			if newline := bytes.IndexByte(data[begin:i], '\n'); newline >= 0 {
				return begin + newline, lines, cut
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, lines, complete
			}
		case '\n':
			switch begins, known := beginsObject(data[i+1:], indent); {
			case !known && !last:
				return len(data), lines, incomplete
			case begins:
				return i, lines, cut
			}
			lines++
		}
	}
	return len(data), lines, incomplete
}

// textEnd returns where the text that begins at a byte has its closing quote, or the length
// of the data.
func textEnd(data []byte, at int) int {
	for at++; at < len(data); at++ {
		quote := bytes.IndexByte(data[at:], '"')
		if quote < 0 {
			return len(data)
		}
		at += quote
		escapes := 0
		for data[at-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at
		}
	}
	return len(data)
}

// beginsObject reports whether a line begins with so many blanks and a brace. It is not
// known if the data ends before that.
func beginsObject(line []byte, indent int) (begins, known bool) {
	for i, c := range line {
		switch {
		case i == indent:
			return c == '{', true
		case c != ' ' && c != '\t':
			return false, true
		}
	}
	return false, false
}
