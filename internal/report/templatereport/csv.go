package templatereport

import (
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// columns is the first row. Columns are only ever added at the end.
var columns = []string{
	"address", "name", "description", "target_name", "expires_in", "permissions", "repositories",
	"owners", "justification", "endpoints", "labels", "url",
}

// csv writes a table for spreadsheets. A list is joined by commas; the JSON
// document has it whole.
func (ts Templates) csv(b *strings.Builder, _ format.Palette) {
	table := format.NewCSVTable(b)
	table.Row(columns)
	for _, t := range ts.List {
		table.Row([]string{
			t.Address,
			t.Name,
			t.Description,
			t.TargetName,
			t.ExpiresIn.String(),
			strings.Join(pairs(t.Permissions), ", "),
			strings.Join(repositories(t.Repositories), ", "),
			strings.Join(t.Owners, ", "),
			t.Justification,
			strings.Join(t.Endpoints, ", "),
			strings.Join(pairs(t.Labels), ", "),
			ts.link(t),
		})
	}
	table.Flush()
}
