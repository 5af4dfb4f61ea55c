package report

import "strings"

// templateColumns is the first row. Columns are only ever added at the end.
var templateColumns = []string{
	"address", "name", "description", "target_name", "expires_in", "permissions", "repositories",
	"owners", "justification", "endpoints", "labels", "url",
}

// csv writes a table for spreadsheets. A list is joined by commas; the JSON
// document has it whole.
func (ts Templates) csv(b *strings.Builder, _ palette) {
	table := newCSVTable(b)
	table.row(templateColumns)
	for _, t := range ts.List {
		table.row([]string{
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
