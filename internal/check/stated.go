package check

import (
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// Stated checks templates that no file declares, such as those that links state.
// Policies are not asked: they judge what a link does not say. It is not for several
// goroutines at once.
type Stated struct {
	run   *run
	meant map[string]string // permissions by the names that were written for them
}

// maxMeant bounds the names whose permission is searched for: a search compares the name with
// all names and labels. Nobody reads more suggestions.
const maxMeant = 2000

// NewStated returns checks with the catalog and the organizations of a configuration.
func NewStated(cfg *hcl.Configuration) *Stated {
	return &Stated{newRun(cfg, time.Time{}), map[string]string{}}
}

// statedChecks are the checks of templates that also hold for one that no file
// declares.
var statedChecks = []func(*run, *template){
	nameIsUsable,
	descriptionFits,
	textsAreClean,
	targetIsLogin,
	lifetimeIsAllowed,
	permissionsExist,
	levelsExist,
	somePermissionIsGranted,
	sectionsGoTogether,
	targetSuitsPermissions,
}

// Check returns what is wrong with a template.
func (s *Stated) Check(t *hcl.Template) diag.Diagnostics {
	s.run.findings = findings{}
	seen := newTemplate(t, s.run.Catalog)
	for _, check := range statedChecks {
		check(s.run, seen)
	}
	return s.run.diagnostics(nil)
}

// SuggestPermission returns the permission that was likely meant by a name, or "". After many
// different names it searches no more.
func (s *Stated) SuggestPermission(name string) string {
	meant, known := s.meant[name]
	if !known && len(s.meant) < maxMeant {
		meant = s.run.Catalog.SuggestPermission(name)
		s.meant[name] = meant
	}
	return meant
}
