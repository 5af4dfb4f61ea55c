package auditreport

import "github.com/patctl/patctl/internal/report/comparison"

// Compare returns what changed from one audit to a later one. It is an
// error, in a whole sentence, if the two cannot be compared: they are of
// different hosts, or one is narrowed by verdict or rule, so that what it leaves
// out may have been there. Comparing in the other direction gives the mirror
// image. Neither document is changed.
func Compare(before, after *Document) (*comparison.Section, error) {
	return comparison.Compare(before.compared(), after.compared())
}

// compared is what a comparison looks at.
func (d *Document) compared() *comparison.Input {
	return &comparison.Input{
		Audit: comparison.Audit{
			PatctlVersion: d.PatctlVersion, GeneratedAt: d.GeneratedAt, Complete: d.Complete,
			Incomplete: d.Incomplete, Selection: d.Selection, Summary: d.Summary,
		},
		Host: d.Host, Summarized: d.Breakdown != nil, Used: d.Use != nil, Organizations: d.Organizations, Subjects: d.Subjects,
	}
}
