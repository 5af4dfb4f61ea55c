package check

import (
	"slices"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// templateChecks are made of each template. They are independent of one
// another: what one of them finds does not keep the others from looking.
var templateChecks = slices.Concat(statedChecks, []func(*run, *template){
	repositoriesAreWellFormed,
	repositoriesBelongToTarget,
	repositoriesAreReachable,
	repositoriesAreChosen,
	ownersAreLogins,
	matchIsWellFormed,
	exactGrantsSomething,
	endpointsAreCallable,
	endpointsAreCovered,
	permissionsAreNeeded,
	linkIsShort,
	policiesHold,
})

// configurationChecks are made once.
var configurationChecks = []func(*run){
	hostHasForm,
	namesAreUnique,
	organizationsAreDistinct,
	reviewsAreMeaningful,
	rulesExist,
	exceptionsSelect,
	exceptionsNameKnownThings,
	exceptionsAreReasoned,
	exceptionsEnd,
	globsDiffer,
	serveHasOrganizations,
	targetsAreMeaningful,
}

// Run makes every check of a configuration as of the time now, which only
// decides on exceptions that lapse. The diagnostics are sorted by place, and
// the same configuration gives the same ones every time. What is wrong with
// several instances of a block in the same way is reported once.
func Run(cfg *hcl.Configuration, now time.Time) diag.Diagnostics {
	r := newRun(cfg, now)
	for _, check := range configurationChecks {
		check(r)
	}
	for _, t := range cfg.Templates {
		seen := newTemplate(t, cfg.Catalog)
		for _, check := range templateChecks {
			check(r, seen)
		}
	}
	return r.diagnostics(cfg.Templates)
}

// run is what the checks share, and what they have found.
type run struct {
	*hcl.Configuration
	findings
	now           time.Time
	organizations map[string]bool     // logins, in lower case
	policyRules   map[string]bool     // policy:NAME
	ofTemplates   []templatePolicy    // the policies that are about templates
	endpoints     map[string]declared // by the text in templates
	suggestions   map[string]string   // for permissions, by the unknown name
	searches      int                 // for what was meant, among many
}

// maxSearches bounds the searches for what was meant that compare a word with
// everything there is. Who has that many mistakes does not read them all.
const maxSearches = 100

// maySearch reports whether another such search is worth its time.
func (r *run) maySearch() bool {
	r.searches++
	return r.searches <= maxSearches
}

func newRun(cfg *hcl.Configuration, now time.Time) *run {
	r := &run{
		Configuration: cfg,
		now:           now,
		organizations: map[string]bool{},
		policyRules:   map[string]bool{},
		endpoints:     map[string]declared{},
		suggestions:   map[string]string{},
	}
	r.indexOrganizations()
	r.indexPolicies()
	return r
}
