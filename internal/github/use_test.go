package github_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// used is an organization of which everything was read that can be.
func used() github.Organization {
	at, public := githubtest.DefaultNow, 2
	return github.Organization{
		Login: "octo-org", ReadAt: at, Requests: []pat.Grant{}, Tokens: []pat.Grant{},
		Credentials: []pat.ClassicToken{
			{CredentialID: 11, ID: 70, Owner: "mona", Note: "deploy <prod>", Scopes: []string{"read:org", "repo"}, AuthorizedAt: &at, LastUsedAt: &at, ExpiresAt: &at},
			{CredentialID: 12, Owner: "hubot"},
		},
		Insights: &github.Insights{From: at.Add(-30 * 24 * time.Hour), To: at, Complete: true, Actors: []github.InsightsActor{
			{Type: github.ClassicActor, ID: 70, Name: "deploy <prod>", User: "mona", Routes: []github.InsightsRoute{
				{Method: "GET", Route: "/repositories/:repository_id", Count: 3, LastAt: &at},
				{Method: "POST", Route: "/repositories/:repository_id/hooks", Count: 1},
			}},
			{Type: github.FineGrainedActor, ID: 5, Routes: []github.InsightsRoute{}},
		}},
		PublicRepositories: &public,
	}
}

func snapshotWith(o ...github.Organization) *github.Snapshot {
	return &github.Snapshot{GeneratedAt: githubtest.DefaultNow, Host: "github.com", Organizations: o}
}

// TestUseInSnapshots: what was read is written and read again as it was, and what was not
// read is not there.
func TestUseInSnapshots(t *testing.T) {
	plain := github.Organization{Login: "octodemo", ReadAt: githubtest.DefaultNow, Requests: []pat.Grant{}, Tokens: []pat.Grant{}}
	data := encode(t, snapshotWith(used(), plain))
	again, err := github.DecodeSnapshot(data)
	if err != nil {
		t.Fatal(err)
	}
	want := used()
	want.Credentials[1].Scopes = []string{}
	if diff := cmp.Diff([]github.Organization{want, plain}, again.Organizations); diff != "" {
		t.Error(diff)
	}
	if n := strings.Count(string(data), `"credentials"`); n != 1 {
		t.Errorf("%d organizations have credentials in\n%s", n, data)
	}
	if !strings.Contains(string(data), `"deploy <prod>"`) {
		t.Errorf("the note is not written as it is in\n%s", data)
	}
	// Nothing found is not the same as not read.
	none := plain
	none.Credentials, none.PublicRepositories = []pat.ClassicToken{}, new(int)
	again, err = github.DecodeSnapshot(encode(t, snapshotWith(none)))
	if err != nil || again.Organizations[0].Credentials == nil || again.Organizations[0].PublicRepositories == nil {
		t.Errorf("an empty list is not read as one: %+v %v", again.Organizations[0], err)
	}
}

// TestMalformedUse names what cannot be read, and keeps the rest.
func TestMalformedUse(t *testing.T) {
	const insights = `"insights": {"from": "2026-11-01T00:00:00Z", "to": "2026-11-22T00:00:00Z", "complete": true, "actors": [
		{"actor_type": "classic_pat", "actor_id": 1, "routes": [{"http_method": "get", "api_route": "/user?x=y", "total_request_count": 1}]}, %s]}`
	for name, test := range map[string]struct{ data, what, why string }{
		"a token without an ID":     {`"credentials": [{"login": "mona", "credential_id": 1, "scopes": []}, {"login": "mona"}]`, "element 2 of the classic tokens", "it does not have a credential_id"},
		"a token without an owner":  {`"credentials": [{"login": "mona", "credential_id": 1, "scopes": []}, {"credential_id": 2}]`, "element 2 of the classic tokens", "credential 2 has no login"},
		"an ID as text":             {`"credentials": [{"login": "mona", "credential_id": 1}, {"login": "mona", "credential_id": "2"}]`, "element 2 of the classic tokens", "the field credential_id is a string where a number is due"},
		"an ID below zero":          {`"credentials": [{"login": "mona", "credential_id": 1}, {"login": "mona", "credential_id": 2, "authorized_credential_id": -1}]`, "element 2 of the classic tokens", "must be positive"},
		"a key in another case":     {`"credentials": [{"login": "mona", "credential_id": 1}, {"Login": "mona", "credential_id": 2}]`, "element 2 of the classic tokens", `the key "Login"`},
		"a key":                     {`"credentials": [{"login": "mona", "credential_id": 1}, {"login": "mona", "credential_id": 2, "credential_type": "SSH key"}]`, "element 2 of the classic tokens", "it is not a personal access token"},
		"null":                      {`"credentials": [{"login": "mona", "credential_id": 1}, null]`, "element 2 of the classic tokens", "it does not have a credential_id"},
		"two of one ID":             {`"credentials": [{"login": "mona", "credential_id": 1}, {"login": "hubot", "credential_id": 1}]`, "classic tokens with the credential_id 1", "but different contents"},
		"an App":                    {fmt.Sprintf(insights, `{"actor_type": "installation", "actor_id": 2, "routes": []}`), "element 2 of the API Insights", `has the actor_type "installation"`},
		"an actor without an ID":    {fmt.Sprintf(insights, `{"actor_type": "classic_pat", "routes": []}`), "element 2 of the API Insights", "it does not have an actor_id"},
		"an actor twice":            {fmt.Sprintf(insights, `{"actor_type": "classic_pat", "actor_id": 1, "routes": []}`), "element 2 of the API Insights", "more than once"},
		"no routes":                 {fmt.Sprintf(insights, `{"actor_type": "classic_pat", "actor_id": 2}`), "element 2 of the API Insights", "it does not have routes"},
		"a route without a count":   {fmt.Sprintf(insights, `{"actor_type": "classic_pat", "actor_id": 2, "routes": [{"http_method": "GET", "api_route": "/user"}]}`), "element 2 of the API Insights", "route 1: it does not have a total_request_count"},
		"a count below zero":        {fmt.Sprintf(insights, `{"actor_type": "classic_pat", "actor_id": 2, "routes": [{"http_method": "GET", "api_route": "/user", "total_request_count": -1}]}`), "element 2 of the API Insights", "must not be negative"},
		"insights without a time":   {`"insights": {"complete": true, "actors": []}`, "API Insights", "does not contain the time"},
		"insights without actors":   {`"insights": {"from": "2026-11-01T00:00:00Z", "to": "2026-11-22T00:00:00Z", "complete": true}`, "API Insights", "does not contain their actors"},
		"insights that end early":   {`"insights": {"from": "2026-11-22T00:00:00Z", "to": "2026-11-01T00:00:00Z", "complete": true, "actors": []}`, "API Insights", "does not contain the time"},
		"insights not complete":     {`"insights": {"from": "2026-11-01T00:00:00Z", "to": "2026-11-22T00:00:00Z", "actors": []}`, "API Insights", "does not give a reason"},
		"fewer than none is public": {`"public_repositories": -1`, "number of public repositories", "negative"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := github.DecodeSnapshot([]byte(snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [], ` + test.data + `}`)))
			if err != nil {
				t.Fatal(err)
			}
			o := s.Organizations[0]
			if len(o.Incomplete) != 1 || o.Incomplete[0].What != test.what || !strings.Contains(o.Incomplete[0].Why, test.why) {
				t.Errorf("the gaps are %+v, want %s because %s", o.Incomplete, test.what, test.why)
			}
			if strings.Contains(test.data, `"credential_id": 1`) && (len(o.Credentials) != 1 || o.Credentials[0].CredentialID != 1) {
				t.Errorf("read %+v", o.Credentials)
			}
			if o.Insights != nil && (o.Insights.Complete || len(o.Insights.Actors) > 0 && o.Insights.Actors[0].Routes[0].Route != "/user") {
				t.Errorf("read %+v", o.Insights)
			}
			if o.PublicRepositories != nil {
				t.Errorf("read %d public repositories", *o.PublicRepositories)
			}
			// What was read is written, with its gap, and read again as it is.
			first := encode(t, s)
			again, err := github.DecodeSnapshot(first)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(first), string(encode(t, again))); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, wrong := range []string{`"credentials": {}`, `"insights": []`, `"public_repositories": "2"`, `"credentials": [], "Credentials": []`} {
		if _, err := github.DecodeSnapshot([]byte(snapshotOf(`{"login": "octo-org", "complete": true, "requests": [], "tokens": [], ` + wrong + `}`))); err == nil {
			t.Errorf("%s is read", wrong)
		}
	}
}

// TestRedactedUse: names have the same pseudonyms as everywhere, and IDs stay.
func TestRedactedUse(t *testing.T) {
	o := used()
	o.Tokens = []pat.Grant{{Kind: pat.KindToken, ID: 1, Owner: "Mona", TokenName: "other", RepositorySelection: "none"}}
	original := snapshotWith(o)
	redacted := github.Redact(original)
	text := string(encode(t, redacted))
	for _, name := range []string{"mona", "hubot", "deploy", "prod", "octo-org"} {
		if strings.Contains(strings.ToLower(text), name) {
			t.Errorf("%q is in\n%s", name, text)
		}
	}
	r := redacted.Organizations[0]
	got := fmt.Sprintln(r.Tokens[0].Owner, r.Credentials[0].Owner, r.Credentials[0].Note, r.Credentials[0].ID, r.Credentials[1].Owner, r.Credentials[1].Note == "",
		r.Insights.Actors[0].User, r.Insights.Actors[0].Name, r.Insights.Actors[0].Routes[0].Route, r.Insights.Actors[1].User == "", *r.PublicRepositories)
	if want := "user-1 user-1 token-2 70 user-2 true user-1 token-2 /repositories/:repository_id true 2\n"; got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	if original.Organizations[0].Credentials[0].Owner != "mona" || original.Organizations[0].Insights.Actors[0].User != "mona" {
		t.Error("the original was changed")
	}
}

// TestListedCredentials takes the personal access tokens out of GitHub's list, and leaves out
// those that are known to be fine-grained.
func TestListedCredentials(t *testing.T) {
	const list = `[
		{"login": "mona", "credential_id": 3, "credential_type": "Personal Access Token", "token_last_eight": "71c3fc11", "scopes": ["repo", "admin:org", "repo", ""], "authorized_credential_id": 30, "authorized_credential_note": null},
		{"login": "mona", "credential_id": 2, "credential_type": "SSH key", "fingerprint": "jklmnop12345678"},
		{"login": "mona", "credential_id": 1, "credential_type": "personal access token", "scopes": [], "authorized_credential_id": 10},
		{"login": "mona", "credential_id": 4, "credential_type": "personal access token", "authorized_credential_id": 40},
		{"login": "mona", "credential_id": 5, "credential_type": "personal access token", "scopes": ["repo"], "authorized_credential_id": 10},
		{"login": "mona", "credential_id": 6, "credential_type": "OAuth app token"},
		{"login": "mona", "credential_id": 7},
		7
	]`
	tokens, gaps := github.DecodeCredentials(elementsOf(t, list), map[int64]bool{10: true})
	var ids []int64
	for _, token := range tokens {
		ids = append(ids, token.CredentialID)
	}
	if diff := cmp.Diff([]int64{3, 4, 5}, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"admin:org", "repo"}, tokens[0].Scopes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(gaps) != 2 || gaps[0].What != "element 7 of the classic tokens" || gaps[1].What != "element 8 of the classic tokens" {
		t.Errorf("gaps %+v", gaps)
	}
	text := fmt.Sprintf("%+v", tokens) + string(encode(t, snapshotWith(github.Organization{Login: "octo-org", Credentials: tokens})))
	if strings.Contains(text, "71c3fc11") || strings.Contains(text, "jklmnop") {
		t.Errorf("the end of a token, or a fingerprint, is in %s", text)
	}
}

// TestFill takes from an older reading what a newer one was not asked for, with its gaps, and
// nothing for what the newer one could not read.
func TestFill(t *testing.T) {
	older := used()
	older.Insights.Complete = false
	older.Incomplete = []github.Gap{{What: "API Insights of user 7", Why: "no"}, {What: "tokens", Why: "no"}}
	newer := github.Organization{Login: "octo-org", Incomplete: []github.Gap{{What: "page 2 of 3 of the classic tokens", Why: "no"}}}
	newer.Fill(older)
	if newer.Credentials != nil || newer.Insights != older.Insights || newer.PublicRepositories != older.PublicRepositories {
		t.Errorf("filled as %+v", newer)
	}
	want := []github.Gap{{What: "page 2 of 3 of the classic tokens", Why: "no"}, {What: "API Insights of user 7", Why: "no"}}
	if diff := cmp.Diff(want, newer.Incomplete); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFillAboutClassic: a gap in API Insights of classic tokens says nothing about the list of
// classic tokens.
func TestFillAboutClassic(t *testing.T) {
	gap := github.Gap{What: github.WhatActors(github.ClassicActor, "3, 4", true), Why: "no"}
	for name, test := range map[string]struct{ newer, older github.Organization }{
		"of the newer reading": {github.Organization{Insights: &github.Insights{}, Incomplete: []github.Gap{gap}}, used()},
		"of the older reading": {github.Organization{Insights: &github.Insights{}}, github.Organization{Credentials: used().Credentials, Incomplete: []github.Gap{gap}}},
	} {
		newer, gaps := test.newer, len(test.newer.Incomplete)
		if newer.Fill(test.older); newer.Credentials == nil || len(newer.Incomplete) != gaps {
			t.Errorf("%s: filled as %+v", name, newer)
		}
	}
}

// TestClassicTokens leaves out what has no scopes and the ID of a fine-grained token.
func TestClassicTokens(t *testing.T) {
	o := github.Organization{
		Tokens: []pat.Grant{{TokenID: 1}}, Requests: []pat.Grant{{TokenID: 2}, {}},
		Insights:    &github.Insights{Actors: []github.InsightsActor{{Type: github.FineGrainedActor, ID: 3}, {Type: github.ClassicActor, ID: 4}}},
		Credentials: []pat.ClassicToken{{ID: 1}, {ID: 1, Scopes: []string{"repo"}}, {ID: 2}, {ID: 3}, {ID: 4}, {}},
	}
	want := []pat.ClassicToken{{ID: 1, Scopes: []string{"repo"}}, {ID: 4}, {}}
	if diff := cmp.Diff(want, o.ClassicTokens()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
