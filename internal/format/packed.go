package format

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// Packer writes columns of numbers as compressed data that a page can hold in a
// string of its data: base64 of gzip. It keeps at most one block of rows in
// memory. The same numbers give the same bytes.
//
// Unpacked, the data is a series of blocks, a zero byte, and a JSON document. A
// block is the byte 1 and all columns in their order. A column is the number of its
// values (4 bytes, little-endian), 1 if its values are differences to the value
// before and 0 otherwise, the number of bytes of a value, and then the first bytes
// of all values, the second bytes, and so on, the least significant one first.
// A difference n is 2n if it is not negative, and -2n-1 otherwise.
type Packer struct {
	text    io.WriteCloser
	zip     *gzip.Writer
	columns [][]uint64
	rows    int
	bytes   []byte // of a column, used again
}

// blockRows is the number of rows that are written at a time. Compression looks
// back 32 KiB, so more rows would not make the data smaller.
const blockRows = 1 << 15

// NewPacker returns a packer of a number of columns. It doesn't look at errors of w,
// which has to keep them.
func NewPacker(w io.Writer, columns int) *Packer {
	text := base64.NewEncoder(base64.StdEncoding, w)
	zip, _ := gzip.NewWriterLevel(text, gzip.BestCompression) // which is a level that exists
	return &Packer{text: text, zip: zip, columns: make([][]uint64, columns)}
}

// Add adds values to a column, which may have any number of them in each row.
func (p *Packer) Add(column int, values ...uint64) {
	p.columns[column] = append(p.columns[column], values...)
}

// EndRow ends a row.
func (p *Packer) EndRow() {
	if p.rows++; p.rows == blockRows {
		p.flush()
	}
}

// Close writes what is left, and then a document.
func (p *Packer) Close(document any) {
	p.flush()
	p.bytes = append(p.bytes[:0], 0)
	_, _ = p.zip.Write(p.bytes)
	if err := json.NewEncoder(p.zip).Encode(document); err != nil && p.zip.Close() == nil {
		panic(fmt.Sprintf("encode the data of a page: %v", err))
	}
	_ = p.zip.Close()
	_ = p.text.Close()
}

func (p *Packer) flush() {
	if p.rows == 0 {
		return
	}
	p.bytes = append(p.bytes[:0], 1)
	_, _ = p.zip.Write(p.bytes)
	for i, values := range p.columns {
		p.write(values)
		p.columns[i] = values[:0]
	}
	p.rows = 0
}

// write writes a column in the form that is likely to be smaller.
func (p *Packer) write(values []uint64) {
	flag := byte(0)
	if other, ok := differences(values); ok && entropy(other) < entropy(values) {
		values, flag = other, 1
	}
	width := width(values)
	p.bytes = binary.LittleEndian.AppendUint32(p.bytes[:0], uint32(len(values))) //nolint:gosec // of a block
	p.bytes = append(p.bytes, flag, byte(width))
	for plane := range width {
		for _, v := range values {
			p.bytes = append(p.bytes, byte(v>>(8*plane)))
		}
	}
	_, _ = p.zip.Write(p.bytes)
}

// differences are the values less the one before each. They are for values whose
// differences have 31 bits, which a script can add up quickly.
func differences(values []uint64) (out []uint64, ok bool) {
	out = make([]uint64, len(values))
	before := int64(0)
	for i, v := range values {
		d := int64(v) - before //nolint:gosec // values have at most 53 bits
		if d > math.MaxInt32 || d < -math.MaxInt32 || v > math.MaxUint32 {
			return nil, false
		}
		out[i], before = Unsigned(d), int64(v) //nolint:gosec // values have at most 53 bits
	}
	return out, true
}

// Unsigned returns a number as one that isn't negative: 0, -1, 1, -2 are 0, 1, 2, 3.
func Unsigned(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) } //nolint:gosec // the bits are meant

// width is how many bytes the largest value takes.
func width(values []uint64) int {
	all := uint64(0)
	for _, v := range values {
		all |= v
	}
	n := 0
	for ; all > 0; all >>= 8 {
		n++
	}
	return n
}

// entropy is how many bits values take if each byte of them has a code for itself.
func entropy(values []uint64) float64 {
	bits := 0.0
	for plane := range width(values) {
		var count [256]int
		for _, v := range values {
			count[byte(v>>(8*plane))]++
		}
		for _, n := range count {
			if n > 0 {
				bits -= float64(n) * math.Log2(float64(n)/float64(len(values)))
			}
		}
	}
	return bits
}
