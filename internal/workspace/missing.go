package workspace

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
)

// Tally counts what was read of organizations.
type Tally struct {
	organizations, requests, tokens, classic int
	asked                                    bool // for classic tokens
}

// Add counts an organization.
func (t *Tally) Add(o *github.Organization) {
	t.organizations, t.requests, t.tokens, t.classic = t.organizations+1, t.requests+len(o.Requests), t.tokens+len(o.Tokens), t.classic+len(o.Credentials)
	t.asked = t.asked || o.Credentials != nil
}

// String leaves out classic tokens that were not asked for.
func (t *Tally) String() string {
	of := cli.Counted(t.organizations, "organization")
	if t.asked {
		return fmt.Sprintf("%s, %s, and %s of %s", cli.Counted(t.requests, "request"), cli.Counted(t.tokens, "token"), cli.Counted(t.classic, "classic token"), of)
	}
	return fmt.Sprintf("%s and %s of %s", cli.Counted(t.requests, "request"), cli.Counted(t.tokens, "token"), of)
}

// SayIncomplete prints what could not be read, and reports whether there is any.
func SayIncomplete(v *cli.View, snapshot *github.Snapshot) bool {
	var lines []string
	for _, gap := range snapshot.Incomplete {
		lines = append(lines, fmt.Sprintf("%s: %s", diag.Printable(gap.What), diag.Printable(gap.Why)))
	}
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		for _, gap := range o.Incomplete {
			lines = append(lines, fmt.Sprintf("%s, %s: %s", diag.Printable(o.Login), diag.Printable(gap.What), diag.Printable(gap.Why)))
		}
	}
	return sayMissing(v, lines)
}

// sayMissing prints lines about what could not be read, and reports whether there are any.
func sayMissing(v *cli.View, lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	if more := len(lines) - MaxGaps; more > 0 {
		lines = append(lines[:MaxGaps], fmt.Sprintf("... and %d more. The snapshot lists them all.", more))
	}
	v.Diagnostics(diag.Diagnostics{diag.General("Incomplete scan",
		"The following could not be read:\n\n"+strings.Join(lines, "\n\n"))}, nil)
	return true
}

// MaxGaps is how many gaps are printed; the snapshot holds them all.
const MaxGaps = 20

// FirstError returns the first error that is one.
func FirstError(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// NoOrganization reports that no organization is to be read.
func NoOrganization(o LiveOptions) error {
	if o.AllInstallations {
		return &cli.UsageError{Summary: "No organization to read", Detail: "No organization has installed the App."}
	}
	return &cli.UsageError{Summary: "No organization to read", Detail: "The configuration declares no organizations. Use --organization, or add a block:\n\n  organization \"octo-org\" {\n  }"}
}

// AsWarning returns a diagnostic as a warning without a place.
func AsWarning(d *diag.Diagnostic) *diag.Diagnostic {
	w := diag.Warning(diag.Range{}, "", d.Summary, d.Detail)
	w.Subject = nil
	return w
}

// SayGaps prints what could not be read or judged.
func SayGaps(v *cli.View, gaps []audit.Gap) {
	var lines []string
	for _, gap := range gaps {
		lines = append(lines, diag.Printable(fmt.Sprintf("%s, %s: %s", gap.Organization, gap.What, gap.Why)))
	}
	sayMissing(v, lines)
}
