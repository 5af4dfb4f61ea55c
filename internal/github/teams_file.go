package github

import (
	"fmt"
	"strings"
)

// teamFile is the JSON form of a team.
type teamFile struct {
	Slug    string   `json:"slug"`
	Members []string `json:"members"`
}

// decodeTeams reads teams. One that is malformed, or there twice, is a gap, and
// not read.
func decodeTeams(organization string, files []teamFile) (teams []Team, gaps []Gap) {
	count := map[string]int{}
	for _, t := range files {
		count[strings.ToLower(t.Slug)]++
	}
	for i, t := range files {
		slug := strings.ToLower(t.Slug)
		why := ""
		switch {
		case slug == "":
			gaps = append(gaps, Gap{"teams", fmt.Sprintf("Team %d does not have a slug.", i+1)})
			continue
		case count[slug] > 1:
			why = "The snapshot contains the team more than once, so its members are ambiguous."
		case t.Members == nil:
			why = "The snapshot does not contain them."
		}
		if why != "" {
			gaps = append(gaps, Gap{TeamWhat(organization, slug), why})
			continue
		}
		teams = append(teams, Team{slug, t.Members})
	}
	return teams, gaps
}

func encodeTeams(teams []Team) []teamFile {
	var out []teamFile
	for _, t := range teams {
		out = append(out, teamFile{t.Slug, append([]string{}, t.Members...)})
	}
	return out
}

// teams gives teams and their members pseudonyms.
func (r *redaction) teams(teams []Team) []Team {
	var out []Team
	for _, t := range teams {
		redacted := Team{Slug: r.pseudonym("team", t.Slug), Members: []string{}}
		for _, login := range t.Members {
			redacted.Members = append(redacted.Members, r.pseudonym("user", login))
		}
		out = append(out, redacted)
	}
	return out
}

// what hides the name of a team in what a gap is about.
func (r *redaction) what(what string) string {
	at := strings.Index(what, teamWhatPrefix)
	if at < 0 {
		return what
	}
	organization, slug, _ := strings.Cut(what[at+len(teamWhatPrefix):], "/")
	slug, _, _ = strings.Cut(slug, " ")
	return what[:at] + teamWhatPrefix + r.pseudonym("organization", organization) + "/" + r.pseudonym("team", slug)
}
