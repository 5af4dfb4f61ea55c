package diag

import (
	"bytes"
	"slices"
	"strings"
)

// files are the sources that ranges point into, indexed when first used.
type files struct {
	sources map[string][]byte
	indexed map[string]*file
}

func newFiles(sources map[string][]byte) *files {
	return &files{sources: sources, indexed: map[string]*file{}}
}

// file returns the named source, or nil where it is not known.
func (f *files) file(name string) *file {
	if known, ok := f.indexed[name]; ok {
		return known
	}
	src, ok := f.sources[name]
	if !ok || src == nil {
		return nil
	}
	f.indexed[name] = newFile(name, src)
	return f.indexed[name]
}

// file is a source with the places where its lines and blocks begin.
type file struct {
	src      []byte
	starts   []int // of the lines, as offsets; never empty
	contexts *contexts
}

// byteOrderMark may begin a file; nobody wants to see it.
var byteOrderMark = []byte("\xef\xbb\xbf")

func newFile(name string, src []byte) *file {
	f := &file{src: src, starts: make([]int, 1, bytes.Count(src, []byte("\n"))+1)}
	if bytes.HasPrefix(src, byteOrderMark) {
		f.starts[0] = len(byteOrderMark)
	}
	for i, b := range src {
		if b == '\n' {
			f.starts = append(f.starts, i+1)
		}
	}
	f.contexts = newContexts(src, strings.HasSuffix(name, ".json"))
	return f
}

// line returns the number, from 0, of the line that holds the offset.
func (f *file) line(offset int) int {
	i, found := slices.BinarySearch(f.starts, offset)
	if found || i == 0 {
		return i
	}
	return i - 1
}

// lineRange returns where the line with the number i, from 0, begins and ends,
// without its line break.
func (f *file) lineRange(i int) (start, end int) {
	start, end = f.starts[i], len(f.src)
	if i+1 < len(f.starts) {
		end = f.starts[i+1] - 1
	}
	if end > start && f.src[end-1] == '\r' {
		end--
	}
	return start, end
}

// excerpt is the part of a file that a diagnostic shows: whole lines, and in
// them the subject, all as offsets.
type excerpt struct {
	file         *file
	first, last  int // lines, from 0
	start, end   int // of the subject
	subjectFirst int // line in which the subject begins
}

// excerptOf returns what to show of f for d, which has a subject. Ranges that
// point out of the file are brought into it.
func (f *file) excerptOf(d *Diagnostic) excerpt {
	start := f.clamp(d.Subject.Start.Byte, 0)
	end := f.clamp(d.Subject.End.Byte, start)
	x := excerpt{file: f, start: start, end: end, subjectFirst: f.line(start)}
	x.first, x.last = x.subjectFirst, f.line(max(start, end-1))
	if d.Context != nil && d.Context.Filename == d.Subject.Filename {
		from := f.clamp(d.Context.Start.Byte, 0)
		to := f.clamp(d.Context.End.Byte, from)
		x.first = min(x.first, f.line(from))
		x.last = max(x.last, f.line(max(from, to-1)))
	}
	return x
}

func (f *file) clamp(offset, low int) int {
	return min(max(offset, low, f.starts[0]), len(f.src))
}
