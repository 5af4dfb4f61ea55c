package github

import "strings"

// Team is a team of an organization whose members were all read.
type Team struct {
	Slug    string   // lower case
	Members []string // logins, sorted, with those of child teams, as GitHub lists them
}

// TeamWhat names a team in gaps.
func TeamWhat(organization, slug string) string {
	return teamWhatPrefix + strings.ToLower(organization) + "/" + slug
}

const teamWhatPrefix = "members of @"
