package record

import (
	"errors"
	"fmt"
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

// Is reports whether an object of JSON is the document of a record, by its keys.
func Is(object map[string]any) bool {
	for _, key := range []string{"format_version", "calls", "refused", "gaps", "started_at"} {
		if _, ok := object[key]; !ok {
			return false
		}
	}
	return true
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
	for _, c := range append(r.Calls, r.Refused...) {
		if c.Method == "" || c.Host == "" || c.Count < 1 {
			return errors.New("a call lacks method, host, or count")
		}
	}
	return nil
}
