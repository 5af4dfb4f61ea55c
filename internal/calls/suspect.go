package calls

import (
	"regexp"

	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/calls/shell"
	"github.com/patctl/patctl/internal/calls/source"
)

// suspicion finds in a line what may call GitHub in one way. It gives what is
// known of each call, in the form of Unclear.Call.
type suspicion func(text string, s *signs) []string

// suspicions are all of them.
var suspicions = []suspicion{alone(shell.GhCommands), alone(shell.GitCommands), actionsUsed, hostsCalled, libraryCalls, addressCalls, wrappedCalls, alone(shell.IndirectCalls), refusedIn, spokenCalls}

// alone is one that needs no signs.
func alone(find func(text string) []string) suspicion {
	return func(text string, _ *signs) []string { return find(text) }
}

func refusedIn(text string, s *signs) []string { return refusal.Named(text, s.found) }

// suspect notes what a line may call beside the calls that were found in it.
func (r *reader) suspect(line source.Line, found bool) {
	if !mayCallGitHub.MatchString(line.Text) && !r.signs.any(line.Text) {
		return
	}
	text := source.WithoutComment(line.Text)
	if silentLine.MatchString(text) {
		return
	}
	r.signs.found = found
	for _, find := range suspicions {
		for _, call := range find(text, &r.signs) {
			r.refusals.Note(line, call)
			r.Unclear = append(r.Unclear, r.source.Unclear(line.At, call))
		}
	}
}

// mayCallGitHub is quick to say of most lines of most texts that they do not.
var mayCallGitHub = regexp.MustCompile(`(?i)\bgh\b|\bgit\b|github|uses:|ghe\.com|/api/v3|ghcr\.io|curl|wget|\biwr\b|\birm\b|invoke-|\brest\b|\b(?:GET|POST|PUT|PATCH|DELETE)\b|clone_from|hub\s|not accessible by|\b40[134]\b|documentation_url|denied to|refusing to allow`)

// silentLine is a line of a shell that could not be parsed, and only writes.
var silentLine = regexp.MustCompile(`^[-@+>\s]*(?:run:\s*)?(?:echo|printf|grep|egrep|fgrep|rg)\s[^|;&]*$`)

// actionUsed is a step or a job of a workflow that uses another repository's.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
var actionUsed = regexp.MustCompile(`^\s*(?:-\s+)?["']?uses["']?\s*:\s*["']?([\w.-]+/[\w.-]+)(?:/[\w./-]*)?@`)

// actionsUsed finds actions, which are given a token or take the job's own.
func actionsUsed(text string, _ *signs) []string {
	if match := actionUsed.FindStringSubmatch(text); match != nil {
		return []string{"uses " + match[1]}
	}
	return nil
}
