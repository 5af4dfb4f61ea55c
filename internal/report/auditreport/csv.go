package auditreport

import (
	"bufio"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// columns is the first row. Columns are only ever added at the end.
var columns = []string{
	"kind", "organization", "id", "token_id", "token_name", "owner", "verdict", "template", "matched_by", "nearest",
	"rule", "severity", "message", "permission", "declared", "actual", "excepted_by", "file", "line",
	"reason", "expires_at", "last_used_at", "fix_url", "deny_reason", "nearest_url", "unjudged_because", "as_of", "read_at",
}

// csv writes a row for each finding, and one for each subject without. What
// could not be read has rows of the kind "incomplete", so that a short table is
// not taken for a good one.
func (d *Document) csv(b *bufio.Writer, _ format.Palette) {
	table := format.NewCSVTable(b)
	table.Row(columns)
	datesOf := d.csvDates()
	for _, gap := range d.Incomplete {
		row := make([]string, len(columns)-2)
		row[0], row[1], row[12] = "incomplete", gap.Organization, gap.What+": "+gap.Why
		table.Row(append(row, datesOf(gap.Organization)...))
	}
	for i := range d.Subjects {
		for _, row := range d.subjectRows(&d.Subjects[i]) {
			table.Row(append(row, datesOf(d.Subjects[i].Organization)...))
		}
	}
	table.Flush()
}

func (d *Document) subjectRows(s *judged.Subject) [][]string {
	if len(s.Findings) == 0 {
		return [][]string{d.csvRow(s, make([]string, 9))}
	}
	rows := make([][]string, 0, len(s.Findings))
	for _, f := range s.Findings {
		place := d.place(s.Organization, f.Range)
		rows = append(rows, d.csvRow(s, []string{
			f.Rule, string(f.Severity), f.Message, format.OrEmpty(f.Permission), format.OrEmpty(f.Declared), format.OrEmpty(f.Actual), format.OrEmpty(f.ExceptedBy),
			place.Filename, strconv.Itoa(place.Start.Line),
		}))
	}
	return rows
}

// csvRow puts the cells of a finding between those of its subject.
func (d *Document) csvRow(s *judged.Subject, finding []string) []string {
	tokenID := ""
	if s.TokenID != nil {
		tokenID = strconv.FormatInt(*s.TokenID, 10)
	}
	row := []string{
		string(s.Kind), s.Organization, strconv.FormatInt(s.ID, 10), tokenID, format.OrEmpty(s.TokenName), s.Owner, string(s.Verdict),
		format.OrEmpty(s.Template), format.OrEmpty(s.MatchedBy), format.OrEmpty(s.Nearest),
	}
	row = append(row, finding...)
	return append(row, format.OrEmpty(s.Reason), format.Stamp(s.ExpiresAt), format.Stamp(s.LastUsedAt), format.OrEmpty(s.FixURL), format.OrEmpty(s.DenyReason), format.OrEmpty(s.NearestURL), strings.Join(s.UnjudgedWhy, " "))
}

// csvDates returns what gives the last two cells of the rows of an organization.
func (d *Document) csvDates() func(organization string) []string {
	known := map[string][]string{}
	for _, o := range d.Organizations { // once for each, not for each row
		at := d.asOfOrganization(o.Login)
		known[o.Login] = []string{format.Stamp(&at), format.Stamp(o.ReadAt)}
	}
	return func(organization string) []string {
		if dates, ok := known[organization]; ok {
			return dates
		}
		return []string{format.Stamp(&d.GeneratedAt), ""}
	}
}
