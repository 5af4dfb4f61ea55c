package links

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/worktree"
)

// fix writes a file anew where parameters of its links can be put right, and
// keeps the links as they are then. A file that cannot be written stays as it
// is, which is reported.
func (s *linkSearch) fix(name string, f *linkFile) {
	var links []*prefill.Found
	s.elsewhere(s.finder.Each(name, f.text.UTF8, func(l *prefill.Found) { links = append(links, l) }))
	judged := s.all(links)
	after := s.fixed(name, f, judged)
	for _, l := range after {
		f.links.Add(linkreport.NewEntry(f.reported(), l))
	}
	f.text = nil
}

func (s *linkSearch) all(links []*prefill.Found) []linkreport.Judged {
	judged := make([]linkreport.Judged, len(links))
	for i, l := range links {
		judged[i] = s.judged(l)
	}
	return judged
}

// fixed makes the edits, and returns the links afterwards.
func (s *linkSearch) fixed(name string, f *linkFile, judged []linkreport.Judged) []linkreport.Judged {
	var edits []prefill.Edit
	for _, l := range judged {
		for _, fix := range l.Fixes {
			edits = append(edits, fix.Edits...)
		}
	}
	if len(edits) == 0 {
		return judged
	}
	text := edited(f.text.UTF8, edits)
	links := s.finder.Find(name, text)
	if err := f.write(text, asAnnounced(judged, links)); err != nil {
		s.notWritten(f, err)
		return judged
	}
	after := s.all(links)
	for i := range after {
		if len(judged[i].Fixes) > 0 {
			after[i].Fixes, after[i].FixedURL, after[i].Done = judged[i].Fixes, "", true
		}
	}
	return after
}

func (s *linkSearch) notWritten(f *linkFile, err error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.diags = append(s.diags, diag.General("File not written", fmt.Sprintf(
		"The links in %s cannot be fixed: %s. The file is unchanged.", diag.Printable(f.name), cli.Cause(err))))
}

// edited returns the text with the edits, which do not overlap.
func edited(text []byte, edits []prefill.Edit) []byte {
	slices.SortFunc(edits, func(a, b prefill.Edit) int { return cmp.Compare(a.Start, b.Start) })
	var out []byte
	from := 0
	for _, e := range edits {
		out = append(append(out, text[from:e.Start]...), e.Text...)
		from = e.End
	}
	return append(out, text[from:]...)
}

// asAnnounced reports whether the links of the new text are what was to become
// of those before.
func asAnnounced(before []linkreport.Judged, after []*prefill.Found) bool {
	if len(before) != len(after) {
		return false
	}
	for i, l := range before {
		if l.FixedURL != "" && l.FixedURL != after[i].URL {
			return false
		}
	}
	return true
}

// write writes the file with another text, unless its links would not be as
// announced.
func (f *linkFile) write(text []byte, announced bool) error {
	if !announced {
		return errors.New("the change would affect other links in the file")
	}
	raw, ok := f.text.Encode(text)
	if !ok {
		return errors.New("it contains bytes that are not valid UTF-16")
	}
	now, err := worktree.Search(f.path, linkNeedle)
	switch {
	case err != nil:
		return err
	case now == nil || !bytes.Equal(now.UTF8, f.text.UTF8):
		return errors.New("it changed while patctl checked it")
	}
	return cli.ReplaceFile(f.path, raw)
}
