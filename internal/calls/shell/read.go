package shell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/calls/suspect"
)

// Read finds the calls in a script of a shell. It takes every text.
func Read(text string) reading.Reading {
	s := &script{source: source.New(Clean(text))}
	s.suspect = suspect.New(&s.Reading, s.source)
	s.suspect.Look(nil)
	r := newReader(&s.Reading, s.source, s)
	r.scriptOnly = true
	r.readTwice()
	s.suspect.Unused()
	s.Token = len(s.Runs) > 0 && delegate.NamesToken(s.source.Text)
	s.Sort()
	return s.Reading
}

// Clean takes from a text what a shell drops, and the ends of lines of Windows.
func Clean(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\x00", filler).Replace(text)
}

// script is the host of a text that is nothing but a script.
type script struct {
	reading.Reading
	source  *source.Text
	suspect *suspect.Finder
}

// Left looks at what is left of a line for what may call GitHub in another way.
func (s *script) Left(text string, at int, working, own bool) {
	before := len(s.Unclear)
	line := s.source.LineAt(text, at)
	read := s.LastIn(line.Number)
	s.suspect.Line(line, read, len(read) > 0)
	if own && !working && len(read) == 0 && len(s.Unclear) == before {
		s.Others++
	}
}

// IsRequest and InErrorAt are about logs.
func (s *script) IsRequest(string) bool { return false }

// InErrorAt is about logs.
func (s *script) InErrorAt(int) bool { return false }

// SuspectLine looks at a command that no line runs.
func (s *script) SuspectLine(line source.Line) { s.suspect.Line(line, nil, false) }
