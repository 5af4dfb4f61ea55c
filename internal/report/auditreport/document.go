package auditreport

import (
	"time"

	"github.com/patctl/patctl/internal/report/breakdown"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/comparison"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// Document is an audit as its JSON document holds it. Every format is
// written from it, so that a saved document gives what the run itself gave.
// Slices are never nil in what NewDocument and ReadDocument return.
type Document struct {
	FormatVersion string                `json:"format_version"`
	PatctlVersion string                `json:"patctl_version"`
	GeneratedAt   time.Time             `json:"generated_at"` // as of when it was judged, UTC; the latest time of an organization
	Host          string                `json:"host"`
	Configuration Configuration         `json:"configuration"`
	Complete      bool                  `json:"complete"`
	Incomplete    []judged.Gap          `json:"incomplete"`
	Selection     judged.Selection      `json:"selection"`
	Summary       judged.Summary        `json:"summary"`
	Organizations []judged.Organization `json:"organizations"`
	Subjects      *judged.Subjects      `json:"subjects"`
	Exceptions    []Exception           `json:"exceptions"`
	Breakdown     *breakdown.Breakdown  `json:"breakdown"`  // instead of the subjects, after Summarize; null: they are there
	Comparison    *comparison.Section   `json:"comparison"` // what Compare found; null: it is compared with none
	asked         time.Time             // as of when the run was told to judge; zero: it was not
	at            map[string]int        // where the organization of a login is; see datesOf
	Use           *use.Log              `json:"use"`                 // what was read of the use of tokens; null: nothing was asked for
	TemplateUse   []use.Template        `json:"template_use"`        // of the templates with observed tokens, by address
	ClassicRead   bool                  `json:"classic_tokens_read"` // the classic tokens that GitHub knows of were asked for
	ClassicTokens []classic.Token       `json:"classic_tokens"`      // that are no subjects: they have no template and no verdict
	BlindSpots    []string              `json:"blind_spots"`         // sentences that say what no audit of patctl sees
}

// Configuration says where the configuration is, so that the ranges in a
// report lead somewhere.
type Configuration struct {
	Directory string   `json:"directory"` // below the top of the repository, with slashes; "." is the top
	Files     []string `json:"files"`     // relative to Directory, sorted
}

// Exception is an exception block, and what happened to it.
type Exception struct {
	Name    string   `json:"name"`
	Rules   []string `json:"rules"` // empty: every rule that may be excepted without being named
	Reason  string   `json:"reason"`
	Expires string   `json:"expires"` // the last day on which it is in force
	Covered int      `json:"covered"` // findings; of a lapsed one, those that it would cover
	Lapsed  bool     `json:"lapsed"`
	Soon    bool     `json:"soon"`   // in force, and lapses within two weeks
	Unused  bool     `json:"unused"` // in force, and covers nothing, though everything was read
}
