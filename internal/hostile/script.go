package hostile

// Shell returns scripts of a shell.
func Shell() []Text {
	return named([]Text{
		{Name: "calls", Unit: "curl -X POST https://api.github.com/repos/octo-org/r№/issues\n"},
		{Name: "calls in one line", Unit: "curl https://api.github.com/repos/octo-org/r№; "},
		{Name: "gh", Unit: "gh pr create --title t№\n"},
		{Name: "gh api", Unit: "gh api repos/$OWNER/r№\n"},
		{Name: "variables", Unit: "V№=x$V\ncurl https://api.github.com/$V№\n"},
		{Name: "one variable grows", Head: "V=xx\n", Unit: "V=$V$V\n", Tail: "curl https://api.github.com/$V\n"},
		{Name: "variables in one word", Head: "V=https://api.github.com/user\ncurl ", Unit: "$V"},
		{Name: "loops", Unit: "for x in a b c; do curl https://api.github.com/users/$x; done\n"},
		{Name: "nested loops", Unit: "for x№ in a b; do\n", Middle: "curl https://api.github.com/$x1\n", End: "done\n"},
		{Name: "wide loop", Head: "for x in ", Unit: "w№ ", Tail: "; do curl https://api.github.com/users/$x; done\n"},
		{Name: "open loops", Unit: "for x in a; do "},
		{Name: "while loops", Unit: "while read x; do gh api /users/$x; done < f№\n"},
		{Name: "cases", Unit: "case $x in a) curl https://api.github.com/a№;; *) :;; esac\n"},
		{Name: "nested cases", Unit: "case $x in a)\n", Middle: "gh api /user\n", End: ";; esac\n"},
		{Name: "one case", Head: "case $x in\n", Unit: "a№) gh api /user;;\n", Tail: "esac\n"},
		{Name: "conditions", Unit: "if [ -n $x ]; then gh api /users/x№; fi\n"},
		{Name: "nested conditions", Unit: "if true; then\n", Middle: "gh api /user\n", End: "fi\n"},
		{Name: "functions", Unit: "f№() { curl https://api.github.com/$1; }\nf№ user\n"},
		{Name: "functions in a chain", Head: "g0() { curl https://api.github.com/$1; }\n", Unit: "f№() { g№ $1; }\ng№() { f№ $1; }\n", Tail: "g1 user\n"},
		{Name: "one function called often", Head: "f() { curl https://api.github.com/$1; }\n", Unit: "f x№\n"},
		{Name: "functions that call twice", Head: "f() { g; g; }\ng() { f; f; }\n", Unit: "f x№\n"},
		{Name: "substitutions", Unit: "x=$(gh api /users/u№)\n"},
		{Name: "nested substitutions", Unit: "$(", Middle: "gh api /user", End: ")"},
		{Name: "open substitutions", Unit: "$("},
		{Name: "substitutions in one word", Head: "curl ", Unit: "$(a)"},
		{Name: "backticks", Unit: "`a` "},
		{Name: "heredocs", Unit: "cat <<E\ngh api /user\nE\n"},
		{Name: "open heredocs", Unit: "cat <<E№\n"},
		{Name: "heredocs in one line", Head: "cat ", Unit: "<<E№ "},
		{Name: "large heredoc", Head: "cat <<E | bash\n", Unit: "gh api /users/u№\n", Tail: "E\n"},
		{Name: "scripts in bash -c", Unit: "bash -c 'gh api /users/u№'\n"},
		{Name: "nested bash -c", Unit: "bash -c \"", Middle: "gh api /user", End: "\""},
		{Name: "eval", Unit: "eval \"gh api /users/u№\"\n"},
		{Name: "pipes", Head: "gh api /user", Unit: " | jq .", Tail: "\n"},
		{Name: "continued lines", Head: "curl https://api.github.com/user ", Unit: "-H x:№ \\\n", Tail: "\n"},
		{Name: "groups", Unit: "{ ", Middle: "gh api /user; ", End: "}; "},
		{Name: "subshells", Unit: "( ", Middle: "gh api /user", End: " )"},
		{Name: "arrays", Head: "a=(", Unit: "x№ ", Tail: ")\ncurl \"${a[@]}\"\n"},
		{Name: "braces", Head: "curl https://api.github.com/", Unit: "{a,b}", Tail: "\n"},
		{Name: "expansions", Head: "curl https://api.github.com/", Unit: "${x:-", Middle: "user", End: "}", Tail: "\n"},
		{Name: "comments", Unit: "# gh api /user\n"},
		{Name: "words of a shell", Words: []string{"if ", "then ", "fi ", "for x in ", "do ", "done ", "case x in ", "esac ", ";; ", "$(", ")", "`", "\"", "'", "<<E\n", "E\n", "\n", "; ", "| ", "&& ", "gh api ", "/user ", "curl ", "https://api.github.com/user ", "x=", "$x ", "${x", "} ", "{ ", "f() ", "\\", "# ", "while ", "[[ ", "]] "}},
	}...)
}

// Texts returns logs, lists, and prose with links and calls.
func Texts() []Text {
	const link = "https://github.com/settings/personal-access-tokens/new?name="
	return named([]Text{
		{Name: "links", Unit: link + "t№&contents=read\n"},
		{Name: "links in one line", Unit: link + "t№&contents=read "},
		{Name: "wrong links", Unit: link + "t№&expires_in=x&contents=reed\n"},
		{Name: "links without blanks", Unit: link + "t"},
		{Name: "one long link", Head: link, Unit: "a"},
		{Name: "one link with many parameters", Head: link + "a", Unit: "&p№=read"},
		{Name: "one link with one parameter often", Head: link + "a", Unit: "&contents=read"},
		{Name: "escaped link", Head: link, Unit: "%41"},
		{Name: "links in Markdown", Unit: "[t](" + link + "t№) "},
		{Name: "half links", Unit: "https://github.com/settings/personal-access-tokens/"},
		{Name: "links put together", Unit: "url = \"" + link + "\" + name№ + \"&contents=read\"\n"},
		{Name: "links put together in one line", Head: "url = \"" + link + "\"", Unit: " + n№"},
		{Name: "calls", Unit: "GET /repos/octo-org/r№/issues\n"},
		{Name: "calls in one line", Unit: "GET /repos/octo-org/r№/issues "},
		{Name: "addresses", Unit: "https://api.github.com/repos/octo-org/r№/issues "},
		{Name: "refusals", Unit: "GET https://api.github.com/repos/octo-org/r№: 403 Resource not accessible by personal access token []\n"},
		{Name: "refusals in one line", Unit: "403 Resource not accessible by personal access token "},
		{Name: "curl in a log", Unit: "+ curl -X POST https://api.github.com/user/r№ -d {}\n"},
		{Name: "words of a log", Words: []string{"GET ", "POST ", "/user ", "https://", "api.github.com", "/repos/octo-org/api ", "\n", "\"", "403 ", "{", "}", "gh api ", "curl ", "-X ", ": ", "Resource not accessible ", link, "&contents=read ", "[", "](", ")", "+ ", "`", "graphql ", "query { viewer { login } }"}},
	}...)
}

// Archives returns HAR files and other JSON with requests.
func Archives() []Text {
	return []Text{
		{Name: "entries", Head: `{"log":{"entries":[`, Unit: `{"request":{"method":"GET","url":"https://api.github.com/repos/octo-org/r№"},"response":{"status":200}},`, Tail: `{"request":{"method":"GET","url":"https://api.github.com/user"}}]}}`},
		{Name: "headers", Head: `{"log":{"entries":[{"request":{"method":"GET","url":"https://api.github.com/user","headers":[`, Unit: `{"name":"n№","value":"v"},`, Tail: `{}]}}]}}`},
		{Name: "bodies", Head: `{"log":{"entries":[`, Unit: `{"request":{"method":"POST","url":"https://api.github.com/graphql","postData":{"text":"{\"query\":\"{ viewer { login } }\"}"}}},`, Tail: `{}]}}`},
		{Name: "lines", Unit: `{"method":"GET","path":"/repos/octo-org/r№"}` + "\n"},
	}
}

// GraphQL returns documents of GraphQL.
func GraphQL() []Text {
	return named([]Text{
		{Name: "fields", Head: "query {", Unit: " f№", Tail: "}"},
		{Name: "nested fields", Head: "query ", Unit: "{a", End: "}"},
		{Name: "aliases", Head: "query {", Unit: " a№: viewer { login }", Tail: "}"},
		{Name: "queries", Unit: "query q№ { viewer { login } }\n"},
		{Name: "fragments", Head: "query { viewer { ...f0 } }\n", Unit: "fragment f№ on User { login ...f }\n"},
		{Name: "fragments in a circle", Head: "query { viewer { ...f } }\n", Unit: "fragment f on User { ...f ...f }\n"},
		{Name: "arguments", Head: "query { viewer(", Unit: "a№: 1 ", Tail: ") { login } }"},
		{Name: "nested values", Head: "query { viewer(a: ", Unit: "[", End: "]", Tail: ") { login } }"},
		{Name: "open text", Head: "query { viewer(a: \"\"\"", Unit: "a\n"},
	}...)
}
