package report

import (
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// AuditDocument is an audit as its JSON document holds it. Every format is
// written from it, so that a saved document gives what the run itself gave.
// Slices are never nil in what NewAuditDocument and ReadAuditDocument return.
type AuditDocument struct {
	FormatVersion string              `json:"format_version"`
	PatctlVersion string              `json:"patctl_version"`
	GeneratedAt   time.Time           `json:"generated_at"` // as of when it was judged, UTC; the latest time of an organization
	Host          string              `json:"host"`
	Configuration AuditConfiguration  `json:"configuration"`
	Complete      bool                `json:"complete"`
	Incomplete    []AuditGap          `json:"incomplete"`
	Selection     AuditSelection      `json:"selection"`
	Summary       AuditSummary        `json:"summary"`
	Organizations []AuditOrganization `json:"organizations"`
	Subjects      []AuditSubject      `json:"subjects"`
	Exceptions    []AuditException    `json:"exceptions"`
	Breakdown     *AuditBreakdown     `json:"breakdown"`  // instead of the subjects, after Summarize; null: they are there
	Comparison    *AuditComparison    `json:"comparison"` // what CompareAudits found; null: it is compared with none
	asked         time.Time           // as of when the run was told to judge; zero: it was not
	BlindSpots    []string            `json:"blind_spots"` // sentences that say what no audit of patctl sees
}

// AuditConfiguration says where the configuration is, so that the ranges in a
// report lead somewhere.
type AuditConfiguration struct {
	Directory string   `json:"directory"` // below the top of the repository, with slashes; "." is the top
	Files     []string `json:"files"`     // relative to Directory, sorted
}

// AuditGap is a part that could not be read or judged.
type AuditGap struct {
	Organization string `json:"organization"`
	What         string `json:"what"`
	Why          string `json:"why"`
	Policy       string `json:"policy,omitempty"` // that could not judge some subjects; "": something was not read
}

// AuditSelection is what a report was narrowed to. Of an empty list everything
// is selected.
type AuditSelection struct {
	Kinds         []pat.Kind    `json:"kinds"`
	Organizations []string      `json:"organizations"`
	Owners        []string      `json:"owners"`
	Verdicts      []pat.Verdict `json:"verdicts"`
	Rules         []string      `json:"rules"`
}

// AuditSummary counts what was selected, and what was not.
type AuditSummary struct {
	Requests        VerdictCounts `json:"requests"`
	Tokens          VerdictCounts `json:"tokens"`
	CoveragePercent *float64      `json:"coverage_percent"` // null: no active token, a selection, or an incomplete audit
	Findings        FindingCounts `json:"findings"`
	Hidden          HiddenCounts  `json:"hidden"`
	Calls           *AuditCalls   `json:"calls"` // null: nothing was read over the API
}

// VerdictCounts are numbers of requests or of tokens.
type VerdictCounts struct {
	Total      int `json:"total"`
	Conforming int `json:"conforming"`
	Drifted    int `json:"drifted"`
	Undeclared int `json:"undeclared"`
	Excepted   int `json:"excepted"`
}

// CoverageCounts are what the coverage is made of.
type CoverageCounts struct {
	ActiveTokens  int `json:"active_tokens"`  // that have not expired
	CoveredTokens int `json:"covered_tokens"` // of these, those that conform or are excepted, and could be judged
}

// FindingCounts are numbers of findings. One that an exception covers counts as
// excepted only.
type FindingCounts struct {
	Error    int `json:"error"`
	Warning  int `json:"warning"`
	Notice   int `json:"notice"`
	Excepted int `json:"excepted"`
}

// HiddenCounts are numbers of what a selection leaves out.
type HiddenCounts struct {
	Subjects int           `json:"subjects"`
	Findings FindingCounts `json:"findings"` // also of subjects that are shown
}

// AuditCalls is what reading cost of GitHub's rate limit.
type AuditCalls struct {
	Made        int        `json:"made"`
	NotModified int        `json:"not_modified"`
	Remaining   *int       `json:"remaining"` // null: GitHub did not say
	ResetsAt    *time.Time `json:"resets_at"`
}

// AuditOrganization is an organization that was audited.
type AuditOrganization struct {
	Login     string       `json:"login"`
	Templates int          `json:"templates"` // that are declared for it
	Range     *SourceRange `json:"range"`     // of its block; null: it has none
	AsOf      *time.Time   `json:"as_of"`     // when what it has was judged as of, UTC; null in documents of an earlier version
	ReadAt    *time.Time   `json:"read_at"`   // when it was read, UTC; null in documents of an earlier version
	// TemplateAddresses are those of the templates, sorted. It is empty in
	// documents of an earlier version.
	TemplateAddresses []string `json:"template_addresses"`
}

// AuditSubject is a request or a token, and what was found.
type AuditSubject struct {
	Kind         pat.Kind       `json:"kind"`
	Organization string         `json:"organization"`
	ID           int64          `json:"id"`
	TokenID      *int64         `json:"token_id"`
	TokenName    *string        `json:"token_name"`
	Owner        string         `json:"owner"`
	Verdict      pat.Verdict    `json:"verdict"`
	Unjudged     bool           `json:"unjudged"`         // something that the verdict depends on is not known: it may be too good
	UnjudgedWhy  []string       `json:"unjudged_because"` // what that is
	Template     *string        `json:"template"`
	MatchedBy    *string        `json:"matched_by"`
	Nearest      *string        `json:"nearest"`
	Findings     []AuditFinding `json:"findings"` // worst first
	Reason       *string        `json:"reason"`
	Expired      bool           `json:"expired"` // as of the time of its organization
	ExpiresAt    *time.Time     `json:"expires_at"`
	LastUsedAt   *time.Time     `json:"last_used_at"`
	FixURL       *string        `json:"fix_url"`     // null: it conforms, has no template, or its owner may not hold one
	NearestURL   *string        `json:"nearest_url"` // of the nearest template, which may not be enough
	DenyReason   *string        `json:"deny_reason"`
}

// AuditFinding is one thing that a rule says of a subject.
type AuditFinding struct {
	Rule       string       `json:"rule"`
	Severity   pat.Severity `json:"severity"`
	Message    string       `json:"message"`
	Permission *string      `json:"permission"`
	Declared   *string      `json:"declared"`
	Actual     *string      `json:"actual"`
	Range      *SourceRange `json:"range"`
	ExceptedBy *string      `json:"excepted_by"`
}

// AuditException is an exception block, and what became of it.
type AuditException struct {
	Name    string   `json:"name"`
	Rules   []string `json:"rules"` // empty: every rule that may be excepted without being named
	Reason  string   `json:"reason"`
	Expires string   `json:"expires"` // the last day on which it is in force
	Covered int      `json:"covered"` // findings; of a lapsed one, those that it would cover
	Lapsed  bool     `json:"lapsed"`
	Soon    bool     `json:"soon"`   // in force, and lapses within two weeks
	Unused  bool     `json:"unused"` // in force, and covers nothing, though everything was read
}
