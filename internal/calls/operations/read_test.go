package operations

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
)

// words are what a reading says, in short: "2 query repository",
// "2 type Issue?" for a candidate, "1 unclear graphql".
func words(r reading.Reading) []string {
	var found []string
	for _, call := range r.Calls {
		word := fmt.Sprintf("%d %s", call.Line, strings.TrimPrefix(call.Text, "graphql "))
		if call.Candidate {
			word += "?"
		}
		found = append(found, word)
	}
	for _, unclear := range r.Unclear {
		found = append(found, fmt.Sprintf("%d unclear %s", unclear.Line, unclear.Call))
	}
	return found
}

// documents are documents, and what their calls are.
var documents = map[string]struct {
	text string
	want []string
}{
	"connections": {
		"\nquery($owner: String!, $name: String!) {\n  repository(owner: $owner, name: $name) {\n    issues(first: 20, states: OPEN) { nodes { number labels(first: 5) { nodes { name } } } }\n  }\n}",
		[]string{"2 query repository", "2 type Issue", "2 type Label"},
	},
	"edges":                  {"{ repository(owner: $o, name: $n) { pullRequests { edges { node { title } } pageInfo { hasNextPage } } } }", []string{"1 query repository", "1 type PullRequest"}},
	"only a count":           {"{ repository(owner: $o, name: $n) { issues { totalCount } } }", []string{"1 query repository", "1 type Issue"}},
	"default branch":         {"{ repository(owner: $o, name: $n) { defaultBranchRef { name } pullRequest(number: 1) { id title } } }", []string{"1 query repository", "1 type Ref", "1 type PullRequest"}},
	"mutation":               {"mutation($id: ID!) { closeIssue(input: {issueId: $id}) { issue { number } } }", []string{"1 mutation closeIssue", "1 type Issue"}},
	"mutation alone":         {"mutation ($id: ID!) { pinIssue(input: { issueId: $id }) { clientMutationId } }", []string{"1 mutation pinIssue"}},
	"several mutations":      {"mutation { a: addStar(input: $a) { clientMutationId } b: addStar(input: $b) { clientMutationId } removeStar(input: $c) { starrable { id } } }", []string{"1 mutation addStar", "1 mutation removeStar", "1 type Repository?", "1 type Topic?"}},
	"organization and teams": {"query($org: String!) { organization(login: $org) { teams(first: 100) { nodes { slug } } } }", []string{"1 query organization", "1 type Team"}},
	"members":                {"{ organization(login: $org) { membersWithRole(first: 1) { nodes { login } } } }", []string{"1 query organization", "1 field Organization.membersWithRole", "1 type OrganizationMemberConnection"}},
	"private scalar":         {"{ organization(login: $org) { organizationBillingEmail login } }", []string{"1 query organization", "1 field Organization.organizationBillingEmail"}},
	"projects of a user":     {"{ user(login: $u) { projectsV2(first: 1) { nodes { id } } } }", []string{"1 query user", "1 field User.projectsV2", "1 type ProjectV2"}},
	"projects of whoever":    {"{ repositoryOwner(login: $u) { ... on ProjectV2Owner { projectsV2(first: 1) { nodes { id } } } } }", []string{"1 query repositoryOwner", "1 field User.projectsV2?", "1 type ProjectV2"}},
	"viewer":                 {"{ viewer { login } }", []string{"1 query viewer"}},
	"viewer's repositories":  {"{ viewer { repositories(first: 9) { nodes { nameWithOwner isPrivate } } } }", []string{"1 query viewer", "1 type Repository"}},
	"node with fragments":    {"query($id: ID!) { node(id: $id) { __typename ... on Issue { title } ... on PullRequest { title } } }", []string{"1 query node", "1 type Issue", "1 type PullRequest"}},
	"node without":           {"query($id: ID!) { node(id: $id) { id } }", []string{"1 query node", "1 unclear graphql type Node"}},
	"search":                 {"{ search(query: $q, type: ISSUE, first: 9) { nodes { ... on PullRequest { number } } } }", []string{"1 query search", "1 type PullRequest"}},
	"search that counts":     {"{ search(query: $q, type: ISSUE) { issueCount } }", []string{"1 query search", "1 type Issue?", "1 type PullRequest?"}},
	"search for whatever":    {"query($t: SearchType!) { search(query: $q, type: $t) { issueCount } }", []string{"1 query search", "1 type Discussion?", "1 type Issue?", "1 type PullRequest?", "1 type Repository?"}},
	"search for users":       {"{ search(query: $q, type: USER) { userCount } }", []string{"1 query search"}},
	"checks": {
		"{ repository(owner: $o, name: $n) { pullRequest(number: 1) { commits(last: 1) { nodes { commit { statusCheckRollup { state contexts(first: 9) { nodes { __typename ... on CheckRun { name } } } } } } } } } }",
		[]string{"1 query repository", "1 type PullRequest", "1 type PullRequestCommit", "1 type Commit", "1 type StatusCheckRollup", "1 type CheckRun"},
	},
	"requested reviewers": {
		"{ repository(owner: $o, name: $n) { pullRequest(number: 1) { reviewRequests(first: 9) { nodes { requestedReviewer { ... on User { login } ... on Team { slug } } } } } } }",
		[]string{"1 query repository", "1 type PullRequest", "1 type ReviewRequest", "1 type Team"},
	},
	"fragments": {
		"query { repository(owner: \"o\", name: \"n\") { issue(number: 1) { ...Fields } } }\n\nfragment Fields on Issue { title milestone { ...Due } }\nfragment Due on Milestone { dueOn }",
		[]string{"1 query repository", "1 type Issue", "1 type Milestone"},
	},
	"a fragment alone":       {"\n\nfragment Fields on Issue { title comments { totalCount } }", []string{"3 type Issue", "3 type IssueComment"}},
	"several operations":     {"query A { viewer { login } }\n\nmutation B { closeIssue(input: $i) { clientMutationId } }", []string{"1 query viewer", "3 mutation closeIssue"}},
	"the query once more":    {"{ relay { relay { rateLimit { cost } } } }", []string{"1 query rateLimit"}},
	"introspection":          {"{ __schema { types { name } } viewer { __typename login } }", []string{"1 query viewer"}},
	"threads":                {"mutation { resolveReviewThread(input: {threadId: \"$id\"}) { thread { isResolved comments(first: 1) { nodes { author { login } } } } } }", []string{"1 mutation resolveReviewThread", "1 type PullRequestReviewThread", "1 type PullRequestReviewComment"}},
	"checks of a commit":     {"{ repository(owner: $o, name: $n) { pullRequest(number: 1) { commits(last: 1) { nodes { commit { checkSuites(first: 9) { nodes { id } } } } } } } }", []string{"1 query repository", "1 type PullRequest", "1 type PullRequestCommit", "1 type Commit", "1 type CheckSuite"}},
	"deployments":            {"query q($l: Int = 10) { repository(owner: $o, name: $n) { deployments(first: $l, environments: [$e]) { edges { node { latestStatus { state } } } } } }", []string{"1 query repository", "1 type Deployment", "1 type DeploymentStatus"}},
	"minimized":              {"mutation($id: ID!) { minimizeComment(input: {subjectId: $id, classifier: OUTDATED}) { minimizedComment { isMinimized } } }", []string{"1 mutation minimizeComment", "1 type CommitComment?", "1 type DiscussionComment?", "1 type IssueComment?", "1 type PullRequestReview?", "1 type PullRequestReviewComment?"}},
	"a new field":            {"{ viewer { brandNew } }", []string{"1 query viewer", "1 unclear graphql field User.brandNew"}},
	"a new type":             {"{ node(id: 1) { ... on BrandNew { issue { title } } } }", []string{"1 query node", "1 unclear graphql type BrandNew"}},
	"a new mutation":         {"mutation { brandNew(input: {}) { issue { title } } }", []string{"1 mutation brandNew", "1 unclear graphql"}},
	"a new mutation alone":   {"mutation { brandNew(input: {}) { clientMutationId } }", []string{"1 mutation brandNew"}},
	"newer than the package": {"{ repository(owner: $o, name: $n) { issue(number: 1) { issueType { name } blockedBy(first: 1) { nodes { id } } } } }", []string{"1 query repository", "1 type Issue"}},
	"placeholders":           {"{ organization(login: \"<ORG>\") { projectV2(number: <N>) { id items(first: 5) { totalCount } } } }", []string{"1 query organization", "1 type ProjectV2", "1 type ProjectV2Item"}},
	"a subscription":         {"subscription { events }", []string{"1 unclear graphql subscription"}},
	"fragment of elsewhere":  {"{ viewer { ...Fields } }", []string{"1 query viewer", "1 unclear graphql"}},
	"no document":            {"query of mine", []string{"1 unclear graphql"}},
	"only a program's value": {"${QUERY}", []string{"1 unclear graphql"}},

	"values of JavaScript":    {"query { repository(owner: \"${owner}\", name: ${JSON.stringify(name)}) {\n issue(number: ${issue.number}) { id } } }", []string{"1 query repository", "1 type Issue"}},
	"arguments of JavaScript": {"query { repository(${which}) { issues(first: 1, ${page ? `after: \"${page}\"` : ''}) { nodes { id } } } }", []string{"1 query repository", "1 type Issue"}},
	"fields of JavaScript":    {"query { viewer { login ${fields} } }", []string{"1 query viewer", "1 unclear graphql"}},
	"aliases of JavaScript":   {"mutation { m${i}: closeIssue(input: {issueId: \"${id}\"}) { clientMutationId } }", []string{"1 mutation closeIssue"}},
	"a root of JavaScript":    {"mutation { ${name}(input: {issueId: $id}) { clientMutationId } }", []string{"1 unclear graphql"}},
	"a kind of JavaScript":    {"${kind} { closeIssue(input: {issueId: $id}) { clientMutationId } }", []string{"1 unclear graphql"}},
	"fragments put in":        {"query { viewer { ...Fields } }\n${FIELDS}", []string{"1 query viewer", "1 unclear graphql"}},
	"a fragment put before":   {"${FIELDS}\nquery { viewer { login } }", []string{"2 query viewer"}},
	"values of an f-string":   {"query {{ repository(owner: \"{owner}\", name: \"{name}\") {{ issue(number: {self.n}) {{ title }} }} }}", []string{"1 query repository", "1 type Issue"}},
	"fields of an f-string":   {"query {{ viewer {{ {fields} }} }}", []string{"1 query viewer", "1 unclear graphql"}},
	"values of printf":        {"query { repository(owner: \"%s\", name: %q) { issue(number: %d) { title } } }", []string{"1 query repository", "1 type Issue"}},
	"values of Ruby":          {"query { repository(owner: \"#{o}\", name: \"n\") { issue(number: #{n}) { title } } }", []string{"1 query repository", "1 type Issue"}},
	"in a string of JSON":     {`query { repository(owner: \"o\", name: \"n\") {\n issue(number: 1) { title } } }`, []string{"1 query repository", "1 type Issue"}},
	"comments":                {"# mutation { closeIssue }\nquery { viewer { login # { issues }\n } }", []string{"2 query viewer"}},
	"one of two":              {"query { viewer { login } }\n\nquery { viewer { ", []string{"1 query viewer", "3 unclear graphql"}},
	"fragment beside a fault": {"query { viewer { ...F } }\nfragment F on User { issues { totalCount } }\nquery { viewer( }", []string{"1 query viewer", "1 type Issue", "3 unclear graphql"}},
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, words(Read(test.text))); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", test.text, diff)
			}
		})
	}
}

// A type says which field gave it: two fields of the same type may differ in what
// is known of them. What a list holds is given by the field that gives the list.
func TestReadAs(t *testing.T) {
	t.Parallel()
	r := Read("{ repository(owner: $o, name: $n) { defaultBranchRef { name } issues { edges { node { id } } } labels { nodes { id } } } }")
	got := map[string]string{}
	for _, call := range r.Calls {
		if call.Kind != reading.GraphQL {
			t.Errorf("%+v is of another kind", call)
		}
		got[call.Text] = call.As
	}
	want := map[string]string{
		"graphql query repository": "", "graphql type Ref": "Repository.defaultBranchRef",
		"graphql type Issue": "Repository.issues", "graphql type Label": "Repository.labels",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A file of GraphQL for another API holds no call of GitHub.
func TestFile(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"query { viewer { login } }":                            1,
		"fragment F on PullRequest { title }":                   1,
		"query { products(first: 3) { nodes { price } } }":      0,
		"mutation { checkoutCreate(input: {}) { id } }":         0,
		"type Query { products: [Product] }":                    0,
		"":                                                      0,
		"query { ${x} }":                                        0,
		"query { viewer { login } }\nquery { products { id } }": 2,
	} {
		if got := len(File(text).Calls); got != want {
			t.Errorf("%q: %d calls, want %d", text, got, want)
		}
	}
}

// Everything that the schema names is there, so that no selection leads nowhere.
func TestSchema(t *testing.T) {
	t.Parallel()
	if n := len(lines()); n < 1000 {
		t.Fatalf("%d types", n)
	}
	for name := range lines() {
		k := find(name)
		for f, given := range k.fields {
			if given.result != "" && find(given.result) == nil {
				t.Errorf("%s.%s gives %s, which is not there", name, f, given.result)
			}
		}
		for _, other := range k.possible {
			if o := find(other); o == nil || !o.needs {
				t.Errorf("%s may be %s, which is not there or needs nothing", name, other)
			}
		}
	}
}

// A file that can't be parsed and speaks of GitHub's schema is unclear, and not empty.
func TestBrokenFile(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"mutation { deleteIssue(input: {}) { clientMutationId }": 1,
		"fragment F on Repository { name":                        1,
		"mutation { checkoutCreate(input: {}) { id }":            0,
		"type Query { products: [Product] }":                     0,
	} {
		if got := len(File(text).Unclear); got != want {
			t.Errorf("%q: %d unclear, want %d", text, got, want)
		}
	}
}
