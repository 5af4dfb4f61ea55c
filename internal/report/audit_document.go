package report

import (
	"time"
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
