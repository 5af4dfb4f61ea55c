package auditreport

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// ReadDocument reads what the format json writes. What is written from it
// is what was written from the original. A document that is none, that another
// major version wrote, or that contradicts itself is an error.
func ReadDocument(data []byte) (*Document, error) {
	d := &Document{}
	if err := exactjson.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	major, _, _ := strings.Cut(d.FormatVersion, ".")
	switch {
	case d.FormatVersion == "" || d.Subjects == nil || d.Incomplete == nil || d.GeneratedAt.IsZero():
		return nil, errors.New("read the report: this is not a report from patctl audit -o json")
	case major != "1":
		return nil, fmt.Errorf("read the report: its format_version is %q, but this version of patctl supports only 1.x", d.FormatVersion)
	}
	d.fill()
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("read the report: %w", err)
	}
	return d, nil
}

// fill makes no list nil: an older or a foreign document may lack some.
func (d *Document) fill() {
	d.Configuration.Files = format.NotNil(d.Configuration.Files)
	d.BlindSpots = format.NotNil(d.BlindSpots)
	d.Selection = d.Selection.Normal()
	d.Organizations = format.NotNil(d.Organizations)
	for i := range d.Organizations {
		d.Organizations[i].TemplateAddresses = format.NotNil(d.Organizations[i].TemplateAddresses)
	}
	d.Exceptions = format.NotNil(d.Exceptions)
	for i := range d.Exceptions {
		d.Exceptions[i].Rules = format.NotNil(d.Exceptions[i].Rules)
	}
	d.Use.Fill()
	d.TemplateUse, d.ClassicTokens = use.FillTemplates(d.TemplateUse), classic.Fill(d.ClassicTokens)
	if len(d.BlindSpots) == 0 {
		d.BlindSpots = d.blindSpots()
	}
	if d.Comparison != nil {
		d.Comparison.Fill()
	}
	if d.Breakdown != nil {
		d.Breakdown.Fill()
	}
}

// check finds what contradicts itself: sums that are not those of the subjects
// would let a report say that all is well when it is not.
func (d *Document) check() error {
	if d.Complete != (len(d.Incomplete) == 0) {
		return errors.New("its fields contradict each other about whether it is complete")
	}
	for i, s := range d.Subjects.All() {
		if err := s.Check(); err != nil {
			return fmt.Errorf("subject %d: %w", i+1, err)
		}
	}
	if d.Comparison != nil {
		if err := d.Comparison.Check(d.Subjects); err != nil {
			return err
		}
	}
	if err := d.checkDerived(); err != nil {
		return err
	}
	if err := d.checkUse(); err != nil {
		return err
	}
	if d.Breakdown != nil {
		if d.Subjects.Len()+len(d.ClassicTokens) > 0 || d.Comparison != nil {
			return errors.New("it is a summary, but contains requests or tokens")
		}
		return d.Breakdown.Check(&d.Summary, d.partial())
	}
	sums := judged.Summarize(d.Subjects, d.partial())
	sums.Findings.Add(classic.Count(d.ClassicTokens).Findings)
	s := d.Summary
	switch {
	case sums.Requests != s.Requests, sums.Tokens != s.Tokens, sums.Findings != s.Findings:
		return errors.New("its summary does not match its requests and tokens")
	case (sums.CoveragePercent == nil) != (s.CoveragePercent == nil),
		sums.CoveragePercent != nil && *sums.CoveragePercent != *s.CoveragePercent:
		return errors.New("its coverage does not match its requests and tokens")
	}
	return nil
}

// checkDerived finds what follows from something else in the document, and does
// not agree with it.
func (d *Document) checkDerived() error {
	if d.Selection.IsZero() && d.Summary.Hidden != (judged.HiddenCounts{}) || d.Summary.Hidden.Subjects < 0 || d.Summary.Hidden.Findings.Negative() {
		return errors.New("its count of what is not shown does not match its selection")
	}
	asOf := map[string]*time.Time{}
	for i := range d.Organizations {
		o := &d.Organizations[i]
		// Documents without as_of may be of a version that listed no addresses.
		if (len(o.TemplateAddresses) > 0 || o.AsOf != nil) && !o.ListsTemplates() {
			return fmt.Errorf("organization %d: its number of templates does not match its addresses", i+1)
		}
		asOf[o.Login] = o.AsOf
	}
	excepted := map[string]int{}
	for _, findings := range classic.Findings(d.ClassicTokens) {
		countExcepted(excepted, findings)
	}
	for i, s := range d.Subjects.All() {
		if err := agrees(s, asOf[s.Organization], len(d.Selection.Rules) > 0); err != nil {
			return fmt.Errorf("subject %d: %w", i+1, err)
		}
		countExcepted(excepted, s.Findings)
	}
	for i := range d.Exceptions {
		e := &d.Exceptions[i]
		if e.Covered < excepted[e.Name] || e.Lapsed && e.Soon || e.Unused && (e.Lapsed || e.Covered > 0) {
			return fmt.Errorf("exception %d: its use contradicts the rest of the report", i+1)
		}
	}
	return nil
}

func countExcepted(byException map[string]int, findings []judged.Finding) {
	for i := range findings {
		if by := findings[i].ExceptedBy; by != nil {
			byException[*by]++
		}
	}
}

// agrees finds a verdict that does not follow from the findings. Of a report that
// is narrowed to rules, some findings are missing.
func agrees(s *judged.Subject, asOf *time.Time, narrowed bool) error {
	counts, errorsFound := judged.CountFindings(s.Findings), 0
	for i := range s.Findings {
		if s.Findings[i].Severity == pat.SeverityError {
			errorsFound++
		}
	}
	templated := s.Template != nil
	wrong := false
	switch s.Verdict {
	case pat.Conforming:
		wrong = !templated || errorsFound > 0
	case pat.Excepted:
		wrong = counts.Error > 0
	case pat.Drifted:
		wrong = !templated || !narrowed && counts.Error == 0
	case pat.Undeclared:
		wrong = templated
	}
	switch {
	case wrong:
		return fmt.Errorf("its verdict %s does not follow from its template and findings", s.Verdict)
	case len(s.UnjudgedWhy) > 0 && !s.Unjudged:
		return errors.New("it has a reason why it could not be fully checked, but is marked as checked")
	case asOf != nil && s.ExpiresAt != nil && !s.ExpiresAt.After(*asOf) && !s.Expired:
		return errors.New("it has expired, but is marked as not expired")
	}
	return nil
}
