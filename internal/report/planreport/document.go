package planreport

import (
	"encoding/json"
	"slices"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/declared"
	"github.com/patctl/patctl/internal/report/judged"
)

// Document is the JSON document of a plan, and all that its other formats
// are made of. Slices are never nil.
type Document struct {
	FormatVersion   string          `json:"format_version"`
	PatctlVersion   string          `json:"patctl_version"`
	Complete        bool            `json:"complete"`
	Incomplete      []judged.Gap    `json:"incomplete"`
	Baseline        Baseline        `json:"baseline"`
	Hashes          Hashes          `json:"hashes"`
	Variables       []Variable      `json:"variables"`
	Organizations   []string        `json:"organizations"` // whose requests and tokens were judged
	TemplateChanges []Change        `json:"template_changes"`
	TermChanges     []TermChange    `json:"term_changes"` // empty also where the baseline is no configuration
	Reviews         []Review        `json:"reviews"`
	LeftOut         []LeftOut       `json:"left_out"`
	ReviewLimits    []Limit         `json:"review_limits"`
	VerdictChanges  []VerdictChange `json:"verdict_changes"`
	Summary         Summary         `json:"summary"`
}

// Baseline is what the configuration is compared with.
type Baseline struct {
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

// Hashes identify what the plan was made of. Each is a SHA-256 in hexadecimal digits.
type Hashes struct {
	Configuration string  `json:"configuration"`
	Baseline      string  `json:"baseline"`
	Catalog       string  `json:"catalog"`
	Snapshot      *string `json:"snapshot"` // null: none was judged
}

// Variable is a value that was given for a variable, rather than taken from
// its default.
type Variable struct {
	Name      string          `json:"name"`
	Sensitive bool            `json:"sensitive"`
	Value     json.RawMessage `json:"value"` // null: sensitive
	Hash      *string         `json:"hash"`  // PBKDF2 with SHA-256; null unless sensitive, and in a plan that is printed
}

// LeftOut is a request or token for which nothing is proposed, though a
// review block might ask for it.
type LeftOut struct {
	Organization string   `json:"organization"`
	Kind         pat.Kind `json:"kind"`
	ID           int64    `json:"id"`
	TokenName    string   `json:"token_name"`
	Owner        string   `json:"owner"`
	Why          string   `json:"why"`
}

// Change is what happens to one template.
type Change struct {
	Address     string             `json:"address"`
	Action      plan.Action        `json:"action"`
	Before      *declared.Template `json:"before"` // null: it is created
	After       *declared.Template `json:"after"`  // null: it is deleted
	Escalations []Escalation       `json:"escalations"`
	Why         *string            `json:"why"` // of a deletion
}

// TermChange is what happens to a block other than a template, on which it
// depends how tokens are judged.
type TermChange struct {
	Block  string      `json:"block"`
	Action plan.Action `json:"action"`
}

// Escalation is something that a change grants.
type Escalation struct {
	Attribute  string  `json:"attribute"`
	Permission *string `json:"permission"` // null where it is not about one
	Message    string  `json:"message"`
}

// VerdictChange is a request or token whose verdict changes.
type VerdictChange struct {
	Organization string      `json:"organization"`
	Kind         pat.Kind    `json:"kind"`
	ID           int64       `json:"id"`
	TokenName    string      `json:"token_name"`
	Owner        string      `json:"owner"`
	Before       pat.Verdict `json:"before"`
	After        pat.Verdict `json:"after"`
}

// Summary counts what a plan would do.
type Summary struct {
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

// Input is what a document is made of.
type Input struct {
	Version   string // of patctl
	Baseline  Baseline
	Hashes    Hashes
	Variables []plan.Variable
	Diff      plan.Diff
	Terms     []plan.TermChange
	Judged    *Judged // nil: nothing was judged
}

// Judged is what is planned for requests and tokens that exist.
type Judged struct {
	Organizations []string             // logins, sorted
	Count         int                  // requests and tokens
	Verdicts      []plan.VerdictChange // because of the change; only against a configuration as it was
	Reviews       []plan.Review
	LeftOut       []plan.LeftOut
	Limits        []plan.Limit
	Gaps          []audit.Gap
}

// NewDocument returns the document of a plan.
func NewDocument(in Input) *Document {
	d := &Document{
		FormatVersion: format.FormatVersion, PatctlVersion: in.Version, Complete: true, Baseline: in.Baseline, Hashes: in.Hashes,
		Variables: []Variable{}, Organizations: []string{}, LeftOut: []LeftOut{},
		Incomplete: []judged.Gap{}, TemplateChanges: []Change{}, TermChanges: []TermChange{}, Reviews: []Review{}, ReviewLimits: []Limit{}, VerdictChanges: []VerdictChange{},
	}
	for _, v := range in.Variables {
		d.Variables = append(d.Variables, newVariable(v))
	}
	for _, c := range in.Diff.Changes {
		d.TemplateChanges = append(d.TemplateChanges, newChange(c))
	}
	for _, t := range in.Terms {
		d.TermChanges = append(d.TermChanges, TermChange(t))
	}
	if in.Judged != nil {
		d.addJudged(in.Judged)
	}
	d.Summary = summarize(d)
	d.Summary.Unchanged = in.Diff.Unchanged
	if in.Judged != nil {
		d.Summary.Judged = &in.Judged.Count
	}
	return d
}

// ReadWhole reports whether everything was read. What is missing then is what
// policies could not judge, and nothing is planned for that.
func (d *Document) ReadWhole() bool {
	return !slices.ContainsFunc(d.Incomplete, func(g judged.Gap) bool { return g.Policy == "" })
}

// ForAnybody returns the plan without hashes of sensitive values.
func (d *Document) ForAnybody() *Document {
	out := *d
	out.Variables = slices.Clone(d.Variables)
	for i := range out.Variables {
		out.Variables[i].Hash = nil
	}
	return &out
}

func newVariable(v plan.Variable) Variable {
	out := Variable{Name: v.Name, Sensitive: v.Sensitive, Value: v.Value}
	if v.Sensitive {
		out.Value = nil
	}
	if v.Hash != "" {
		out.Hash = &v.Hash
	}
	return out
}

func (d *Document) addJudged(j *Judged) {
	d.Complete = len(j.Gaps) == 0
	d.Organizations = append(d.Organizations, j.Organizations...)
	for _, u := range j.LeftOut {
		d.LeftOut = append(d.LeftOut, LeftOut(u))
	}
	for _, gap := range j.Gaps {
		d.Incomplete = append(d.Incomplete, judged.Gap(gap))
	}
	for _, v := range j.Verdicts {
		d.VerdictChanges = append(d.VerdictChanges, VerdictChange(v))
	}
	for i := range j.Reviews {
		d.Reviews = append(d.Reviews, newReview(&j.Reviews[i]))
	}
	for _, l := range j.Limits {
		d.ReviewLimits = append(d.ReviewLimits, Limit(l))
	}
}

func newChange(c plan.Change) Change {
	out := Change{Address: c.Address, Action: c.Action, Before: declared.NewTemplate(c.Before), After: declared.NewTemplate(c.After), Escalations: []Escalation{}}
	if c.Why != "" {
		out.Why = &c.Why
	}
	for _, e := range c.Escalations {
		escalation := Escalation{Attribute: e.Attribute, Message: e.Message}
		if e.Permission != "" {
			escalation.Permission = &e.Permission
		}
		out.Escalations = append(out.Escalations, escalation)
	}
	return out
}

func summarize(d *Document) Summary {
	var s Summary
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
func (d *Document) HasChanges() bool {
	return len(d.TemplateChanges) > 0 || len(d.TermChanges) > 0 || len(d.VerdictChanges) > 0 || len(d.Reviews) > 0
}
