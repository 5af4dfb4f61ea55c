package prefill

import (
	"bytes"
	"slices"
)

// derived is a link that a program makes of another elsewhere in its text.
type derived struct {
	found      *Found
	start, end int
}

// maxUses is how often a variable is followed that holds a link, and maxFar how
// far behind the link, in bytes.
const (
	maxUses = 200
	maxFar  = 64 << 10
	// maxCopied is how many characters of a link its uses may repeat.
	maxCopied = 1 << 20
)

// derive finds where a program goes on with the link that a variable holds:
// `${form}?contents=read`, form + "?contents=read", new URL(form).
func (s *search) derive(h *head, of *scanner) {
	if of.holder == "" || of.unread != "" {
		return
	}
	uses := 0
	from := of.end()
	if n := len(of.chars); n > 0 {
		from = max(from, int(of.chars[n-1].end)) // behind what is appended
	}
	all := s.program.mentions(of.holder, from, func(start, end int) bool {
		if start > from+maxFar || assignment.Match(of.gap(end)) {
			return false // too far, or another value
		}
		if appending.Match(of.gap(end)) {
			return true // read already, or too long to be a link
		}
		if uses == maxUses || uses*len(of.chars) > maxCopied {
			of.unread = of.holder
			return false
		}
		scan := newScanner(h, s.program)
		scan.chars = append(scan.chars, of.chars...)
		scan.start = start
		before := len(scan.chars)
		scan.use(start, end)
		if len(scan.chars) == before && len(scan.later.list) == 0 && scan.unread == "" {
			return true
		}
		if found := newFound(h, scan); found != nil {
			uses++
			of.open = true
			s.wait(&derived{found, start, max(end, scan.pos)})
		}
		return true
	})
	if !all {
		of.unread = of.holder
	}
}

// use reads what a program adds to the link where it uses the variable that
// stands from start to end.
func (s *scanner) use(start, end int) {
	s.closed = false
	s.opener = opener{quote: '"', spacing: true}
	if of, object := heldBy(s.text, start); object && of != "" {
		s.pos = end
		s.members(of)
		return
	}
	next := end
	if next < len(s.text) && s.text[next] == '}' {
		next++
	}
	if quote := quoteBefore(s.text, start); quote != 0 && s.continues(next) {
		s.enter(quote, next)
		s.literal()
		return
	}
	if start > 0 && (s.text[start-1] == '$' || s.text[start-1] == '{') || end == 0 {
		return
	}
	s.pos, s.closed, s.opener.quote = end-1, true, s.text[end-1]
	if s.joinLiteral() {
		s.literal()
	}
}

// continues reports whether more of the link may begin at i.
func (s *scanner) continues(i int) bool {
	if i >= len(s.text) {
		return false
	}
	query := slices.ContainsFunc(s.chars, func(c char) bool { return c.b == '?' })
	switch s.text[i] {
	case '?':
		return !query
	case '&':
		return query
	}
	return (s.text[i] == '$' || s.text[i] == '{') && i+1 < len(s.text) && s.text[i+1] != '"'
}

// quoteBefore returns the quotation mark that opens the literal around start,
// or 0 where there is none on the line.
func quoteBefore(text []byte, start int) byte {
	line := text[max(0, start-maxGap):start]
	if i := bytes.LastIndexByte(line, '\n'); i >= 0 {
		line = line[i+1:]
	}
	if i := bytes.LastIndexAny(line, "\"'`"); i >= 0 {
		return line[i]
	}
	return 0
}

// wait keeps a link until those before it are handed over.
func (s *search) wait(d *derived) {
	i, _ := slices.BinarySearchFunc(s.waiting, d.start, func(d *derived, start int) int { return d.start - start })
	s.waiting = slices.Insert(s.waiting, i, d)
}

// emitBefore hands over the waiting links that begin before a place.
func (s *search) emitBefore(start int) {
	for len(s.waiting) > 0 && s.waiting[0].start < start {
		d := s.waiting[0]
		s.waiting = s.waiting[1:]
		if d.start < s.last {
			continue
		}
		s.last = d.end
		d.found.Start, d.found.End = s.places.at(d.start), s.places.at(d.end)
		s.visit(d.found)
	}
}
