package github

import (
	"slices"
	"strings"
)

// What gaps are about that only some readings have.
const (
	WhatCredentials = "classic tokens"
	WhatInsights    = "API Insights"
	WhatPublic      = "number of public repositories"
)

// Fill takes from another reading of the same organization what this one was not asked for:
// classic tokens, API Insights, and the number of public repositories, with the gaps of the
// other reading that are about them.
func (o *Organization) Fill(other Organization) {
	if o.Credentials == nil && !o.lacks(WhatCredentials) {
		o.Credentials = other.Credentials
		o.take(other.Incomplete, WhatCredentials)
	}
	if o.Insights == nil && !o.lacks(WhatInsights) {
		o.Insights = other.Insights
		o.take(other.Incomplete, WhatInsights)
	}
	if o.PublicRepositories == nil && !o.lacks(WhatPublic) {
		o.PublicRepositories = other.PublicRepositories
		o.take(other.Incomplete, WhatPublic)
	}
}

// lacks reports whether something was asked for and could not be read.
func (o *Organization) lacks(what string) bool {
	return slices.ContainsFunc(o.Incomplete, func(g Gap) bool { return strings.Contains(g.What, what) })
}

// take adds the gaps that are about something.
func (o *Organization) take(gaps []Gap, what string) {
	for _, gap := range gaps {
		if strings.Contains(gap.What, what) {
			o.Incomplete = append(slices.Clip(o.Incomplete), gap)
		}
	}
}
