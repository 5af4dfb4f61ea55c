package githubtest

import (
	"encoding/json"
	"strings"
)

// listMembers answers with the members of a team.
//
// https://docs.github.com/en/rest/teams/members#list-team-members
func listMembers(_ *Handler, r *request) *answer {
	for slug, logins := range r.org.Teams {
		if strings.EqualFold(slug, r.op.params["team_slug"]) {
			return r.list(len(logins), func(i int) element {
				return element{body: mustMarshal(newUser(logins[i]))}
			})
		}
	}
	return notFound()
}

// addPaths adds the paths of one description to another, whose components they use.
func addPaths(description, more []byte) ([]byte, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(description, &whole); err != nil {
		return nil, err
	}
	var paths map[string]json.RawMessage
	if err := json.Unmarshal(whole["paths"], &paths); err != nil {
		return nil, err
	}
	var added struct {
		Paths map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(more, &added); err != nil {
		return nil, err
	}
	for path, item := range added.Paths {
		paths[path] = item
	}
	whole["paths"] = mustMarshal(paths)
	return json.Marshal(whole)
}
