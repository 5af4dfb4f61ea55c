package auditreport_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestTimesOfOrganizations: a report of organizations that were read at
// different times says so, and expiration goes by the time of each.
func TestTimesOfOrganizations(t *testing.T) {
	end := formattest.Time.AddDate(0, 0, -1)
	token := pat.Grant{Kind: pat.KindToken, ID: 1, Owner: "mona", RepositorySelection: "all", ExpiresAt: &end}
	early := formattest.Time.AddDate(0, 0, -7)
	d := auditreport.NewDocument(auditreport.Input{
		Configuration: &hcl.Configuration{Catalog: catalog.Default()}, Organizations: []string{"octo-org", "octodemo"},
		Audit: &audit.Audit{
			AsOf:          formattest.Time,
			Organizations: []audit.Organization{{Login: "octo-org", AsOf: early}, {Login: "octodemo", AsOf: formattest.Time}},
			Subjects: []audit.Subject{
				{Grant: token, Organization: "octo-org", Verdict: pat.Undeclared}, {Grant: token, Organization: "octodemo", Verdict: pat.Undeclared},
			},
		},
	})
	if d.Subjects.At(0).Expired || !d.Subjects.At(1).Expired {
		t.Errorf("expired: %t, %t", d.Subjects.At(0).Expired, d.Subjects.At(1).Expired)
	}
	if !d.Organizations[0].AsOf.Equal(early) || !d.GeneratedAt.Equal(formattest.Time) {
		t.Errorf("as of %v, all in all %v", d.Organizations[0].AsOf, d.GeneratedAt)
	}
	want := "as of " + early.Format("2006-01-02 15:04:05 UTC")
	for _, format := range []string{"text", "markdown"} {
		if out := audittest.Write(t, format, d, false); strings.Count(out, want) != 1 {
			t.Errorf("%s does not say %q once:\n%s", format, want, out)
		}
	}
}
