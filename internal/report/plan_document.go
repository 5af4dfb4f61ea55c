package report

import (
	"encoding/json"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// PlanDocument is the JSON document of a plan, and all that its other formats
// are made of. Slices are never nil.
type PlanDocument struct {
	FormatVersion   string              `json:"format_version"`
	PatctlVersion   string              `json:"patctl_version"`
	Complete        bool                `json:"complete"`
	Incomplete      []AuditGap          `json:"incomplete"`
	Baseline        PlanBaseline        `json:"baseline"`
	Hashes          PlanHashes          `json:"hashes"`
	TemplateChanges []PlanChange        `json:"template_changes"`
	Reviews         []json.RawMessage   `json:"reviews"`
	VerdictChanges  []PlanVerdictChange `json:"verdict_changes"`
	Summary         PlanSummary         `json:"summary"`
}

// PlanBaseline is what the configuration is compared with.
type PlanBaseline struct {
	Kind     BaselineKind `json:"kind"`
	Revision *string      `json:"revision"` // as the user named it; null unless kind is git
	Commit   *string      `json:"commit"`   // null unless kind is git
	File     *string      `json:"file"`     // null unless kind is inventory
}

// BaselineKind is where a baseline comes from.
type BaselineKind string

// The kinds of baselines.
const (
	BaselineGit       BaselineKind = "git"
	BaselineInventory BaselineKind = "inventory"
	BaselineEmpty     BaselineKind = "empty" // no template is declared before
)

// PlanHashes identify what the plan was made of. Each is a SHA-256 in hexadecimal digits.
type PlanHashes struct {
	Configuration string  `json:"configuration"`
	Baseline      string  `json:"baseline"`
	Catalog       string  `json:"catalog"`
	Snapshot      *string `json:"snapshot"` // null: none was judged
}

// PlanChange is what happens to one template.
type PlanChange struct {
	Address     string           `json:"address"`
	Action      plan.Action      `json:"action"`
	Before      *PlanTemplate    `json:"before"` // null: it is created
	After       *PlanTemplate    `json:"after"`  // null: it is deleted
	Escalations []PlanEscalation `json:"escalations"`
	Why         *string          `json:"why"` // of a deletion
}

// PlanEscalation is something that a change grants.
type PlanEscalation struct {
	Attribute  string  `json:"attribute"`
	Permission *string `json:"permission"` // null where it is not about one
	Message    string  `json:"message"`
}

// PlanVerdictChange is a request or token whose verdict changes.
type PlanVerdictChange struct {
	Organization string      `json:"organization"`
	Kind         pat.Kind    `json:"kind"`
	ID           int64       `json:"id"`
	TokenName    string      `json:"token_name"`
	Owner        string      `json:"owner"`
	Before       pat.Verdict `json:"before"`
	After        pat.Verdict `json:"after"`
}

// PlanSummary counts what a plan would do.
type PlanSummary struct {
	Add         int  `json:"add"`
	Change      int  `json:"change"`
	Destroy     int  `json:"destroy"`
	Escalations int  `json:"escalations"`
	Approve     int  `json:"approve"`
	Deny        int  `json:"deny"`
	Revoke      int  `json:"revoke"`
	Unchanged   int  `json:"unchanged"`
	Judged      *int `json:"judged"` // requests and tokens; null: no snapshot was judged
}

// PlanInput is what a document is made of.
type PlanInput struct {
	Version  string // of patctl
	Baseline PlanBaseline
	Hashes   PlanHashes
	Diff     plan.Diff
	Radius   *PlanRadius // nil: nothing was judged
}

// PlanRadius is what the change does to requests and tokens that exist.
type PlanRadius struct {
	Judged   int // requests and tokens
	Verdicts []plan.VerdictChange
	Gaps     []audit.Gap
}

// NewPlanDocument returns the document of a plan.
func NewPlanDocument(in PlanInput) *PlanDocument {
	d := &PlanDocument{
		FormatVersion: FormatVersion, PatctlVersion: in.Version, Complete: true, Baseline: in.Baseline, Hashes: in.Hashes,
		Incomplete: []AuditGap{}, TemplateChanges: []PlanChange{}, Reviews: []json.RawMessage{}, VerdictChanges: []PlanVerdictChange{},
	}
	for _, c := range in.Diff.Changes {
		d.TemplateChanges = append(d.TemplateChanges, newPlanChange(c))
	}
	d.Summary = summarizePlan(d.TemplateChanges)
	d.Summary.Unchanged = in.Diff.Unchanged
	if in.Radius != nil {
		d.addRadius(in.Radius)
	}
	return d
}

func (d *PlanDocument) addRadius(r *PlanRadius) {
	d.Summary.Judged = &r.Judged
	d.Complete = len(r.Gaps) == 0
	for _, gap := range r.Gaps {
		d.Incomplete = append(d.Incomplete, AuditGap(gap))
	}
	for _, v := range r.Verdicts {
		d.VerdictChanges = append(d.VerdictChanges, PlanVerdictChange(v))
	}
}

func newPlanChange(c plan.Change) PlanChange {
	out := PlanChange{Address: c.Address, Action: c.Action, Before: planTemplate(c.Before), After: planTemplate(c.After), Escalations: []PlanEscalation{}}
	if c.Why != "" {
		out.Why = &c.Why
	}
	for _, e := range c.Escalations {
		escalation := PlanEscalation{Attribute: e.Attribute, Message: e.Message}
		if e.Permission != "" {
			escalation.Permission = &e.Permission
		}
		out.Escalations = append(out.Escalations, escalation)
	}
	return out
}

func summarizePlan(changes []PlanChange) PlanSummary {
	var s PlanSummary
	for i := range changes {
		switch changes[i].Action {
		case plan.Create:
			s.Add++
		case plan.Update:
			s.Change++
		case plan.Delete:
			s.Destroy++
		}
		s.Escalations += len(changes[i].Escalations)
	}
	return s
}

// HasChanges reports whether a template or a verdict changes.
func (d *PlanDocument) HasChanges() bool {
	return len(d.TemplateChanges) > 0 || len(d.VerdictChanges) > 0
}
