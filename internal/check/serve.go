package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// Limits of GitHub on the labels of issues.
const (
	maxLabels      = 100
	maxLabelLength = 50
)

// serveHasOrganizations: a server looks at the organizations that are declared.
func serveHasOrganizations(r *run) {
	if r.Serve == nil || len(r.Organizations) > 0 || r.Incomplete {
		return
	}
	r.error(nil, r.Serve.Range, "serve-without-organization", "Serve block without organizations",
		"patctl serve looks at the organizations that the configuration declares, and there are none. Add an organization block, such as organization \"octo-org\" {}, or remove the serve block.")
}

// targetsAreMeaningful: what the blocks in serve name exists.
func targetsAreMeaningful(r *run) {
	if r.Serve == nil {
		return
	}
	for _, t := range r.Serve.Targets {
		events(r, t)
		toldOrganizations(r, t)
		issueRepository(r, t)
		issueLabels(r, t)
	}
}

func events(r *run, t *hcl.Target) {
	emptyTarget(r, t, "events", t.Events, "all events")
	for i, word := range t.Events {
		if !slices.Contains(subject.NoticeEvents, word) {
			r.error(nil, t.ElementRange("events", i), "invalid-event", "Invalid event",
				fmt.Sprintf("There is no event %q. Use %s.", word, quoted(subject.NoticeEvents, "or"))+diag.DidYouMean(word, subject.NoticeEvents))
		}
	}
}

func toldOrganizations(r *run, t *hcl.Target) {
	emptyTarget(r, t, "organizations", t.Organizations, "all organizations")
	for i, login := range t.Organizations {
		declaredOrganization(r, login, t.ElementRange("organizations", i))
	}
}

// emptyTarget reports a list that would keep the target from being told anything.
func emptyTarget(r *run, t *hcl.Target, argument string, list []string, all string) {
	if t.Known(argument) && len(list) == 0 {
		r.error(nil, t.ArgumentRange(argument), "empty-list", "Empty list",
			fmt.Sprintf("The list is empty, so nothing is sent. Add some, or remove the argument to send messages about %s.", all))
	}
}

func issueRepository(r *run, t *hcl.Target) {
	if !t.Known("repository") {
		return
	}
	owner, name, qualified := strings.Cut(t.Repository, "/")
	problem := ""
	switch {
	case strings.ContainsAny(t.Repository, "*?"):
		problem = "It must be one repository, without * and ?."
	case !qualified || strings.Contains(name, "/"):
		problem = "Write it in the form owner/name." + meantRepository(t.Repository)
	case !isLogin(owner):
		problem = "Its owner is not a login."
	case name == "." || name == "..":
		problem = "Its name is a path."
	default:
		problem = repositoryProblem(t.Repository)
	}
	if problem != "" {
		r.error(nil, t.ArgumentRange("repository"), "invalid-repository", "Invalid repository",
			fmt.Sprintf("%q is not the full name of a repository. %s", t.Repository, problem))
	}
}

func issueLabels(r *run, t *hcl.Target) {
	if len(t.Labels) > maxLabels {
		r.error(nil, t.ArgumentRange("labels"), "too-many-labels", "Too many labels",
			fmt.Sprintf("An issue can have at most %d labels, and there are %d.", maxLabels, len(t.Labels)))
	}
	for i, label := range t.Labels {
		if strings.TrimSpace(label) == "" || utf8.RuneCountInString(label) > maxLabelLength || strings.ContainsFunc(label, isControl) {
			r.error(nil, t.ElementRange("labels", i), "invalid-label", "Invalid label",
				fmt.Sprintf("%q cannot be the label of an issue. A label has 1 to %d characters, on one line.", label, maxLabelLength))
		}
	}
}
