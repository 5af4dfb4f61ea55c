package report

// CompareAudits returns what changed from one audit to a later one. It is an
// error, in a whole sentence, if the two cannot be compared: they are of
// different hosts, or one is narrowed by verdict or rule, so that what it leaves
// out may have been there. Comparing in the other direction gives the mirror
// image. Neither document is changed.
func CompareAudits(before, after *AuditDocument) (*AuditComparison, error) {
	return compareSides(before.compared(), after.compared())
}

// compared is what a comparison looks at.
func (d *AuditDocument) compared() *ComparisonInput {
	return &ComparisonInput{
		ComparedAudit: ComparedAudit{
			PatctlVersion: d.PatctlVersion, GeneratedAt: d.GeneratedAt, Complete: d.Complete,
			Incomplete: d.Incomplete, Selection: d.Selection, Summary: d.Summary,
		},
		Host: d.Host, Summarized: d.Breakdown != nil, Organizations: d.Organizations, Subjects: d.Subjects,
	}
}
