package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// ReadAuditDocument reads what the format json writes. What is written from it
// is what was written from the original. A document that is none, that another
// major version wrote, or that contradicts itself is an error.
func ReadAuditDocument(data []byte) (*AuditDocument, error) {
	d := &AuditDocument{}
	if err := json.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	major, _, _ := strings.Cut(d.FormatVersion, ".")
	switch {
	case d.FormatVersion == "" || d.Subjects == nil || d.Incomplete == nil || d.GeneratedAt.IsZero():
		return nil, errors.New("read the report: this is no report of an audit, as patctl audit -o json writes it")
	case major != "1":
		return nil, fmt.Errorf("read the report: its format_version is %q, and this patctl reads 1.x", d.FormatVersion)
	}
	d.fill()
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	return d, nil
}

// fill makes no list nil: an older or a foreign document may lack some.
func (d *AuditDocument) fill() {
	d.Configuration.Files = notNil(d.Configuration.Files)
	d.BlindSpots = notNil(d.BlindSpots)
	d.Selection = d.Selection.normal()
	if d.Organizations == nil {
		d.Organizations = []AuditOrganization{}
	}
	for i := range d.Organizations {
		d.Organizations[i].TemplateAddresses = notNil(d.Organizations[i].TemplateAddresses)
	}
	if d.Exceptions == nil {
		d.Exceptions = []AuditException{}
	}
	for i := range d.Exceptions {
		d.Exceptions[i].Rules = notNil(d.Exceptions[i].Rules)
	}
	for i := range d.Subjects {
		if d.Subjects[i].Findings == nil {
			d.Subjects[i].Findings = []AuditFinding{}
		}
		d.Subjects[i].UnjudgedWhy = notNil(d.Subjects[i].UnjudgedWhy)
	}
	if len(d.BlindSpots) == 0 {
		d.BlindSpots = blindSpots()
	}
	if d.Comparison != nil {
		d.Comparison.fill()
	}
	if d.Breakdown != nil {
		d.Breakdown.fill()
	}
}

// check finds what contradicts itself: sums that are not those of the subjects
// would let a report say that all is well when it is not.
func (d *AuditDocument) check() error {
	if d.Complete != (len(d.Incomplete) == 0) {
		return errors.New("it says whether it is complete in two ways that contradict one another")
	}
	for i := range d.Subjects {
		if err := d.Subjects[i].check(); err != nil {
			return fmt.Errorf("subject %d: %w", i+1, err)
		}
	}
	if d.Comparison != nil {
		if err := d.Comparison.check(d.Subjects); err != nil {
			return err
		}
	}
	if d.Breakdown != nil {
		return d.Breakdown.check(d)
	}
	sums := summarize(d.Subjects, d.partial())
	s := d.Summary
	switch {
	case sums.Requests != s.Requests, sums.Tokens != s.Tokens, sums.Findings != s.Findings:
		return errors.New("its summary does not agree with its subjects")
	case (sums.CoveragePercent == nil) != (s.CoveragePercent == nil),
		sums.CoveragePercent != nil && *sums.CoveragePercent != *s.CoveragePercent:
		return errors.New("its coverage does not agree with its subjects")
	}
	return nil
}

func (s *AuditSubject) check() error {
	verdicts := []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}
	switch {
	case s.Kind != pat.KindRequest && s.Kind != pat.KindToken:
		return fmt.Errorf("there is no kind %q", s.Kind)
	case !slices.Contains(verdicts, s.Verdict):
		return fmt.Errorf("there is no verdict %q", s.Verdict)
	}
	for _, f := range s.Findings {
		if !slices.Contains(severities, f.Severity) {
			return fmt.Errorf("there is no severity %q", f.Severity)
		}
	}
	return nil
}
