package main

import (
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
)

// The marks in the schema come from the recorded facts: run this command again after you
// change the facts.
func TestSchemaIsUpToDate(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("../../../catalog/facts/graphql.tsv")
	if err != nil {
		t.Fatal(err)
	}
	f := readFacts(string(table))
	objects := 0
	for line := range strings.Lines(schemaText(t)) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		mark, _, _ := strings.Cut(rest, " ")
		if name == "#" || mark == "=" {
			continue
		}
		objects++
		if marked := mark == "+"; marked != f.bears(name) {
			t.Errorf("%s is marked %s, and the facts say %+v; run the command that main.go names", name, mark, f.types[name])
		}
	}
	if objects < 700 {
		t.Errorf("%d object types", objects)
	}
}

func schemaText(t *testing.T) string {
	t.Helper()
	file, err := os.Open("../schema.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is newer than the package is added, and what the schema has stays as it is.
func TestComplete(t *testing.T) {
	t.Parallel()
	definitions, err := complete(`
		type Query { issue: Issue }
		type Mutation { pinIssue: PinIssuePayload addBlockedBy: PinIssuePayload }
		type PinIssuePayload { issue: Issue }
		type Issue { title: String }
		type PullRequest { title: String }
		type Repository { name: String }
		interface Actor { login: String }
		union Assignee = Issue
		interface Assignable { id: ID }
		type IssueConnection { nodes: [Issue] }`)
	if err != nil {
		t.Fatal(err)
	}
	text := write("schema 1", definitions, readFacts("type\tIssue\tissues:read\tby REST twin\nfield\tIssue.title\tcontents:read\tderived\ntype\tIssueType\t\tby parent\n"))
	for _, want := range []string{
		"# GitHub's GraphQL schema, from npm schema 1,", "\nIssue + assignedActors:AssigneeConnection", " title*\n", "\nIssueType - ",
		"\nMutation - addBlockedBy:PinIssuePayload pinIssue:PinIssuePayload removeBlockedBy:IssueRelationPayload ", "\nAssignee = Issue |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
