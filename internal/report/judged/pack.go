package judged

import (
	"encoding/binary"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// packer packs subjects into bytes and unpacks them. What many have in common is kept once.
type packer struct {
	texts    []*string
	places   map[string]uint64 // of texts
	ranges   []*format.SourceRange
	placesOf map[format.SourceRange]uint64  // of ranges
	known    map[*format.SourceRange]uint64 // the same for some, which is quicker to find
	denials  []*Denial
	placeOf  map[*Denial]uint64
}

// packs reports whether a subject can be packed without losing anything.
func packs(s *Subject) bool { return exactTime(s.ExpiresAt) && exactTime(s.LastUsedAt) }

// exactTime reports whether a time is as packer.time returns it: other documents may have a
// time that is not in UTC, or with fractions of a second.
func exactTime(t *time.Time) bool {
	return t == nil || t.Location() == time.UTC && t.Nanosecond() == 0
}

// The bits of the first byte of a packed subject.
const (
	isUnjudged = 1 << iota
	isExpired
	hasTokenID
	expires
	wasUsed
	hasDenial
)

// pack appends a subject, without its use.
func (p *packer) pack(out []byte, s *Subject) []byte {
	out = append(out, byte(Flag(s.Unjudged)*isUnjudged+Flag(s.Expired)*isExpired+Flag(s.TokenID != nil)*hasTokenID+
		Flag(s.ExpiresAt != nil)*expires+Flag(s.LastUsedAt != nil)*wasUsed+Flag(s.denial != nil)*hasDenial))
	out = binary.AppendVarint(out, s.ID)
	if s.TokenID != nil {
		out = binary.AppendVarint(out, *s.TokenID)
	}
	if s.ExpiresAt != nil {
		out = binary.AppendVarint(out, s.ExpiresAt.Unix())
	}
	if s.LastUsedAt != nil {
		out = binary.AppendVarint(out, s.LastUsedAt.Unix())
	}
	if s.denial != nil {
		out = binary.AppendUvarint(out, p.denial(s.denial))
	}
	for _, text := range []string{string(s.Kind), s.Organization, s.Owner, string(s.Verdict)} {
		out = p.text(out, &text)
	}
	for _, text := range []*string{s.TokenName, s.Template, s.MatchedBy, s.Nearest, s.Reason, s.FixURL, s.NearestURL, s.DenyReason} {
		out = p.text(out, text)
	}
	out = binary.AppendUvarint(out, uint64(len(s.UnjudgedWhy)))
	for i := range s.UnjudgedWhy {
		out = p.text(out, &s.UnjudgedWhy[i])
	}
	out = binary.AppendUvarint(out, uint64(len(s.Findings)))
	for i := range s.Findings {
		out = p.finding(out, &s.Findings[i])
	}
	return out
}

func (p *packer) finding(out []byte, f *Finding) []byte {
	severity := string(f.Severity)
	for _, text := range []*string{&f.Rule, &severity, &f.Message, f.Permission, f.Declared, f.Actual, f.ExceptedBy} {
		out = p.text(out, text)
	}
	return binary.AppendUvarint(out, p.place(f.Range))
}

// How a text is packed: no text, its own bytes, or its place among texts plus sharedText.
const (
	noText = iota
	ownText
	sharedText
)

// maxShared is how many texts are kept to be shared, and maxSharedBytes is the length of the
// longest one. To keep more would take memory, and few subjects would share it.
const maxShared, maxSharedBytes = 1 << 17, 1 << 10

func (p *packer) text(out []byte, text *string) []byte {
	if text == nil {
		return binary.AppendUvarint(out, noText)
	}
	place, known := p.places[*text]
	switch {
	case known:
		return binary.AppendUvarint(out, sharedText+place)
	case len(p.texts) < maxShared && len(*text) <= maxSharedBytes:
		if p.places == nil {
			p.places = map[string]uint64{}
		}
		own := *text
		place = uint64(len(p.texts))
		p.texts, p.places[own] = append(p.texts, &own), place
		return binary.AppendUvarint(out, sharedText+place)
	}
	out = binary.AppendUvarint(binary.AppendUvarint(out, ownText), uint64(len(*text)))
	return append(out, *text...)
}

// maxKnown is how many pointers are known.
const maxKnown = 1 << 16

// place returns the place of a range, from 1, or 0 if there is none.
func (p *packer) place(r *format.SourceRange) uint64 {
	if r == nil {
		return 0
	}
	if place, known := p.known[r]; known {
		return place
	}
	place, known := p.placesOf[*r]
	if !known {
		if p.placesOf == nil {
			p.placesOf = map[format.SourceRange]uint64{}
		}
		own := *r
		p.ranges = append(p.ranges, &own)
		place = uint64(len(p.ranges))
		p.placesOf[own] = place
	}
	if p.known == nil || len(p.known) == maxKnown {
		p.known = map[*format.SourceRange]uint64{}
	}
	p.known[r] = place
	return place
}

func (p *packer) denial(d *Denial) uint64 {
	place, known := p.placeOf[d]
	if !known {
		if p.placeOf == nil {
			p.placeOf = map[*Denial]uint64{}
		}
		place = uint64(len(p.denials))
		p.denials, p.placeOf[d] = append(p.denials, d), place
	}
	return place
}

// unpack returns the subject that data begins with.
func (p *packer) unpack(data []byte) *Subject {
	u, flags := unpacker{p, data[1:]}, data[0]
	s := &Subject{Unjudged: flags&isUnjudged != 0, Expired: flags&isExpired != 0, ID: u.signed()}
	if flags&hasTokenID != 0 {
		id := u.signed()
		s.TokenID = &id
	}
	if flags&expires != 0 {
		s.ExpiresAt = u.time()
	}
	if flags&wasUsed != 0 {
		s.LastUsedAt = u.time()
	}
	if flags&hasDenial != 0 {
		s.denial = p.denials[u.unsigned()]
	}
	s.Kind, s.Organization, s.Owner, s.Verdict = pat.Kind(*u.text()), *u.text(), *u.text(), pat.Verdict(*u.text())
	for _, text := range []**string{&s.TokenName, &s.Template, &s.MatchedBy, &s.Nearest, &s.Reason, &s.FixURL, &s.NearestURL, &s.DenyReason} {
		*text = u.text()
	}
	s.UnjudgedWhy = make([]string, u.unsigned())
	for i := range s.UnjudgedWhy {
		s.UnjudgedWhy[i] = *u.text()
	}
	s.Findings = make([]Finding, u.unsigned())
	for i := range s.Findings {
		f := &s.Findings[i]
		f.Rule, f.Severity, f.Message = *u.text(), pat.Severity(*u.text()), *u.text()
		f.Permission, f.Declared, f.Actual, f.ExceptedBy = u.text(), u.text(), u.text(), u.text()
		if place := u.unsigned(); place > 0 {
			f.Range = p.ranges[place-1]
		}
	}
	return s
}

// unpacker reads what pack has written.
type unpacker struct {
	*packer
	data []byte
}

func (u *unpacker) unsigned() uint64 {
	v, n := binary.Uvarint(u.data)
	u.data = u.data[n:]
	return v
}

func (u *unpacker) signed() int64 {
	v, n := binary.Varint(u.data)
	u.data = u.data[n:]
	return v
}

func (u *unpacker) time() *time.Time {
	t := time.Unix(u.signed(), 0).UTC()
	return &t
}

func (u *unpacker) text() *string {
	switch how := u.unsigned(); how {
	case noText:
		return nil
	case ownText:
		n := u.unsigned()
		text := string(u.data[:n])
		u.data = u.data[n:]
		return &text
	default:
		return u.texts[how-sharedText]
	}
}
