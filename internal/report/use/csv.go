package use

import (
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// Columns are those of Cells.
var Columns = []string{"use_days", "use_calls", "use_last_call_at", "use_seen", "use_state", "use_reasons", "use_narrower_url"}

// Cells are what was seen of a token, and of the permission or the repositories that a finding
// is about. They are empty for a token that nothing covers.
func (s *Seen) Cells(rule, permission string) []string {
	row := make([]string, len(Columns))
	if s == nil {
		return row
	}
	row[0], row[1], row[2] = strconv.Itoa(s.Days), strconv.Itoa(s.Calls), format.Stamp(s.LastCallAt)
	if s.Narrower != nil {
		row[6] = format.OrEmpty(s.Narrower.URL)
	}
	if rule == "unused-repositories" && s.Repositories.State != nil {
		row[3], row[4], row[5] = strings.Join(s.Repositories.Seen, " "), string(*s.Repositories.State), joined(s.Repositories.Reasons)
	}
	for i := range s.Permissions {
		p := &s.Permissions[i]
		if permission == "" || p.Name != permission {
			continue
		}
		row[4], row[5] = string(p.State), joined(p.Reasons)
		if p.Seen != nil {
			row[3] = string(*p.Seen)
		}
	}
	return row
}

func joined[S ~string](list []S) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = string(s)
	}
	return strings.Join(words, " ")
}
