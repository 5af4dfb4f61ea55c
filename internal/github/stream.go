package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// ReadSnapshot reads what Encode writes, of about so many bytes, without ever holding all of
// the text: of its requests and tokens only what they represent stays in memory. It reports
// false for a text that DecodeSnapshot may return an error about, and that has to be
// decoded by it.
func ReadSnapshot(r io.Reader, size int64) (*Snapshot, bool) {
	s := snapshotReader{in: window{from: r}, size: size, lists: map[listOf]grantList{}}
	if !s.document() {
		return nil, false
	}
	var file snapshotFile[json.RawMessage]
	if exactjson.Unmarshal(s.frame, &file) != nil {
		return nil, false
	}
	out, err := newSnapshot(file, s.list)
	return out, err == nil
}

// snapshotReader goes through the text of a snapshot. Whatever is not in a list of requests
// or tokens is in the frame, in which these lists are empty: so the frame is decoded as
// strictly as if the lists were there.
type snapshotReader struct {
	in            window
	size          int64 // of the text
	frame         []byte
	organizations int
	lists         map[listOf]grantList
	grants        grantReader
}

// listOf names a list by the place of its organization, and the kind of what is in it.
type listOf struct {
	organization int
	kind         pat.Kind
}

type grantList struct {
	grants []pat.Grant
	gaps   []Gap
}

// list returns a list that was read apart from the frame. One that is in the frame, where a
// key is written with escapes, is decoded now.
func (s *snapshotReader) list(organization int, elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap) {
	if out, apart := s.lists[listOf{organization, kind}]; apart {
		return out.grants, out.gaps
	}
	return DecodeElements(elements, kind)
}

// document goes through the text, and reports whether it may be a snapshot.
func (s *snapshotReader) document() bool {
	s.in.more()
	if s.in.next() == 0xef && len(s.in.data) >= 3 {
		s.in.data = bytes.TrimPrefix(s.in.data, []byte("\xef\xbb\xbf"))
	}
	whole := s.object(func(key string) bool {
		if key == `"organizations"` && s.in.next() == '[' {
			return s.each()
		}
		return s.keep(s.in.value())
	})
	s.in.next()
	return whole && len(s.in.data) == 0 && errors.Is(s.in.err, io.EOF)
}

func (s *snapshotReader) keep(text []byte) bool {
	s.frame = append(s.frame, text...)
	return true
}

// mark goes over a mark that the frame keeps.
func (s *snapshotReader) mark(c byte) bool { return s.in.skip(c) && s.keep([]byte{c}) }

// object goes through an object. What has to go over the value of a key, and add it to the
// frame.
func (s *snapshotReader) object(what func(key string) bool) bool {
	if !s.mark('{') {
		return false
	}
	for !s.mark('}') {
		if s.in.next() != '"' {
			return false
		}
		key := string(s.in.value())
		s.keep([]byte(key))
		if !s.mark(':') || !what(key) || !s.mark(',') && s.in.next() != '}' {
			return false
		}
	}
	return true
}

// each goes through the organizations.
func (s *snapshotReader) each() bool {
	if !s.mark('[') {
		return false
	}
	for !s.mark(']') {
		if !s.object(s.organization) || !s.mark(',') && s.in.next() != ']' {
			return false
		}
		s.organizations++
	}
	return true
}

// organization goes over the value of a key of an organization.
func (s *snapshotReader) organization(key string) bool {
	kind, listed := map[string]pat.Kind{`"requests"`: pat.KindRequest, `"tokens"`: pat.KindToken}[key]
	if !listed || !s.in.skip('[') {
		return s.keep(s.in.value())
	}
	list, valid := s.elements(kind)
	s.lists[listOf{s.organizations, kind}] = list
	return valid && s.keep([]byte("[]"))
}

// elements decodes a list, behind its bracket.
func (s *snapshotReader) elements(kind pat.Kind) (out grantList, valid bool) {
	var failed Failures
	out.grants = []pat.Grant{}
	before := s.in.left(s.size)
	for i := int64(1); !s.in.skip(']'); i++ {
		if i > 1 && !s.in.skip(',') {
			return out, false
		}
		g, valid, err := s.grants.grant(s.in.value(), kind)
		switch {
		case !valid:
			return out, false
		case err != nil:
			failed.Add(i, err.Error())
			continue
		case len(out.grants) == cap(out.grants) && i > firstGrants:
			left := s.in.left(s.size)
			out.grants = slices.Grow(out.grants, 1+int(left*i/max(before-left, 1)))
		}
		out.grants = append(out.grants, g)
	}
	if len(out.grants) < cap(out.grants)*3/4 {
		out.grants = append(make([]pat.Grant, 0, len(out.grants)), out.grants...)
	}
	out.gaps = malformed(&failed, kind)
	return out, true
}

// firstGrants are those after which it is known how long one is, and so how many follow. What
// is made in one piece doesn't have to be moved, and takes no memory before it is used.
const firstGrants = 1000
