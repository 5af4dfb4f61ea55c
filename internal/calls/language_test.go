package calls

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/calls/reading"
)

// TestTooLarge: a program that is too large is a call that is not clear, and never one without
// calls. A log of that size is read.
func TestTooLarge(t *testing.T) {
	for name, text := range map[string]string{
		"a.py": "#" + strings.Repeat("a", maxProgram), "a.js": strings.Repeat("f(", maxWords/2+1), "a.sh": strings.Repeat("\n", maxWords+1),
	} {
		got, err := ReadNamed(name, []byte(text))
		if err != nil || len(got.Unclear) != 1 || got.Unclear[0].Call != reading.Unreadable || len(got.Notes) != 1 {
			t.Errorf("%s: %v, %v, %v", name, got.Unclear, got.Notes, err)
		}
	}
	got, err := ReadNamed("a.log", []byte(strings.Repeat("\n", maxWords+1)+"GET /user\n"))
	if err != nil || len(got.Calls) != 1 || len(got.Unclear) != 0 {
		t.Errorf("a.log: %v, %v, %v", got.Calls, got.Unclear, err)
	}
}

func TestLanguageOf(t *testing.T) {
	workflow := "on: push\njobs:\n  a:\n    steps:\n      - run: gh pr list\n"
	for _, tt := range []struct {
		name, text string
		want       Language
	}{
		{"src/index.ts", "", JavaScript},
		{`C:\src\Main.VUE`, "", JavaScript},
		{"a.py", "", Python},
		{"main.go", "", Go},
		{"Rakefile", "", Ruby},
		{"a.ps1", "", PowerShell},
		{"pin.graphql", "", GraphQL},
		{".github/workflows/a.yml", workflow, Workflow},
		{"", workflow, Workflow},
		{"action.yaml", "name: A\nruns:\n  using: composite\n  steps: []\n", Workflow},
		{"compose.yml", "services:\n  a:\n    image: b\n", Other},
		{"deploy.sh", "import x from 'y'\n", Shell},
		{"tool", "#!/usr/bin/env node\n", JavaScript},
		{"tool", "#!/usr/bin/env -S uv run --script\n", Python},
		{"tool", "#!/usr/bin/python3.12\n", Python},
		{"tool", "#!/bin/bash\nimport os\n", Other},
		{"", "package main\n\nimport \"net/http\"\n", Go},
		{"", "import { Octokit } from \"octokit\";\n", JavaScript},
		{"", "const { data } = await octokit.rest.users.getAuthenticated();\n", JavaScript},
		{"", "import os\nfrom github import Github\n", Python},
		{"", "require 'octokit'\n", Ruby},
		{"", "$all = Invoke-RestMethod -Uri $uri\n", PowerShell},
		{"", "# pins\nmutation($id: ID!) {\n  pinIssue(input: {issueId: $id}) { issue { id } }\n}\n", GraphQL},
		{"", "{ viewer { login } }\n", GraphQL},
		{"", "{ \"method\": \"GET\" }\n", Other},
		{"", "query() {\n  curl https://api.github.com/user\n}\nquery\n", Other},
		{"", "GET /user\nPOST /repos/{owner}/{repo}/issues\n", Other},
		{"", "curl https://api.github.com/user\n", Other},
		{"", "", Other},
	} {
		if got := LanguageOf(tt.name, []byte(tt.text)); got != tt.want {
			t.Errorf("LanguageOf(%q, %q) = %s, want %s", tt.name, tt.text, got, tt.want)
		}
	}
}
