package quick

import (
	"bytes"
	"sort"

	"github.com/patctl/patctl/internal/diag"
)

// reduced is a text without some of its blocks: only their line breaks are left.
type reduced struct {
	text []byte
	// starts are where pieces of the text begin, and origins where they begin in the whole text.
	starts, origins []int
}

// without returns a file's text without the blocks that leave is true for.
func (b *Base) without(name string, text []byte, leave func(*block) bool) reduced {
	r := reduced{starts: []int{0}, origins: []int{0}}
	at := 0
	for _, one := range b.blocks[name] {
		if !leave(one) {
			continue
		}
		r.text = append(r.text, text[at:one.start]...)
		r.text = append(r.text, bytes.Repeat([]byte("\n"), bytes.Count(text[one.start:one.end], []byte("\n")))...)
		at = one.end
		r.starts, r.origins = append(r.starts, len(r.text)), append(r.origins, at)
	}
	r.text = append(r.text, text[at:]...)
	return r
}

// restore moves a range of the text to where it is in the whole text. Lines and columns are
// the same.
func (r reduced) restore(at *diag.Range) *diag.Range {
	moved := *at
	moved.Start.Byte, moved.End.Byte = r.origin(at.Start.Byte), r.origin(at.End.Byte)
	return &moved
}

func (r reduced) origin(offset int) int {
	i := max(sort.SearchInts(r.starts, offset+1)-1, 0)
	return offset - r.starts[i] + r.origins[i]
}
