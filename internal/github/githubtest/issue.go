package githubtest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/github/githubtest/issue"
)

// Issue is an issue of a repository.
type Issue = issue.Issue

// Issues returns the issues of an organization as they are now, in the order in which they
// were made.
func (h *Handler) Issues(organization string) []Issue {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.organization(organization)
	if o == nil {
		return nil
	}
	return issue.Clone(o.Issues)
}

// repository is the full name of the one in the call's path.
func (r *request) repository() string { return r.op.Params["owner"] + "/" + r.op.Params["repo"] }

// hasRepository reports whether the organization has the one in the call's path. One without
// a list of repositories has them all.
func (r *request) hasRepository() bool {
	return len(r.org.Repositories) == 0 || slices.ContainsFunc(r.org.Repositories, func(name string) bool {
		return strings.EqualFold(r.org.user().FullName(name), r.repository())
	})
}

// onIssue answers a call about an issue that exists.
func onIssue(serve func(*Handler, *request, *Issue) *answer) func(*Handler, *request) *answer {
	return func(h *Handler, r *request) *answer {
		found := issue.Find(r.org.Issues, r.op.Params["repo"], r.op.Params["issue_number"])
		if found == nil || !r.hasRepository() {
			return noIssue()
		}
		return serve(h, r, found)
	}
}

func noIssue() *answer { return errorAnswer(http.StatusNotFound, "Not Found", docIssues) }

// appOrNil is the App in answers, where there is one.
func (h *Handler) appOrNil() map[string]any {
	if h.world.App == nil {
		return nil
	}
	return h.app()
}

// listIssues answers with issues, newest first.
func listIssues(h *Handler, r *request) *answer {
	if !r.hasRepository() {
		return noIssue()
	}
	found := issue.Select(r.org.Issues, r.op.Params["repo"], r.query.Get("state"), r.query.Get("labels"))
	return r.list(len(found), func(i int) element {
		return element{body: body.Marshal(found[i].Describe(r.repository(), h.appOrNil()))}
	})
}

func showIssue(h *Handler, r *request, i *Issue) *answer {
	return jsonAnswer(http.StatusOK, i.Describe(r.repository(), h.appOrNil()))
}

// readIssue reads the fields of a call, or says what GitHub cannot take.
func (r *request) readIssue() (issue.Fields, *answer) {
	f, wrong, err := issue.Read(r.body)
	switch {
	case err != nil:
		return f, errorAnswer(http.StatusBadRequest, "Problems parsing JSON", docIssues)
	case wrong != "":
		return f, invalid(wrong)
	}
	return f, nil
}

func createIssue(h *Handler, r *request) *answer {
	f, a := r.readIssue()
	switch {
	case !r.hasRepository():
		return noIssue()
	case a != nil:
		return a
	case f.Title == nil:
		return invalid("title")
	}
	now, name := h.now(), r.op.Params["repo"]
	made := Issue{Repository: name, Number: issue.Next(r.org.Issues, name), State: "open", CreatedAt: &now, ByApp: r.caller.kind == InstallationToken}
	made.Set(f)
	r.org.Issues = append(r.org.Issues, made)
	return jsonAnswer(http.StatusCreated, made.Describe(r.repository(), h.appOrNil()))
}

func updateIssue(h *Handler, r *request, i *Issue) *answer {
	f, a := r.readIssue()
	if a != nil {
		return a
	}
	i.Set(f)
	return showIssue(h, r, i)
}

func commentIssue(h *Handler, r *request, i *Issue) *answer {
	f, a := r.readIssue()
	switch {
	case a != nil:
		return a
	case f.Body == nil || *f.Body == "":
		return invalid("body")
	}
	i.Comments = append(i.Comments, *f.Body)
	return jsonAnswer(http.StatusCreated, i.DescribeComment(r.repository(), h.appOrNil(), h.now()))
}
