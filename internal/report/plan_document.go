package report

import (
	"encoding/json"
	"slices"

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
	Variables       []PlanVariable      `json:"variables"`
	Organizations   []string            `json:"organizations"` // whose requests and tokens were judged
	TemplateChanges []PlanChange        `json:"template_changes"`
	TermChanges     []PlanTermChange    `json:"term_changes"` // empty also where the baseline is no configuration
	Reviews         []PlanReview        `json:"reviews"`
	LeftOut         []PlanLeftOut       `json:"left_out"`
	ReviewLimits    []PlanLimit         `json:"review_limits"`
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

// PlanVariable is a value that was given for a variable, rather than taken from
// its default.
type PlanVariable struct {
	Name      string          `json:"name"`
	Sensitive bool            `json:"sensitive"`
	Value     json.RawMessage `json:"value"` // null: sensitive
	Hash      *string         `json:"hash"`  // PBKDF2 with SHA-256; null unless sensitive, and in a plan that is printed
}

// PlanLeftOut is a request or token for which nothing is proposed, though a
// review block might ask for it.
type PlanLeftOut struct {
	Organization string   `json:"organization"`
	Kind         pat.Kind `json:"kind"`
	ID           int64    `json:"id"`
	TokenName    string   `json:"token_name"`
	Owner        string   `json:"owner"`
	Why          string   `json:"why"`
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

// PlanTermChange is what happens to a block other than a template, on which it
// depends how tokens are judged.
type PlanTermChange struct {
	Block  string      `json:"block"`
	Action plan.Action `json:"action"`
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
	Version   string // of patctl
	Baseline  PlanBaseline
	Hashes    PlanHashes
	Variables []plan.Variable
	Diff      plan.Diff
	Terms     []plan.TermChange
	Judged    *PlanJudged // nil: nothing was judged
}

// PlanJudged is what is planned for requests and tokens that exist.
type PlanJudged struct {
	Organizations []string             // logins, sorted
	Count         int                  // requests and tokens
	Verdicts      []plan.VerdictChange // because of the change; only against a configuration as it was
	Reviews       []plan.Review
	LeftOut       []plan.LeftOut
	Limits        []plan.Limit
	Gaps          []audit.Gap
}

// NewPlanDocument returns the document of a plan.
func NewPlanDocument(in PlanInput) *PlanDocument {
	d := &PlanDocument{
		FormatVersion: FormatVersion, PatctlVersion: in.Version, Complete: true, Baseline: in.Baseline, Hashes: in.Hashes,
		Variables: []PlanVariable{}, Organizations: []string{}, LeftOut: []PlanLeftOut{},
		Incomplete: []AuditGap{}, TemplateChanges: []PlanChange{}, TermChanges: []PlanTermChange{}, Reviews: []PlanReview{}, ReviewLimits: []PlanLimit{}, VerdictChanges: []PlanVerdictChange{},
	}
	for _, v := range in.Variables {
		d.Variables = append(d.Variables, newPlanVariable(v))
	}
	for _, c := range in.Diff.Changes {
		d.TemplateChanges = append(d.TemplateChanges, newPlanChange(c))
	}
	for _, t := range in.Terms {
		d.TermChanges = append(d.TermChanges, PlanTermChange(t))
	}
	if in.Judged != nil {
		d.addJudged(in.Judged)
	}
	d.Summary = summarizePlan(d)
	d.Summary.Unchanged = in.Diff.Unchanged
	if in.Judged != nil {
		d.Summary.Judged = &in.Judged.Count
	}
	return d
}

// ReadWhole reports whether everything was read. What is missing then is what
// policies could not judge, and nothing is planned for that.
func (d *PlanDocument) ReadWhole() bool {
	return !slices.ContainsFunc(d.Incomplete, func(g AuditGap) bool { return g.Policy == "" })
}

// ForAnybody returns the plan without hashes of sensitive values.
func (d *PlanDocument) ForAnybody() *PlanDocument {
	out := *d
	out.Variables = slices.Clone(d.Variables)
	for i := range out.Variables {
		out.Variables[i].Hash = nil
	}
	return &out
}

func newPlanVariable(v plan.Variable) PlanVariable {
	out := PlanVariable{Name: v.Name, Sensitive: v.Sensitive, Value: v.Value}
	if v.Sensitive {
		out.Value = nil
	}
	if v.Hash != "" {
		out.Hash = &v.Hash
	}
	return out
}

func (d *PlanDocument) addJudged(j *PlanJudged) {
	d.Complete = len(j.Gaps) == 0
	d.Organizations = append(d.Organizations, j.Organizations...)
	for _, u := range j.LeftOut {
		d.LeftOut = append(d.LeftOut, PlanLeftOut(u))
	}
	for _, gap := range j.Gaps {
		d.Incomplete = append(d.Incomplete, AuditGap(gap))
	}
	for _, v := range j.Verdicts {
		d.VerdictChanges = append(d.VerdictChanges, PlanVerdictChange(v))
	}
	for i := range j.Reviews {
		d.Reviews = append(d.Reviews, newPlanReview(&j.Reviews[i]))
	}
	for _, l := range j.Limits {
		d.ReviewLimits = append(d.ReviewLimits, PlanLimit(l))
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

func summarizePlan(d *PlanDocument) PlanSummary {
	var s PlanSummary
	for i := range d.TemplateChanges {
		switch d.TemplateChanges[i].Action {
		case plan.Create:
			s.Add++
		case plan.Update:
			s.Change++
		case plan.Delete:
			s.Destroy++
		}
		s.Escalations += len(d.TemplateChanges[i].Escalations)
	}
	for i := range d.Reviews {
		switch d.Reviews[i].Action {
		case pat.Approve:
			s.Approve++
		case pat.Deny:
			s.Deny++
		case pat.Revoke:
			s.Revoke++
		}
	}
	return s
}

// HasChanges reports whether a template, a term or a verdict changes, or a review
// is proposed.
func (d *PlanDocument) HasChanges() bool {
	return len(d.TemplateChanges) > 0 || len(d.TermChanges) > 0 || len(d.VerdictChanges) > 0 || len(d.Reviews) > 0
}
