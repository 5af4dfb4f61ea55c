package hostile

// program nests what every language nests, and lets names depend on each other.
func program(head, end, assign string, more ...Text) []Text {
	return named(append([]Text{
		{Name: "calls of the API", Head: head, Unit: "fetch(\"https://api.github.com/repos/octo-org/r№\")" + end},
		{Name: "calls in one line", Head: head, Unit: "fetch(\"https://api.github.com/repos/octo-org/r№\"); "},
		{Name: "nested calls", Head: head + assign + "x = ", Unit: "f(", Middle: `"https://api.github.com/user"`, End: ")", Tail: end},
		{Name: "open calls", Head: head, Unit: "f("},
		{Name: "nested lists", Head: head + assign + "x = ", Unit: "[", Middle: "1", End: "]", Tail: end},
		{Name: "list", Head: head + assign + "x = [", Unit: "\"/user№\", ", Tail: "]" + end},
		{Name: "object", Head: head + assign + "x = {", Unit: "\"k№\": \"/user\", ", Tail: "}" + end},
		{Name: "sum", Head: head + assign + "x = \"https://api.github.com/\"", Unit: " + \"a\"", Tail: end},
		{Name: "sum of names", Head: head + assign + "a = \"https://api.github.com/\"" + end + assign + "x = a", Unit: " + a", Tail: end},
		{Name: "names", Head: head, Unit: assign + "v№ = \"https://api.github.com/users/u№\"" + end},
		{Name: "chain of names", Head: head + assign + "x0 = \"https://api.github.com/user\"" + end, Unit: assign + "y№ = x№" + end + assign + "x№ = y№" + end, Tail: "fetch(x1)" + end},
		{Name: "a name that grows", Head: head + assign + "x = \"https://api.github.com/user\"" + end, Unit: "x = x + x" + end, Tail: "fetch(x)" + end},
		{Name: "chain of attributes", Head: head + "a", Unit: ".b", Tail: end},
		{Name: "chain of calls", Head: head + "octokit", Unit: ".b()", Tail: end},
		{Name: "indexes", Head: head + "a", Unit: "[0]", Tail: end},
		{Name: "minus signs", Head: head + assign + "x = ", Unit: "- ", Tail: "1" + end},
		{Name: "negations", Head: head + assign + "x = ", Unit: "!", Tail: "1" + end},
		{Name: "long name", Head: head, Unit: "i", Tail: end},
		{Name: "long text", Head: head + assign + "x = \"https://api.github.com/", Unit: "a", Tail: "\"" + end},
		{Name: "texts", Head: head, Unit: "\"a\"" + end},
		{Name: "open text", Head: head + "\"", Unit: "a\n"},
	}, more...)...)
}

// JavaScript returns programs in JavaScript.
func JavaScript() []Text {
	return program("const o = new Octokit();\n", ";\n", "var ", []Text{
		{Name: "octokit", Unit: "await octokit.rest.issues.create({ owner, repo: 'r№' });\n"},
		{Name: "functions", Unit: "function f№(a) { return fetch('https://api.github.com/' + a); }\nf№('user');\n"},
		{Name: "nested functions", Unit: "function f№() {", Middle: "fetch('https://api.github.com/user')", End: "}"},
		{Name: "nested arrows", Unit: "() => ", Tail: "1"},
		{Name: "one function called often", Head: "function f(a) { return fetch('https://api.github.com/' + a); }\n", Unit: "f('u№');\n"},
		{Name: "functions that call twice", Head: "function f(a) { g(a); g(a); }\nfunction g(a) { f(a); f(a); }\n", Unit: "f('u№');\n"},
		{Name: "functions in a chain", Head: "function g0(a) { fetch('https://api.github.com/' + a) }\n", Unit: "function f№(a) { g№(a) }\nfunction g№(a) { f№(a) }\n", Tail: "g1('user')\n"},
		{Name: "conditions", Unit: "a?", Middle: "1", End: ":1"},
		{Name: "nested blocks", Unit: "if (a) {", End: "}"},
		{Name: "else if", Unit: "if (a) { x = 1 } else "},
		{Name: "nested templates", Unit: "`${", Middle: "1", End: "}`"},
		{Name: "parts of a template", Head: "fetch(`https://api.github.com/", Unit: "${a}", Tail: "`)\n"},
		{Name: "regular expressions", Unit: "/a/;\n"},
		{Name: "open brackets in regular expressions", Unit: "/[\n"},
		{Name: "imports", Unit: "import { a№ } from 'b№';\n"},
		{Name: "classes", Unit: "class C№ { m() { return fetch('https://api.github.com/user') } }\n"},
		{Name: "JSX", Unit: "<a>", End: "</a>"},
		{Name: "open JSX", Unit: "<a b={"},
		{Name: "types", Head: "let x: ", Unit: "A<", End: ">"},
		{Name: "destructuring", Unit: "const { a№, ...b№ } = c;\n"},
		{Name: "words of JavaScript", Words: []string{"function ", "f", "(", ")", "{", "}", "[", "]", "=> ", "const ", "x ", "= ", "; ", "\n", "`", "${", "\"", "'", "/", "await ", "octokit.rest.issues.create", "fetch(", "https://api.github.com/user", "? ", ": ", ", ", "<", ">", "class ", "async ", "...", "import ", "from ", "// ", "/*", "*/", "."}},
	}...)
}

// Python returns programs in Python.
func Python() []Text {
	return program("import requests\nfrom github import Github\n", "\n", "", []Text{
		{Name: "requests", Unit: "requests.get('https://api.github.com/repos/octo-org/r№')\n"},
		{Name: "functions", Unit: "def f№(a):\n    return requests.get('https://api.github.com/' + a)\nf№('user')\n"},
		{Name: "one function called often", Head: "def f(a):\n    return requests.get('https://api.github.com/' + a)\n", Unit: "f('u№')\n"},
		{Name: "functions that call twice", Head: "def f(a):\n    g(a)\n    g(a)\ndef g(a):\n    f(a)\n    f(a)\n", Unit: "f('u№')\n"},
		{Name: "functions in a chain", Head: "def g0(a):\n  requests.get('https://api.github.com/' + a)\n", Unit: "def f№(a):\n  g№(a)\ndef g№(a):\n  f№(a)\n", Tail: "g1('user')\n"},
		{Name: "classes", Unit: "class C№(C):\n    def m(self):\n        return self.x\n"},
		{Name: "lambdas", Unit: "lambda: ", Tail: "1"},
		{Name: "nested conditions in one line", Unit: "1 if a else ", Tail: "1"},
		{Name: "nested f-strings", Unit: "f\"{", Middle: "1", End: "}\""},
		{Name: "parts of an f-string", Head: "requests.get(f'https://api.github.com/", Unit: "{a}", Tail: "')\n"},
		{Name: "comprehensions", Unit: "[x for x in ", Middle: "y", End: "]"},
		{Name: "nested blocks", Unit: "if a: "},
		{Name: "elif", Head: "if a:\n  x = 1\n", Unit: "elif b№:\n  x = requests.get('https://api.github.com/user')\n"},
		{Name: "decorators", Unit: "@d№\n", Tail: "def f(): pass\n"},
		{Name: "open triple quote", Head: "x = '''", Unit: "a\n"},
		{Name: "words of Python", Words: []string{"def ", "f", "(", ")", ":", "\n", "    ", "[", "]", "{", "}", "\"", "'", "\"\"\"", "f\"", "requests.get(", "https://api.github.com/user", "= ", "x ", "lambda ", "if ", "else ", "for ", "in ", "return ", "class ", "import ", ", ", "**", "+ ", "# ", "\\\n", "."}},
	}...)
}

// Go returns programs in Go.
func Go() []Text {
	return program("package main\n\nimport \"github.com/google/go-github/v60/github\"\n\nfunc main() {\n", "\n", "var ", []Text{
		{Name: "functions", Head: "package main\n\nimport \"net/http\"\n", Unit: "func f№(a string) { http.Get(\"https://api.github.com/\" + a) }\nfunc h№() { f№(\"user\") }\n"},
		{Name: "nested blocks", Head: "package main\n\nimport \"net/http\"\nfunc main() ", Unit: "{", End: "}"},
		{Name: "nested functions", Head: "package main\n\nimport \"net/http\"\nvar x = ", Unit: "func() { ", End: "}"},
		{Name: "types", Head: "package main\n\nimport \"net/http\"\n", Unit: "type T№ struct{ a *T }\n"},
		{Name: "constants", Head: "package main\n\nimport \"net/http\"\n", Unit: "const c№ = \"https://api.github.com/users/\" + c\n"},
		{Name: "composite literals", Head: "package main\n\nimport \"net/http\"\nvar x = ", Unit: "T{", End: "}"},
		{Name: "switch", Head: "package main\n\nimport \"net/http\"\nfunc main() { switch x {\n", Unit: "case №: http.Get(\"https://api.github.com/user\")\n", Tail: "}}\n"},
		{Name: "pointers", Head: "package main\n\nimport \"net/http\"\nvar x ", Unit: "*", Tail: "T\n"},
	}...)
}

// Ruby returns programs in Ruby.
func Ruby() []Text {
	return program("require 'octokit'\nclient = Octokit::Client.new\n", "\n", "", []Text{
		{Name: "octokit", Head: "require 'octokit'\nclient = Octokit::Client.new\n", Unit: "client.create_issue('octo-org/r№', 't')\n"},
		{Name: "methods", Unit: "def f№(a)\n  Net::HTTP.get(URI('https://api.github.com/' + a))\nend\nf№('user')\n"},
		{Name: "nested methods", Unit: "def f№\n", End: "end\n"},
		{Name: "blocks", Unit: "a do |x№|\n", End: "end\n"},
		{Name: "interpolations", Unit: "\"#{", Middle: "1", End: "}\""},
		{Name: "heredocs", Unit: "x = <<~E\n  a\nE\n"},
		{Name: "open heredocs", Unit: "x = <<~E\n"},
		{Name: "literals with percent", Unit: "%w("},
		{Name: "words of Ruby", Words: []string{"def ", "end\n", "do ", "|x| ", "class ", "\n", "(", ")", "{", "}", "[", "]", "\"", "'", "#{", "client.create_issue ", "'octo-org/api' ", "if ", "unless ", "= ", "x ", "%w(", "<<~E\n", "E\n", "/", "? ", ": ", ", ", "."}},
	}...)
}

// PowerShell returns scripts for PowerShell.
func PowerShell() []Text {
	return named([]Text{
		{Name: "calls", Unit: "Invoke-RestMethod -Uri https://api.github.com/repos/octo-org/r№ -Method Post\n"},
		{Name: "variables", Unit: "$v№ = \"https://api.github.com/users/u№\"\nInvoke-RestMethod $v№\n"},
		{Name: "a name that grows", Head: "$x = 'https://api.github.com/user'\n", Unit: "$x = \"$x$x\"\n", Tail: "Invoke-RestMethod $x\n"},
		{Name: "functions", Unit: "function f№($a) { Invoke-RestMethod \"https://api.github.com/$a\" }\nf№ user\n"},
		{Name: "nested blocks", Unit: "if ($a) {", End: "}"},
		{Name: "nested expressions", Unit: "$(", Middle: "gh api /user", End: ")"},
		{Name: "script blocks", Unit: "& {", Middle: "gh api /user", End: "}"},
		{Name: "hashes", Head: "$x = ", Unit: "@{a=", Middle: "1", End: "}"},
		{Name: "large hash", Head: "$x = @{\n", Unit: "k№ = 'v'\n", Tail: "}\nInvoke-RestMethod @x\n"},
		{Name: "pipes", Head: "gh api /user", Unit: " | a", Tail: "\n"},
		{Name: "here-strings", Unit: "@\"\na\n\"@\n"},
		{Name: "open here-strings", Unit: "@\"\n"},
		{Name: "continued lines", Head: "Invoke-RestMethod ", Unit: "`\n-H № "},
		{Name: "words of PowerShell", Words: []string{"function ", "f ", "{", "}", "(", ")", "$x ", "= ", "@{", "@(", "$(", "\"", "'", "`", "\n", "| ", "Invoke-RestMethod ", "-Uri ", "https://api.github.com/user ", "gh api ", "/user ", "if ", "else ", "; ", ", ", "@\"\n", "\"@\n"}},
	}...)
}
