package adopt

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// importReport is what --report writes: the counts, and everything that the
// result does not cover. Slices are never null.
type importReport struct {
	FormatVersion string       `json:"format_version"`
	PatctlVersion string       `json:"patctl_version"`
	Templates     int          `json:"templates"`
	Exceptions    int          `json:"exceptions"`
	Covered       int          `json:"covered"`
	Before        int          `json:"covered_before"`
	Complete      bool         `json:"complete"`
	Incomplete    []importGap  `json:"incomplete"`
	NotCovered    []importLeft `json:"not_covered"`
}

// importLeft is a request or token that no template or exception can cover.
type importLeft struct {
	Organization string   `json:"organization"`
	Kind         pat.Kind `json:"kind"`
	ID           int64    `json:"id"`
	TokenID      *int64   `json:"token_id"`
	TokenName    string   `json:"token_name"`
	Owner        string   `json:"owner"`
	Why          string   `json:"why"`
}

// importGap is what could not be read or judged.
type importGap struct {
	Organization string `json:"organization"`
	What         string `json:"what"`
	Why          string `json:"why"`
}

func newImportReport(out *adopt.Output) importReport {
	doc := importReport{
		FormatVersion: format.FormatVersion, PatctlVersion: cli.BuildVersion(),
		Templates: out.Templates, Exceptions: out.Exceptions, Covered: out.Covered, Before: out.Before,
		Complete: len(out.Gaps) == 0, Incomplete: importGaps(out.Gaps), NotCovered: []importLeft{},
	}
	for _, l := range out.Left {
		left := importLeft{
			Organization: l.Organization, Kind: l.Kind, ID: l.ID, TokenName: l.TokenName, Owner: l.Owner, Why: l.Why,
		}
		if l.TokenID != 0 {
			left.TokenID = &l.TokenID
		}
		doc.NotCovered = append(doc.NotCovered, left)
	}
	return doc
}

func importGaps(gaps []audit.Gap) []importGap {
	out := []importGap{}
	for _, g := range gaps {
		out = append(out, importGap{g.Organization, g.What, g.Why})
	}
	return out
}

// writeReport writes the report to the file of --report, if there is one.
func (o *importOptions) writeReport(e *cli.Env, v *cli.View, out *adopt.Output) error {
	if o.report == "" {
		return nil
	}
	var b bytes.Buffer
	if err := format.WriteJSON(&b, newImportReport(out)); err != nil {
		return err
	}
	if err := cli.WriteFile(e.Path(o.report), b.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(o.report), err)
	}
	v.Note("Wrote the report to %s.", diag.Printable(o.report))
	return nil
}

// moreLeft says where the rest of a list is if only its beginning is printed.
func (o *importOptions) moreLeft(more int) string {
	if o.report != "" {
		return fmt.Sprintf("... and %d more. All of them are in %s.", more, diag.Printable(o.report))
	}
	return fmt.Sprintf("... and %d more. To list all of them, run the command with --report FILE.", more)
}
