package hcl

import (
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/pat"
)

// Configuration is what the files of a directory and of its modules declare.
// After errors it holds what could be read.
type Configuration struct {
	Host          string            // as declared, or pat.DefaultHost
	HostRange     *diag.Range       // nil: not declared
	Catalog       *catalog.Catalog  // with the permissions that the configuration adds
	Templates     []*Template       // of all modules, sorted by address
	Organizations []*Organization   // sorted by login
	Policies      []*Policy         // of all modules, sorted by module and name
	Rules         []*RuleSetting    // sorted by name
	Exceptions    []*Exception      // sorted by name
	Serve         *Serve            // nil: there is no serve block
	Sources       map[string][]byte // by the file names of ranges
	Inputs        map[string]bool   // those of Sources that only give variables their values
	Given         []Given           // values of the root module's variables that are no defaults, sorted by name
	Secrets       []diag.Range      // where sensitive values are written
	// Declared has the addresses of all template blocks (template.release,
	// module.ci["x"].template.reader), module blocks (module.ci) and module
	// instances (module.ci["x"]), also of blocks whose for_each is empty.
	Declared map[string]bool
	// Incomplete: a file, a module or a for_each could not be read, which is
	// reported, so that there may be more blocks and templates than these.
	Incomplete bool

	root   *instance // with Options.Evaluate
	source *source   // of the root module
	budget *budget.Budget
}

// Organization is an organization block.
type Organization struct {
	Login  string
	Range  diag.Range // the header of the block
	Review *Review    // nil: nothing is proposed
}

// Review says what plan proposes for an organization. The words are verdicts,
// and for deny and revoke also names of rules.
type Review struct {
	arguments
	Approve        []string
	Deny           []string
	Revoke         []string
	MaxActions     *int                   // nil: plan.DefaultMaxActions
	MaxRevokeShare *float64               // of the active tokens, 0 to 1; nil: plan.DefaultMaxRevokeShare
	Contact        string                 // whom to ask about a denial; "": nobody is named
	message        *expression.Expression // of a denial; nil: what patctl says
	in             *instance
	Range          diag.Range
}

// RuleSetting is a rule block: it changes a built-in rule.
type RuleSetting struct {
	arguments
	Name     string
	Severity pat.Severity // "": the default stays
	Days     *int         // nil: the default stays
	Range    diag.Range
}

// Exception is an exception block. It covers a subject that fits all of the
// selectors that are set.
type Exception struct {
	arguments
	Name         string
	Organization string // "": any
	TokenID      *int64
	Owner        string // glob
	TokenName    string // glob
	Template     string // address
	Rules        []string
	Reason       string
	Expires      time.Time // the first moment at which it is no longer in force, UTC
	Range        diag.Range
}
