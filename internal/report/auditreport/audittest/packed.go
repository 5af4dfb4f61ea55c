package audittest

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/format/formattest"
)

// packed is the data of a page with packed rows, as its script reads it.
type packed struct {
	PageData
	Kinds   [][4]int
	Unknown [][]int
	Exact   [][]any
	column  map[string][]uint64
	next    map[string]int // of the columns that don't have one value a row
	name    map[uint64]string
}

// decodePacked reads the rows of a page in their order; ok is false if they aren't packed.
func decodePacked(t *testing.T, page string) (subjects []Subject, ok bool) {
	t.Helper()
	var outer struct {
		Rows, Width int
		Packed      string
	}
	if err := json.Unmarshal([]byte(formattest.Part(t, page, formattest.DataElement)), &outer); err != nil {
		t.Fatal(err)
	}
	if outer.Packed == "" {
		return nil, false
	}
	columns, document := unpack(t, outer.Packed, outer.Width)
	d := packed{column: map[string][]uint64{}, next: map[string]int{}, name: map[uint64]string{}}
	if err := json.Unmarshal(document, &d); err != nil {
		t.Fatal(err)
	}
	for i, name := range d.Columns {
		d.column[name] = columns[i]
	}
	for row := range outer.Rows {
		subjects = append(subjects, d.packedSubject(row))
	}
	return subjects, true
}

// unpack returns the columns, and the document behind them.
func unpack(t *testing.T, text string, count int) (columns [][]uint64, document []byte) {
	t.Helper()
	zip, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	columns = make([][]uint64, count)
	for data[0] == 1 {
		data = data[1:]
		for i := range columns {
			n, differences, width := int(binary.LittleEndian.Uint32(data)), data[4] == 1, int(data[5])
			columns[i] = append(columns[i], column(data[6:6+n*width], n, differences)...)
			data = data[6+n*width:]
		}
	}
	return columns, bytes.TrimPrefix(data, []byte{0})
}

func column(planes []byte, n int, differences bool) []uint64 {
	out := make([]uint64, n)
	for i, b := range planes {
		out[i%n] |= uint64(b) << (8 * (i / n))
	}
	sum := int64(0)
	for i := 0; differences && i < n; i++ {
		sum += signed(out[i])
		out[i] = uint64(sum) //nolint:gosec // never negative
	}
	return out
}

func signed(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) } //nolint:gosec // the bits are meant

// take returns the next value of a column.
func (d *packed) take(column string) uint64 {
	n := d.next[column]
	d.next[column]++
	return d.column[column][n]
}

func (d *packed) packedSubject(row int) Subject {
	at := func(column string) int { return int(d.column[column][row]) } //nolint:gosec // places
	moment := func(column string) string {
		n := d.column[column][row]
		if n == 0 {
			return ""
		}
		return time.Unix(d.At+signed(n-1), 0).UTC().Format(time.RFC3339)
	}
	alike := d.Alike[at("alike")]
	s := Subject{
		Owner: d.Texts[at("owner")], Verdict: d.Texts[alike[0]], Kind: d.Texts[alike[1]], Organization: d.Texts[alike[2]], Template: d.Texts[alike[3]],
		MatchedBy: d.Texts[alike[4]], Nearest: d.Texts[alike[5]], FixURL: d.Texts[alike[6]], Expires: moment("expires"), Used: moment("used"),
		Expired: at("flags") == 1, Unjudged: at("unjudged") > 0, TokenName: d.packedName(row), ID: fmt.Sprint(at("id")),
	}
	if n := d.column["token"][row]; n > 0 {
		s.TokenID = fmt.Sprint(int64(at("id")) + signed(n-1))
	}
	for _, exact := range d.Exact {
		if exact[0] == float64(row) {
			s.ID, s.TokenID = whole(exact[1]), whole(exact[2])
		}
	}
	if s.Unjudged {
		for _, n := range d.Unknown[at("unjudged")-1] {
			s.Unknown = append(s.Unknown, d.Texts[n])
		}
	}
	for range at("count") {
		s.Findings = append(s.Findings, d.packedFinding(s))
	}
	s.Reason, s.DenyReason = d.unmarked(d.Texts[at("reason")], s, nil, nil), d.unmarked(d.Texts[at("deny")], s, nil, nil)
	return s
}

// packedName is the name of a row, which the next rows that are alike may have, too.
func (d *packed) packedName(row int) string {
	alike := d.column["alike"][row]
	if n := d.column["name"][row]; n > 0 {
		d.name[alike] = d.filled(d.Texts[n-1], "nameNumbers", Subject{})
	}
	return d.name[alike]
}

// filled puts numbers and times in the places of their marks.
func (d *packed) filled(text, column string, s Subject) string {
	return regexp.MustCompile("[\x10-\x13]").ReplaceAllStringFunc(text, func(mark string) string {
		days := func(moment string, more time.Duration, sign int64) string {
			at, _ := time.Parse(time.RFC3339, moment)
			return fmt.Sprint((sign*(at.Unix()-d.At) + int64(more/time.Second)) / 86400)
		}
		switch mark {
		case "\x10":
			return fmt.Sprint(d.take(column))
		case "\x11":
			return days(s.Used, 0, -1)
		case "\x12":
			return days(s.Expires, 24*time.Hour-time.Second, 1)
		}
		return s.Expires
	})
}

func (d *packed) packedFinding(s Subject) Finding {
	kind := d.Kinds[d.take("kinds")]
	shape := d.Shapes[kind[0]]
	f := Finding{
		Rule: d.Texts[shape[0]], Severity: d.Texts[shape[1]], ExceptedBy: d.Texts[shape[4]], Permission: d.Texts[kind[3]],
		Declared: d.unmarked(d.Texts[kind[1]], s, nil, nil),
	}
	f.Actual = d.unmarked(d.filled(d.Texts[kind[2]], "numbers", s), s, nil, nil)
	f.Message = d.unmarked(d.filled(d.Texts[shape[2]], "numbers", s), s, &f, nil)
	return f
}
