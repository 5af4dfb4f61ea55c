package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
)

// words are readers that find the words that begin with CALL or UNCLEAR, so that a
// test says which reader had which words, and where they are in the file.
func words(name string) func(string) reading.Reading {
	return func(text string) reading.Reading {
		var r reading.Reading
		for i, line := range strings.Split(text, "\n") {
			for at := range line {
				word, _, _ := strings.Cut(line[at:], " ")
				switch {
				case strings.HasPrefix(word, "CALL"):
					r.Calls = append(r.Calls, reading.Call{Text: name + " " + word, Line: i + 1, Column: at + 1})
				case strings.HasPrefix(word, "UNCLEAR"):
					r.Unclear = append(r.Unclear, reading.Unclear{Call: name + " " + word, Line: i + 1, Column: at + 1})
				}
			}
		}
		return r
	}
}

var fakes = Scripts{Shell: words("shell"), PowerShell: words("powershell"), Python: words("python"), JavaScript: words("javascript"), GraphQL: words("graphql")}

func said(r reading.Reading) []string {
	var found []string
	for _, call := range r.Calls {
		found = append(found, strings.TrimSpace(fmt.Sprintf("%d:%d %s %s", call.Line, call.Column, call.Text, inputNames(call))))
	}
	for _, unclear := range r.Unclear {
		found = append(found, fmt.Sprintf("%d:%d unclear %s", unclear.Line, unclear.Column, unclear.Call))
	}
	return found
}

// inputNames are the names of the inputs of an action.
func inputNames(call reading.Call) string {
	var names []string
	words, _ := call.Arguments.Words()
	for _, word := range words {
		name, _, _ := strings.Cut(word, "=")
		names = append(names, name)
	}
	return strings.Join(names, ",")
}

var files = map[string]struct {
	text string
	want []string
}{
	"old line breaks": {"a: 1\rsteps:\r  - run: CALL1 x\n  - run: CALL2 y\u2028  - run: UNCLEAR3", []string{"1:22 shell CALL1", "2:10 shell CALL2", "2:27 unclear shell UNCLEAR3"}},
	"uses": {
		"jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: \"peter-evans/create-pull-request@v7\"\n        with: { token: \"${{ secrets.BOT }}\", base: main }\n" +
			"      - uses: github/codeql-action/init@v3\n      - uses: ./local\n      - uses: docker://ghcr.io/octo-org/tool:1\n      - uses: docker://alpine:3\n      - uses: ${{ inputs.action }}\n",
		[]string{"4:15 uses actions/checkout", "5:15 uses peter-evans/create-pull-request base,token", "7:15 uses github/codeql-action", "9:15 host ghcr.io", "11:15 unclear unreadable"},
	},
	"a reusable workflow": {
		"jobs:\n  a:\n    uses: octo-org/ci/.github/workflows/deploy.yml@main\n    secrets: inherit\n  b:\n    uses: ./.github/workflows/build.yml\n",
		[]string{"3:11 uses octo-org/ci"},
	},
	"a literal block": {
		"- run: |\n    # CALL0 is read by the fake\n\n    echo\n      CALL1\n    CALL2\n- run: echo CALL3\n",
		[]string{"2:7 shell CALL0", "5:7 shell CALL1", "6:5 shell CALL2", "7:13 shell CALL3"},
	},
	"a block with an indicator": {"- run: |2-   # why\n    CALL1\n   CALL2\n", []string{"2:5 shell CALL1", "3:4 shell CALL2"}},
	"a folded block":            {"- run: >-\n    echo\n    --flag CALL1\n\n    CALL2\n      CALL3\n    CALL4\n", []string{"3:12 shell CALL1", "5:5 shell CALL2", "6:7 shell CALL3", "7:5 shell CALL4"}},
	"plain lines":               {"- run: echo\n    CALL1\n    CALL2 # CALL3\n", []string{"2:5 shell CALL1", "3:5 shell CALL2"}},
	"quoted":                    {"- run: \"CALL1 'x'\"\n- run: 'CALL2'\n- run: \"echo\\nCALL3\"\n", []string{"1:9 shell CALL1", "2:9 shell CALL2", "3:14 shell CALL3"}},
	"quoted lines":              {"- run: \"echo\n    CALL1\n    CALL2\"\n", []string{"2:5 shell CALL1", "3:5 shell CALL2"}},
	"shells": {
		"defaults:\n  run:\n    shell: pwsh\njobs:\n  a:\n    steps:\n      - run: CALL1\n      - run: CALL2\n        shell: bash -e {0}\n      - run: CALL3\n        shell: python\n      - run: CALL4\n        shell: node {0}\n" +
			"  b:\n    defaults: { run: { shell: sh } }\n    steps:\n      - run: CALL5\n      - run: CALL6\n        shell: perl {0}\n",
		[]string{"7:14 powershell CALL1", "8:14 shell CALL2", "10:14 python CALL3", "12:14 javascript CALL4", "17:14 shell CALL5", "18:14 shell CALL6"},
	},
	"Windows": {
		"jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: CALL1\n      - run: CALL2\n        shell: bash\n  b:\n    runs-on: [self-hosted, Windows]\n    steps:\n      - run: CALL3\n  c:\n    runs-on: ${{ matrix.os }}\n    steps:\n      - run: CALL4\n",
		[]string{"5:14 powershell CALL1", "6:14 shell CALL2", "11:14 powershell CALL3", "15:14 shell CALL4"},
	},
	"github-script": {
		"- uses: actions/github-script@v7\n  with:\n    github-token: x\n    script: |\n      const x = 1;\n      CALL1\n- uses: actions/github-script@v7\n  with:\n    script: ${{ inputs.script }}\n",
		[]string{"1:9 uses actions/github-script github-token,script", "6:7 javascript CALL1", "7:9 uses actions/github-script script", "9:13 unclear unreadable"},
	},
	"actions that make requests": {
		"- uses: octokit/request-action@v2\n  with:\n    route: POST /repos/${{ github.repository }}/issues\n- uses: octokit/request-action@v2\n  with:\n    route: ${{ inputs.route }}\n" +
			"- uses: octokit/graphql-action@v2\n  with:\n    query: |\n      CALL1\n" +
			"- uses: octo-org/http@v1\n  with:\n    url: https://api.github.com/repos/${{ github.repository }}/actions/runs/${{ github.run_id }}\n    method: delete\n" +
			"- uses: octo-org/http@v1\n  with:\n    endpoint: ${{ github.api_url }}/user\n",
		[]string{
			"1:9 uses octokit/request-action route", "3:12 POST /repos/{owner}/{repo}/issues", "4:9 uses octokit/request-action route",
			"7:9 uses octokit/graphql-action query", "10:7 graphql CALL1",
			"11:9 uses octo-org/http method,url", "13:10 DELETE https://api.github.com/repos/{owner}/{repo}/actions/runs/{run_id}",
			"15:9 uses octo-org/http endpoint", "6:12 unclear unreadable", "17:15 unclear unreadable",
		},
	},
	"an action that runs a command": {
		"- uses: nick-fields/retry@v3\n  with:\n    max_attempts: 3\n    command: |\n      CALL1\n- uses: nick-fields/retry@v3\n  with:\n    shell: pwsh\n    command: CALL2\n",
		[]string{"1:9 uses nick-fields/retry command,max_attempts", "5:7 shell CALL1", "6:9 uses nick-fields/retry command,shell", "9:14 powershell CALL2"},
	},
	"variants of github-script": {
		"- uses: octo-org/actions/github-script@v1\n  with:\n    script: CALL1\n- uses: octo-org/more@v1\n  with:\n    script: |\n      const x = 1\n      CALL2\n",
		[]string{"1:9 uses octo-org/actions script", "3:13 javascript CALL1", "4:9 uses octo-org/more script", "8:7 javascript CALL2"},
	},
	"a script from elsewhere": {"- run: ${{ inputs.command }}\n", []string{"1:8 unclear unreadable"}},
	"commands from elsewhere": {
		"- run: |\n    echo\n    ${{ inputs.cmd }} pr create\n    eval \"${{ matrix.command }}\"\n    bash -c '${{ vars.X }}'\n    ${{ github.action_path }}/run.sh\n    echo \\\n      ${{ inputs.text }}\n    echo \"\n    ${{ inputs.text }}\n    \"\n    cat <<EOF\n    ${{ inputs.text }}\n    EOF\n",
		[]string{"3:5 unclear unreadable", "4:5 unclear unreadable", "5:5 unclear unreadable"},
	},
	"anchors": {
		"jobs:\n  a:\n    steps: &steps\n      - run: &script\n          CALL1\n      - uses: actions/checkout@v4\n  b:\n    steps: *steps\n  c:\n    steps:\n      - run: *script\n",
		[]string{"5:11 shell CALL1", "6:15 uses actions/checkout"},
	},
	"merged":                 {"base: &base\n  env: { X: 1 }\n  run: CALL1\nsteps:\n  - <<: *base\n    shell: python\n", []string{"3:8 shell CALL1"}},
	"merged lists":           {"a: &a { shell: python }\nb: &b { run: CALL1 }\nsteps:\n  - <<: [*a, *b]\n", []string{"2:14 shell CALL1"}},
	"a composite action":     {"name: x\ninputs:\n  run: { default: CALL0 }\nruns:\n  using: composite\n  steps:\n    - run: CALL1\n      shell: bash\n    - uses: actions/cache@v4\n", []string{"7:12 shell CALL1", "9:13 uses actions/cache"}},
	"images":                 {"jobs:\n  a:\n    container: ghcr.io/octo-org/build:1\n    services:\n      db: { image: postgres }\n      web:\n        image: GHCR.IO/octo-org/web\n---\nruns:\n  using: docker\n  image: docker://ghcr.io/octo-org/action\n", []string{"3:16 host ghcr.io", "11:10 host ghcr.io"}},
	"no calls of data":       {"on:\n  workflow_call:\n    inputs: { run: { default: CALL1 } }\nenv:\n  run: CALL2\njobs:\n  a:\n    if: CALL3\n    name: CALL4\n    steps:\n      - name: CALL5\n        if: CALL6\n        run: echo\n", nil},
	"several documents":      {"- run: CALL1\n---\n- run: CALL2\n", []string{"1:8 shell CALL1", "3:8 shell CALL2"}},
	"no YAML":                {"jobs:\n  {% if x %}\n  - run: CALL1\n\t- uses: x\n", []string{"3:10 shell CALL1"}},
	"ends of Windows":        {"- run: |\r\n    echo\r\n    CALL1\r\n", []string{"3:5 shell CALL1"}},
	"other than ASCII":       {"- name: Grüße\n  run: |\n    echo 'ü' CALL1\n", []string{"3:15 shell CALL1"}},
	"other than ASCII, flow": {"- { name: Grüße, run: CALL1 }\n", []string{"1:25 shell CALL1"}},
	"a key without value":    {"jobs:\n  a:\n    steps:\n      - run:\n      - uses:\n      - with:\n", []string{"5:14 unclear unreadable"}},
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, said(Read(test.text, fakes))); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", test.text, diff)
			}
		})
	}
}

// What the file gives to variables and expressions is put into scripts in the way of
// their language.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	const head = "env:\n  API: https://api.github.com\n  REPO: ${{ github.repository }}\n  ALL: ${{ env.API }}/repos/${{ github.repository }}\n  TOKEN: ${{ secrets.BOT }}\n  TEXT: it's\njobs:\n  a:\n    env: { API: 'https://ghe.example.com/api/v3' }\n    steps:\n"
	for step, want := range map[string]string{
		"      - run: curl $API/user $TOKEN $TEXT":                                           "#!/usr/bin/env bash\nAPI='https://ghe.example.com/api/v3'\ncurl $API/user $TOKEN $TEXT",
		"      - { run: curl $API/user, env: { API: \"https://api.github.com\" } }":          "#!/usr/bin/env bash\nAPI='https://api.github.com'\ncurl $API/user",
		"      - { run: '$CMD', env: { CMD: gh pr merge 1 } }":                               "#!/usr/bin/env bash\nCMD='gh pr merge 1'\n$CMD",
		"      - run: curl $ALL/hooks":                                                       "#!/usr/bin/env bash\nALL='https://api.github.com/repos/${{ github.repository }}'\ncurl $ALL/hooks",
		"      - run: curl ${{ env.API }}/user ${{ github.graphql_url }} ${{ github.x }}":    "#!/usr/bin/env bash\ncurl https://ghe.example.com/api/v3/user https://api.github.com/graphql ${{ github.x }}",
		"      - { shell: pwsh, run: 'irm $env:API/user; irm \"${env:ALL}/hooks\"' }":        "irm https://ghe.example.com/api/v3/user; irm \"https://api.github.com/repos/{owner}/{repo}/hooks\"",
		"      - { shell: python, run: 'get(os.environ[\"API\"] + os.getenv(\"ALL\"))' }":    "get(\"https://ghe.example.com/api/v3\" + \"https://api.github.com/repos/{owner}/{repo}\")",
		"      - { shell: node, run: 'get(process.env.API, `${{ github.event.number }}`)' }": "get(\"https://ghe.example.com/api/v3\", `{number}`)",
	} {
		var got string
		read := func(text string) reading.Reading {
			got = text
			return reading.Reading{}
		}
		Read(head+step+"\n", Scripts{read, read, read, read, read})
		if got != want {
			t.Errorf("%s\ngot  %q\nwant %q", step, got, want)
		}
	}
}

// What a variable's value gives away is at the script that uses it.
func TestEnvironmentIsRead(t *testing.T) {
	t.Parallel()
	for script, want := range map[string][]string{
		"$NAME CALL1":           {"4:11 shell CALL1", "3:5 unclear shell UNCLEAR1'"},
		"$NAME; CALL:UNCLEAR1'": {"4:12 shell CALL:UNCLEAR1'", "4:17 unclear shell UNCLEAR1'"}, // the call has the value
	} {
		r := Read("- env: { NAME: UNCLEAR1 }\n  run: |\n    echo\n    "+script+"\n", fakes)
		if diff := cmp.Diff(want, said(r)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", script, diff)
		}
	}
}

// The inputs of an action are in its call.
func TestInputs(t *testing.T) {
	t.Parallel()
	r := Read("- uses: actions/checkout@v4\n  with:\n    Token: ${{ secrets.BOT }}\n    fetch-depth: 0\n- uses: actions/checkout@v4\n", fakes)
	if len(r.Calls) != 2 {
		t.Fatalf("calls = %+v", r.Calls)
	}
	if diff := cmp.Diff(reading.NewArguments("fetch-depth=0", "token=${{ secrets.BOT }}"), r.Calls[0].Arguments); diff != "" {
		t.Error(diff)
	}
	if words, known := r.Calls[1].Arguments.Words(); !known || len(words) > 0 {
		t.Errorf("without inputs: %q, %t", words, known)
	}
}

// Lines are counted as in other texts.
func TestCounts(t *testing.T) {
	t.Parallel()
	r := Read("# why\nname: x\n\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n", fakes)
	if r.Comments != 1 || r.Others != 4 {
		t.Errorf("%d comments and %d others, want 1 and 4", r.Comments, r.Others)
	}
}
