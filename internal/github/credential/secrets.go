package credential

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Secrets are all credentials of a run: the key of the App, what it signs, and
// tokens. A server that echoes what it was sent must not get one of them into a
// snapshot, a report, a log or the cache, however it spells it.
//
// A credential that appears unchanged is replaced. Where it is spelled in
// another way (escaped, percent-encoded, in base64 or hex, split over lines) the
// whole text around it goes.
type Secrets struct {
	mu    sync.Mutex
	known map[string]time.Time // until when each is a secret; zero: for good
	index atomic.Pointer[secretIndex]
}

// secretIndex finds secrets. It never changes.
type secretIndex struct {
	raw     []string            // as they are, the longest first
	needles map[uint64][]string // canonical spellings, by their first bytes
	bloom   [1 << 10]uint64     // most first bytes are not in needles
}

const (
	// needleStart is how many bytes of a spelling are looked up at once.
	needleStart = 8
	// shortLine is the length up to which a line of a key tells nothing of it.
	shortLine = 16
)

// Add makes a credential known for good.
func (s *Secrets) Add(text string) { s.AddUntil(text, time.Time{}, time.Time{}) }

// AddUntil makes a credential known until a time; zero: for good. It forgets those whose
// time is over, so that a process that runs for weeks keeps few.
func (s *Secrets) AddUntil(text string, until, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]time.Time{}
	}
	more := false
	for _, p := range partsOfSecret(text) {
		old, known := s.known[p]
		more = more || !known
		if !known || !old.IsZero() && (until.IsZero() || until.After(old)) {
			s.known[p] = until
		}
	}
	if !more {
		return
	}
	maps.DeleteFunc(s.known, func(_ string, until time.Time) bool { return !until.IsZero() && until.Before(now) })
	s.index.Store(newSecretIndex(s.known))
}

// partsOfSecret are the parts each of which is a secret: the lines of a key, and
// of what an App signs also the signature alone.
func partsOfSecret(text string) []string {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "-----BEGIN") {
		return slices.DeleteFunc(strings.Fields(text), func(line string) bool {
			return len(line) <= shortLine || strings.Contains(line, "-----")
		})
	}
	if text == "" {
		return nil
	}
	parts := []string{text}
	if dot := strings.LastIndexByte(text, '.'); strings.HasPrefix(text, "eyJ") && dot > 0 {
		parts = append(parts, text[dot+1:])
	}
	return parts
}

func newSecretIndex(known map[string]time.Time) *secretIndex {
	x := &secretIndex{needles: map[uint64][]string{}}
	for text := range known {
		x.raw = append(x.raw, text)
		for _, spelling := range spellings(text) {
			needle := canonical([]byte(spelling))
			if len(needle) < needleStart {
				continue // too short to be told from other text
			}
			start := startOf(needle)
			x.needles[start] = append(x.needles[start], string(needle))
			at := bloomAt(start)
			x.bloom[at>>6] |= 1 << (at & 63)
		}
	}
	slices.SortFunc(x.raw, func(a, b string) int { return len(b) - len(a) })
	return x
}

// spellings are the forms of a text that no decoding of escapes finds. Those in
// base64 are what is in common to all texts that hold it at one of three places.
func spellings(text string) []string {
	out := []string{text, hex.EncodeToString([]byte(text))}
	for before := range 3 {
		code := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + text))
		end := len(code)
		if (before+len(text))%3 != 0 {
			end--
		}
		out = append(out, code[(before*8+5)/6:end])
	}
	return out
}

func startOf(needle []byte) uint64 {
	var h uint64
	for _, b := range needle[:needleStart] {
		h = h<<8 | uint64(b)
	}
	return h
}

func bloomAt(start uint64) uint64 { return start * 0x9e3779b97f4a7c15 >> 48 }

// find reports whether a canonical text holds a secret.
func (x *secretIndex) find(text []byte) bool {
	var h uint64
	for i, b := range text {
		h = h<<8 | uint64(b)
		at := bloomAt(h)
		if x.bloom[at>>6]&(1<<(at&63)) == 0 || i+1 < needleStart {
			continue
		}
		rest := text[i+1-needleStart:]
		for _, needle := range x.needles[h] {
			if len(rest) >= len(needle) && string(rest[:len(needle)]) == needle {
				return true
			}
		}
	}
	return false
}

// Scrub takes secrets out of a text.
func (s *Secrets) Scrub(text string) string {
	x := s.index.Load()
	if x == nil || text == "" {
		return text
	}
	for _, raw := range x.raw {
		text = strings.ReplaceAll(text, raw, withheld)
	}
	if x.find(canonical([]byte(text))) {
		return withheld
	}
	return text
}

// ScrubError takes secrets out of an error: what went wrong on the wire is often
// told in the words of the other side.
func (s *Secrets) ScrubError(err error) error {
	if text := err.Error(); s.Scrub(text) != text {
		return errors.New(s.Scrub(text))
	}
	return err
}

// ScrubBody takes secrets out of the texts of a JSON document, and leaves nothing
// of another body that holds one.
func (s *Secrets) ScrubBody(body []byte) []byte {
	x := s.index.Load()
	if x == nil || !x.holds(body) {
		return body
	}
	if !json.Valid(body) {
		return []byte(withheld)
	}
	var out []byte
	for at := 0; at < len(body); {
		if body[at] != '"' {
			out = append(out, body[at])
			at++
			continue
		}
		end := endOfText(body, at)
		out = append(out, s.scrubLiteral(body[at:end])...)
		at = end
	}
	return out
}

// holds reports whether a body may hold a secret, also a short one.
func (x *secretIndex) holds(body []byte) bool {
	return slices.ContainsFunc(x.raw, func(raw string) bool {
		return len(raw) < 2*needleStart && strings.Contains(string(body), raw)
	}) || x.find(canonical(body))
}

// endOfText returns where a string of valid JSON ends that begins at a place.
func endOfText(body []byte, at int) int {
	for at++; body[at] != '"'; at++ {
		if body[at] == '\\' {
			at++
		}
	}
	return at + 1
}

func (s *Secrets) scrubLiteral(literal []byte) []byte {
	var text string
	_ = json.Unmarshal(literal, &text) // it is valid
	scrubbed := s.Scrub(text)
	if scrubbed == text {
		return literal
	}
	out, _ := json.Marshal(scrubbed)
	return out
}
