package report

import (
	"bufio"
	"strconv"
	"strings"
)

// auditColumns is the first row. Columns are only ever added at the end.
var auditColumns = []string{
	"kind", "organization", "id", "token_id", "token_name", "owner", "verdict", "template", "matched_by", "nearest",
	"rule", "severity", "message", "permission", "declared", "actual", "excepted_by", "file", "line",
	"reason", "expires_at", "last_used_at", "fix_url", "deny_reason", "nearest_url", "unjudged_because", "as_of", "read_at",
}

// csv writes a row for each finding, and one for each subject without. What
// could not be read has rows of the kind "incomplete", so that a short table is
// not taken for a good one.
func (d *AuditDocument) csv(b *bufio.Writer, _ palette) {
	table := newCSVTable(b)
	table.row(auditColumns)
	datesOf := d.csvDates()
	for _, gap := range d.Incomplete {
		row := make([]string, len(auditColumns)-2)
		row[0], row[1], row[12] = "incomplete", gap.Organization, gap.What+": "+gap.Why
		table.row(append(row, datesOf(gap.Organization)...))
	}
	for i := range d.Subjects {
		for _, row := range d.subjectRows(&d.Subjects[i]) {
			table.row(append(row, datesOf(d.Subjects[i].Organization)...))
		}
	}
	table.Flush()
}

func (d *AuditDocument) subjectRows(s *AuditSubject) [][]string {
	if len(s.Findings) == 0 {
		return [][]string{d.csvRow(s, make([]string, 9))}
	}
	rows := make([][]string, 0, len(s.Findings))
	for _, f := range s.Findings {
		place := d.place(s.Organization, f.Range)
		rows = append(rows, d.csvRow(s, []string{
			f.Rule, string(f.Severity), f.Message, orEmpty(f.Permission), orEmpty(f.Declared), orEmpty(f.Actual), orEmpty(f.ExceptedBy),
			place.Filename, strconv.Itoa(place.Start.Line),
		}))
	}
	return rows
}

// csvRow puts the cells of a finding between those of its subject.
func (d *AuditDocument) csvRow(s *AuditSubject, finding []string) []string {
	tokenID := ""
	if s.TokenID != nil {
		tokenID = strconv.FormatInt(*s.TokenID, 10)
	}
	row := []string{
		string(s.Kind), s.Organization, strconv.FormatInt(s.ID, 10), tokenID, orEmpty(s.TokenName), s.Owner, string(s.Verdict),
		orEmpty(s.Template), orEmpty(s.MatchedBy), orEmpty(s.Nearest),
	}
	row = append(row, finding...)
	return append(row, orEmpty(s.Reason), stamp(s.ExpiresAt), stamp(s.LastUsedAt), orEmpty(s.FixURL), orEmpty(s.DenyReason), orEmpty(s.NearestURL), strings.Join(s.UnjudgedWhy, " "))
}

// csvDates returns what gives the last two cells of the rows of an organization.
func (d *AuditDocument) csvDates() func(organization string) []string {
	known := map[string][]string{}
	for _, o := range d.Organizations { // once for each, not for each row
		at := d.asOfOrganization(o.Login)
		known[o.Login] = []string{stamp(&at), stamp(o.ReadAt)}
	}
	return func(organization string) []string {
		if dates, ok := known[organization]; ok {
			return dates
		}
		return []string{stamp(&d.GeneratedAt), ""}
	}
}
