package auditreport_test

import (
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestAuditSaysAsOfWhen: below the verdict, every format for people says as
// of when the audit is, and from which data.
func TestAuditSaysAsOfWhen(t *testing.T) {
	later := formattest.Time.AddDate(0, 0, 30)
	for name, test := range map[string]struct {
		asOf, one, other time.Time
		want             string
	}{
		"read at once":      {formattest.Time, formattest.Time, formattest.Time, "As of 2026-11-22 12:00:00 UTC."},
		"with --as-of":      {later, formattest.Time, formattest.Time, "As of 2026-12-22 12:00:00 UTC, from data of 2026-11-22 12:00:00 UTC."},
		"merged":            {formattest.Time, formattest.Time, formattest.Time.Add(-time.Hour), "Each organization is as of the time it was read, between 2026-11-22 11:00:00 UTC and 2026-11-22 12:00:00 UTC."},
		"merged, --as-of":   {later, formattest.Time, formattest.Time.Add(-time.Hour), "As of 2026-12-22 12:00:00 UTC, from data read between 2026-11-22 11:00:00 UTC and 2026-11-22 12:00:00 UTC."},
		"an earlier format": {formattest.Time, time.Time{}, time.Time{}, "As of 2026-11-22 12:00:00 UTC."},
	} {
		t.Run(name, func(t *testing.T) {
			in := audittest.Of("plain")
			in.Audit.AsOf = test.asOf
			readAt(&in, test.one, test.other)
			if test.asOf.Equal(later) { // --as-of
				in.Audit.Organizations[0].AsOf, in.Audit.Organizations[1].AsOf = later, later
			}
			d := auditreport.NewDocument(in)
			for format, lines := range map[string]int{ // at most, before it
				"text": 2, "github": 0, "markdown": 5,
			} {
				out := audittest.Write(t, format, d, false)
				verdict, rest, _ := strings.Cut(out, test.want+"\n")
				if rest == "" || strings.Count(verdict, "\n") > lines {
					t.Errorf("%s:\n%.300s", format, out)
				}
			}
		})
	}
}

// TestAuditWarnsOfOldData: beyond a day the formats for people warn. Programs
// get the same document whenever it is written.
func TestAuditWarnsOfOldData(t *testing.T) {
	in := audittest.Of("plain")
	readAt(&in, formattest.Time, formattest.Time.Add(time.Hour))
	d := auditreport.NewDocument(in)
	const warning = "The data is 3 days old."
	for _, name := range auditreport.FormatNames() {
		fresh := string(auditFormat(t, name).Render(d, format.Style{Run: formattest.Time.Add(24 * time.Hour)}))
		old := string(auditFormat(t, name).Render(d, format.Style{Run: formattest.Time.Add(72 * time.Hour)}))
		if strings.Contains(fresh, "days old") {
			t.Errorf("%s warns of data that is not old", name)
		}
		switch name {
		case "text", "markdown", "html", "github":
			if !strings.Contains(old, warning) {
				t.Errorf("%s does not warn:\n%.300s", name, old)
			}
		default:
			if fresh != old {
				t.Errorf("%s is not the same on another day", name)
			}
		}
	}
}

// TestAuditDatesForPrograms: the formats for programs have the times as values.
func TestAuditDatesForPrograms(t *testing.T) {
	in := audittest.Of("plain")
	readAt(&in, formattest.Time, formattest.Time.Add(-time.Hour))
	d := auditreport.NewDocument(in)
	for format, parts := range map[string][]string{
		"csv":   {",as_of,read_at,", ",2026-11-22T12:00:00Z,2026-11-22T12:00:00Z,", ",2026-11-22T11:00:00Z,2026-11-22T11:00:00Z,"},
		"sarif": {`"asOf": "2026-11-22T12:00:00Z"`, `"readAt": "2026-11-22T11:00:00Z"`},
		"junit": {`<property name="as_of" value="2026-11-22T11:00:00Z">`, `<property name="read_at" value="2026-11-22T12:00:00Z">`},
		"json":  {`"read_at": "2026-11-22T11:00:00Z"`},
	} {
		out := audittest.Write(t, format, d, false)
		for _, part := range parts {
			if !strings.Contains(out, part) {
				t.Errorf("%s has no %s:\n%.600s", format, part, out)
			}
		}
	}
}

// readAt makes the organizations octo-org and octodemo read at two times, as of
// which they are audited.
func readAt(in *auditreport.Input, one, other time.Time) {
	in.Audit.Organizations = []audit.Organization{{Login: "octo-org", AsOf: one, ReadAt: one}, {Login: "octodemo", AsOf: other, ReadAt: other}}
	for i := range in.Audit.Organizations {
		if o := &in.Audit.Organizations[i]; o.AsOf.IsZero() {
			o.AsOf = in.Audit.AsOf
		}
	}
}
