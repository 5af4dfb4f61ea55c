package links

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/worktree"
)

// fix writes a file anew where parameters of its links can be put right, and
// keeps the links as they are then. A file that cannot be written stays as it
// is, which is reported. Beside the report, only the corrections of all links are in memory.
func (s *linkSearch) fix(name string, f *linkFile) {
	var before linkreport.List
	var judged []correction
	var edits []prefill.Edit
	s.elsewhere(s.finder.Each(name, f.text.UTF8, func(l *prefill.Found) {
		j := s.judged(l)
		before.Add(linkreport.NewEntry(f.reported(), j))
		judged = append(judged, correction{j.Fixes, j.FixedURL})
		for _, fix := range j.Fixes {
			edits = append(edits, fix.Edits...)
		}
	}))
	f.links = before
	if len(edits) > 0 {
		text := edited(f.text.UTF8, edits)
		after, announced := s.corrected(name, f, text, judged)
		if err := f.write(text, announced); err != nil {
			s.notWritten(f, err)
		} else {
			f.links = after
		}
	}
	f.text = nil
}

// correction is what can be put right in a link, and its URL then, or "".
type correction struct {
	fixes []linkcheck.Fix
	url   string
}

// corrected are the links of the new text, and whether they are what was to become of those
// before.
func (s *linkSearch) corrected(name string, f *linkFile, text []byte, before []correction) (after linkreport.List, announced bool) {
	n := 0
	announced = true
	s.finder.Each(name, text, func(l *prefill.Found) {
		if n++; n > len(before) || before[n-1].url != "" && before[n-1].url != l.URL {
			announced = false
		}
		if !announced {
			return
		}
		j := s.judged(l)
		if b := before[n-1]; len(b.fixes) > 0 {
			j.Fixes, j.FixedURL, j.Done = b.fixes, "", true
		}
		after.Add(linkreport.NewEntry(f.reported(), j))
	})
	return after, announced && n == len(before)
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
