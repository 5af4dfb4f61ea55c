package planreport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/declared"
)

// ReadDocument reads what the format json writes. A document that is none,
// that another major version wrote, that contradicts itself, or that would do
// more than this version can show is an error.
func ReadDocument(data []byte) (*Document, error) {
	errNoPlan := errors.New("read the plan: this is not a plan from patctl plan --out")
	data, err := exactjson.Text(data)
	if err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	if start := bytes.TrimLeft(data, " \t\r\n"); len(start) == 0 || start[0] != '{' {
		return nil, errNoPlan
	}
	d := &Document{}
	if err := format.Unmarshal(data, d); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	major, _, _ := strings.Cut(d.FormatVersion, ".")
	switch {
	case !IsPlan(data) || d.Hashes.Configuration == "":
		return nil, errNoPlan
	case major != "1":
		return nil, fmt.Errorf("read the plan: its format_version is %q, but this version of patctl supports only 1.x", d.FormatVersion)
	}
	d.fillUp()
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	return d, nil
}

// fillUp makes empty lists of those that older plans do not have.
func (d *Document) fillUp() {
	d.ReviewLimits = format.NotNil(d.ReviewLimits)
	d.Variables = format.NotNil(d.Variables)
	d.Organizations = format.NotNil(d.Organizations)
	d.LeftOut = format.NotNil(d.LeftOut)
}

// IsPlan reports whether data is a JSON document with the lists of a plan.
func IsPlan(data []byte) bool {
	var d struct {
		TemplateChanges *[]json.RawMessage `json:"template_changes"`
		VerdictChanges  *[]json.RawMessage `json:"verdict_changes"`
		Incomplete      *[]json.RawMessage `json:"incomplete"`
	}
	text, err := exactjson.Text(data)
	return err == nil && json.Unmarshal(text, &d) == nil && d.TemplateChanges != nil && d.VerdictChanges != nil && d.Incomplete != nil
}

// check finds what contradicts itself: a plan that says less than it does would
// be approved for what it says.
func (d *Document) check() error {
	if d.Complete != (len(d.Incomplete) == 0) {
		return errors.New("its fields contradict each other about whether it is complete")
	}
	seen := map[string]bool{}
	for i := range d.TemplateChanges {
		c := &d.TemplateChanges[i]
		if err := c.check(); err != nil {
			return fmt.Errorf("change %d: %w", i+1, err)
		}
		if seen[c.Address] {
			return fmt.Errorf("change %d: the address %s occurs twice", i+1, diag.Printable(c.Address))
		}
		seen[c.Address] = true
	}
	if err := d.checkTerms(); err != nil {
		return err
	}
	if err := d.checkVerdicts(); err != nil {
		return err
	}
	if err := d.checkReviews(); err != nil {
		return err
	}
	return d.checkSummary()
}

func (d *Document) checkVerdicts() error {
	for i, v := range d.VerdictChanges {
		for _, verdict := range []pat.Verdict{v.Before, v.After} {
			if !slices.Contains(verdicts, verdict) {
				return fmt.Errorf("verdict %d: there is no verdict %q", i+1, verdict)
			}
		}
		if v.Before == v.After || v.Kind != pat.KindRequest && v.Kind != pat.KindToken {
			return fmt.Errorf("verdict %d: it does not change the verdict of a request or token", i+1)
		}
	}
	return nil
}

var verdicts = []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}

func (d *Document) checkSummary() error {
	want, got := summarize(d), d.Summary
	want.Unchanged, want.Judged = got.Unchanged, got.Judged
	if want != got || got.Unchanged < 0 {
		return errors.New("its summary does not match its changes")
	}
	if got.Judged == nil && len(d.VerdictChanges)+len(d.Reviews) > 0 || got.Judged != nil && *got.Judged < max(len(d.VerdictChanges), len(d.Reviews)) {
		return errors.New("its verdicts do not match the number of requests and tokens")
	}
	return nil
}

func (c *Change) check() error {
	before, after := c.Before != nil, c.After != nil
	fits := map[plan.Action]bool{
		plan.Create: !before && after, plan.Update: before && after, plan.Delete: before && !after,
	}
	if !fits[c.Action] {
		return fmt.Errorf("the action %q does not match the templates before and after", c.Action)
	}
	for _, s := range []*declared.Template{c.Before, c.After} {
		switch {
		case s == nil:
			continue
		case s.Address != c.Address:
			return fmt.Errorf("it is about %s, but contains %s", diag.Printable(c.Address), diag.Printable(s.Address))
		case !declared.IsAddress(s.Address):
			return fmt.Errorf("%q is not the address of a template", s.Address)
		}
	}
	c.Escalations = format.NotNil(c.Escalations)
	return nil
}
