package record

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/exactjson"
)

// Read reads a document that record wrote. It refuses documents of a later major
// version, and documents that contradict themselves.
func Read(data []byte) (Record, error) {
	var r Record
	text, err := exactjson.Text(data)
	if err != nil {
		return r, err
	}
	if err := exactjson.Unmarshal(text, &r); err != nil {
		return r, err
	}
	return r, r.check()
}

// Is reports whether an object of JSON is the document of a record, by its keys. It may be
// one that Read refuses.
func Is(object map[string]any) bool {
	has := func(key string) bool {
		_, ok := object[key]
		return ok
	}
	return has("format_version") && has("calls") && (has("refused") || has("gaps"))
}

func (r Record) check() error {
	if major, _, _ := strings.Cut(r.FormatVersion, "."); major != "1" {
		return fmt.Errorf("it has format_version %q, and this version of patctl reads 1", r.FormatVersion)
	}
	if r.Calls == nil || r.Refused == nil || r.Gaps == nil {
		return errors.New("it lacks calls, refused, or gaps")
	}
	if r.Complete != (len(r.Gaps) == 0) {
		return errors.New("complete contradicts gaps")
	}
	if r.Complete && len(r.Calls)+len(r.Refused) == 0 {
		return errors.New("it is complete without a call, which record never writes")
	}
	for _, c := range slices.Concat(r.Calls, r.Refused) {
		if c.Method == "" || c.Host == "" || c.Count < 1 || slices.Contains(c.Is, "") {
			return errors.New("a call lacks method, host, or count, or has an empty text in is")
		}
	}
	if slices.ContainsFunc(r.Calls, Call.WasRefused) || !all(r.Refused, Call.WasRefused) {
		return errors.New("a call is in the wrong list for its status: those with status 401, 403, or 404 are refused, and no others")
	}
	return nil
}

func all(calls []Call, is func(Call) bool) bool {
	return !slices.ContainsFunc(calls, func(c Call) bool { return !is(c) })
}
