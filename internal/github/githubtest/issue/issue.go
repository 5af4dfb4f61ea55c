// Package issue holds the issues of an organization's repositories, and what GitHub tells of
// them. It knows nothing of who asks.
package issue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Issue is an issue of a repository.
type Issue struct {
	Repository string     `json:"repository"` // name, without the organization
	Number     int        `json:"number,omitempty"`
	Title      string     `json:"title"`
	Body       string     `json:"body,omitempty"`
	Labels     []string   `json:"labels,omitempty"`
	Author     string     `json:"author,omitempty"`     // login; "": octocat
	ByApp      bool       `json:"by_app,omitempty"`     // the App made it, and Author does not matter
	State      string     `json:"state,omitempty"`      // open or closed; "": open
	Comments   []string   `json:"comments,omitempty"`   // bodies
	CreatedAt  *time.Time `json:"created_at,omitempty"` // nil: the clock of the World
}

// Complete returns a copy with numbers, states, and times filled in.
func Complete(issues []Issue, now time.Time) ([]Issue, error) {
	out := slices.Clone(issues)
	for i := range out {
		issue := &out[i]
		if issue.Repository == "" {
			return nil, fmt.Errorf("issue %d has no repository", i+1)
		}
		if issue.Number == 0 {
			issue.Number = Next(out, issue.Repository)
		}
		if issue.State == "" {
			issue.State = "open"
		}
		if issue.CreatedAt == nil {
			issue.CreatedAt = &now
		}
	}
	return out, nil
}

// Clone returns a copy that shares nothing.
func Clone(issues []Issue) []Issue {
	out := slices.Clone(issues)
	for i := range out {
		out[i].Labels, out[i].Comments = slices.Clone(out[i].Labels), slices.Clone(out[i].Comments)
	}
	return out
}

// Next is the number that the next issue of a repository gets.
func Next(issues []Issue, repository string) int {
	last := 0
	for _, issue := range issues {
		if strings.EqualFold(issue.Repository, repository) {
			last = max(last, issue.Number)
		}
	}
	return last + 1
}

// Find returns the issue of a repository with a number, or nil.
func Find(issues []Issue, repository, number string) *Issue {
	for i := range issues {
		if strings.EqualFold(issues[i].Repository, repository) && strconv.Itoa(issues[i].Number) == number {
			return &issues[i]
		}
	}
	return nil
}

// Select returns the issues of a repository that have a state ("": open, or all) and all of the
// labels that are named with commas, newest first.
func Select(issues []Issue, repository, state, labels string) []*Issue {
	var found []*Issue
	for i := range issues {
		issue := &issues[i]
		wanted := state == "all" || issue.State == state || state == "" && issue.State == "open"
		if wanted && strings.EqualFold(issue.Repository, repository) && issue.labeled(labels) {
			found = append(found, issue)
		}
	}
	slices.SortStableFunc(found, func(a, b *Issue) int { return b.Number - a.Number })
	return found
}

func (i *Issue) labeled(names string) bool {
	for name := range strings.SplitSeq(names, ",") {
		has := func(label string) bool { return strings.EqualFold(label, strings.TrimSpace(name)) }
		if name != "" && !slices.ContainsFunc(i.Labels, has) {
			return false
		}
	}
	return true
}
