package prefill

import "strings"

// Edit replaces the bytes of a text from Start to before End.
type Edit struct {
	Start, End int
	Text       string
}

// Replace returns the edits that make the parameter with the index a name and
// a value of letters, digits and underscores, in the encoding of the link. An
// empty value keeps the present one, which is not touched. Ok is false where that is not possible, because a literal or a line ends
// within what would be replaced.
func (f *Found) Replace(index int, name, value string) (edits []Edit, ok bool) {
	p := f.Parameters[index]
	if p.built {
		return nil, false
	}
	if p.equals == p.to {
		return f.replace(nil, p.from, p.to, name+f.equals()+value)
	}
	if p.Name != name {
		if edits, ok = f.replace(edits, p.from, p.equals, name); !ok {
			return nil, false
		}
	}
	if value == "" || value == p.Value {
		return edits, true
	}
	return f.replace(edits, p.equals+1, p.to, value)
}

// replace adds an edit of the characters from and to before to.
func (f *Found) replace(edits []Edit, from, to int, text string) ([]Edit, bool) {
	if from == to || !f.balanced(from, to) {
		return nil, false
	}
	for i := from + 1; i < to; i++ {
		if f.chars[i].start != f.chars[i-1].end {
			return nil, false
		}
	}
	start, end := int(f.chars[from].start), int(f.chars[to-1].end)
	if start < f.Start.Byte || end > f.End.Byte {
		return nil, false // added to the link elsewhere
	}
	return append(edits, Edit{start, end, text}), true
}

// balanced reports whether each bracket has its other half: where the text ends
// the link at one that closes nothing, it would end elsewhere without the other.
func (f *Found) balanced(from, to int) bool {
	var open [len(brackets) / 2]int
	for _, c := range f.chars[from:to] {
		i := strings.IndexByte(brackets, c.b)
		if i < 0 {
			continue
		}
		open[i/2] += 1 - 2*(i%2)
		if open[i/2] < 0 {
			return false
		}
	}
	return open == [len(brackets) / 2]int{}
}

// equals is how the link has the sign behind a name, which may be percent-encoded more than once.
func (f *Found) equals() string {
	if f.depth == 0 {
		return "="
	}
	return "%" + strings.Repeat("25", f.depth-1) + "3D"
}

// With returns the link with another name and value of the parameter with the
// index, as Replace would leave it. It is not in the text: it has no place, and
// cannot be edited.
func (f *Found) With(index int, name, value string) *Found {
	p := f.Parameters[index]
	stated := name + "=" + value
	out := *f
	out.Parameters = nil
	out.chars = append([]char(nil), f.chars[:p.from]...)
	for i := range len(stated) {
		out.chars = append(out.chars, char{b: stated[i]})
	}
	if value == "" {
		out.chars = append(out.chars, f.chars[min(p.equals+1, p.to):p.to]...)
	}
	out.chars = append(out.chars, f.chars[p.to:]...)
	out.split()
	return &out
}
