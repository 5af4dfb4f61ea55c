package hostile

// JSON returns documents of JSON that are no documents of patctl.
func JSON() []Text {
	return named([]Text{
		{Name: "keys", Head: "{", Unit: `"k№":№,`, Tail: `"k":1}`},
		{Name: "one key often", Head: "{", Unit: `"k":1,`, Tail: `"k":1}`},
		{Name: "organizations often", Head: "{", Unit: `"organizations":[],`, Tail: `"k":1}`},
		{Name: "numbers", Head: "[", Unit: "1,", Tail: "1]"},
		{Name: "nulls", Head: "[", Unit: "null,", Tail: "null]"},
		{Name: "objects", Head: "[", Unit: "{},", Tail: "{}]"},
		{Name: "empty texts", Head: "[", Unit: `"",`, Tail: `""]`},
		{Name: "nested lists", Unit: "[", End: "]"},
		{Name: "nested objects", Unit: `{"a":`, Middle: "1", End: "}"},
		{Name: "open objects", Unit: `{"a":`},
		{Name: "huge number", Head: `{"id":1`, Unit: "0", Tail: "}"},
		{Name: "huge exponent", Head: `{"id":1e`, Unit: "9", Tail: "}"},
		{Name: "huge text", Head: `{"a":"`, Unit: "a", Tail: `"}`},
		{Name: "escapes", Head: `{"a":"`, Unit: `\u0000`, Tail: `"}`},
		{Name: "documents", Unit: "{}\n"},
		{Name: "documents in one line", Unit: "{}"},
		{Name: "wrong documents", Unit: "{\"a\"\n"},
	}...)
}

// YAML returns documents of YAML, workflows among them.
func YAML() []Text {
	workflow := "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"
	return named([]Text{
		{Name: "steps", Head: workflow, Unit: "    - run: curl -X POST $URL/a№\n"},
		{Name: "actions", Head: workflow, Unit: "    - uses: actions/checkout@v№\n"},
		{Name: "jobs", Head: "on: push\njobs:\n", Unit: "  j№:\n    runs-on: x\n    steps:\n    - run: gh pr list\n"},
		{Name: "jobs that need each other", Head: "on: push\njobs:\n  j:\n    steps: []\n", Unit: "  j№:\n    needs: [j]\n    steps: []\n"},
		{Name: "variables", Head: "on: push\nenv:\n", Unit: "  V№: ${{ env.V }}\n", Tail: "jobs:\n  a:\n    steps:\n    - run: gh api $V1\n"},
		{Name: "expressions", Head: workflow + "    - run: \"", Unit: "${{ a }}", Tail: "\"\n"},
		{Name: "nested expressions", Head: workflow + "    - run: \"${{ ", Unit: "(", Tail: " }}\"\n"},
		{Name: "one script", Head: workflow + "    - run: |\n", Unit: "        curl https://api.github.com/repos/octo-org/r№\n"},
		{Name: "aliases", Head: "on: push\njobs: {}\na: &a [x]\nb: [", Unit: "*a,", Tail: "]\n"},
		{Name: "doubled aliases", Head: "on: push\njobs: {}\na0: &a0 [x,x]\n", Unit: "b№: &b№ [*a0,*a0,*a0,*a0]\n"},
		{Name: "chain of aliases", Head: "on: push\njobs: {}\nb0: &b0 [x,x]\n", Unit: "a№: &a№ [*b№,*b№]\nb№: &b№ [*a№,*a№]\n"},
		{Name: "merge keys", Head: "on: push\njobs: {}\na: &a {x: 1}\n", Unit: "b№: {<<: *a}\n"},
		{Name: "anchors", Head: "on: push\njobs: {}\n", Unit: "a№: &a№ 1\n"},
		{Name: "nested flow", Head: "on: push\njobs: {}\na: ", Unit: "[", End: "]"},
		{Name: "nested maps", Head: "on: push\njobs: {}\na: ", Unit: "{a: ", End: "}"},
		{Name: "nested sequences", Head: "on: push\njobs: {}\na:\n", Unit: "- "},
		{Name: "keys", Head: "on: push\njobs: {}\n", Unit: "k№: 1\n"},
		{Name: "one key often", Head: "on: push\njobs: {}\n", Unit: "k: 1\n"},
		{Name: "flow keys", Head: "on: push\njobs: {}\na: {", Unit: "k№: 1,", Tail: "}\n"},
		{Name: "documents", Head: "on: push\njobs: {}\n", Unit: "---\na: 1\n"},
		{Name: "tags", Head: "on: push\njobs: {}\n", Unit: "a№: !!str 1\n"},
		{Name: "open quote", Head: "on: push\njobs: {}\na: \"", Unit: "a\n"},
		{Name: "folded text", Head: "on: push\njobs: {}\na: >\n", Unit: " a\n"},
		{Name: "words of YAML", Head: "on: push\njobs:\n  a:\n    steps:\n", Words: []string{"- ", "run: ", "uses: ", "a", "\n", "    ", ": ", "|\n", "&a ", "*a ", "[", "]", "{", "}", "\"", "'", "${{ ", " }}", "if: ", "env:\n", "# x", ", "}},
	}...)
}

// Tables returns texts of comma-separated values.
func Tables() []Text {
	return named([]Text{
		{Name: "rows", Head: "a,b\n", Unit: "№,x\n"},
		{Name: "columns", Head: "a", Unit: ",c№"},
		{Name: "columns and rows", Head: "a", Unit: ",c№", Tail: "\n1,2\n"},
		{Name: "commas", Head: "a\n", Unit: ","},
		{Name: "open quote", Head: "a\n\"", Unit: "x\n"},
		{Name: "quotes", Head: "a\n", Unit: "\"\"\"x\"\"\"\n"},
	}...)
}
