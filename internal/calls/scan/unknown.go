package scan

import "strings"

// nameOf is the placeholder for an expression that is not known: its last name, in braces.
func nameOf(tokens []Token) string {
	if known := wellKnown(tokens); known != "" {
		return known
	}
	name := ""
	for i := 0; i < len(tokens); i = next(tokens, i) {
		switch t := tokens[i]; {
		case t.Kind == Name && !noNames[t.Text]:
			name = t.Text
		case t.Is("[") && At(tokens, i+1).Kind == String && Is(tokens, i+2, "]"):
			name = tokens[i+1].Text
		case t.Is("?") || t.Is("||") || t.Is("??") || t.Is(","):
			return nameText(name)
		}
	}
	return nameText(name)
}

// noNames say nothing about a value.
var noNames = words("toString", "trim", "value", "data", "await", "new", "to_s", "strip", "str", "String", "encodeURIComponent", "encodeURI", "lower", "toLowerCase", "get")

// nameText is a name in braces, in letters, digits and "_".
func nameText(name string) string {
	name = strings.TrimPrefix(strings.TrimLeft(name, "$@#{"), "env:")
	if repositories[strings.ToLower(strings.ReplaceAll(name, "_", ""))] {
		return "{owner}/{repo}"
	}
	b := []byte(strings.TrimRight(name, "?!}"))
	for i, c := range b {
		if !isLetter(c) && !isDigit(c) || c >= 0x80 {
			b[i] = '_'
		}
	}
	if len(b) == 0 || len(b) > 60 {
		return "{value}"
	}
	return "{" + string(b) + "}"
}

// repositories are names of "octo-org/api", in lower case without "_".
var repositories = words("githubrepository", "fullname", "repofullname", "repositoryfullname", "namewithowner", "reponamewithowner", "ownerrepo", "ownerandrepo", "reposlug")

// wellKnown is the value of what the runner of a workflow gives.
func wellKnown(tokens []Token) string {
	for _, t := range tokens {
		if t.Kind != Name && t.Kind != String || len(t.Text) > 30 {
			continue
		}
		switch strings.TrimPrefix(strings.Trim(t.Text, "${}"), "env:") {
		case "GITHUB_API_URL", "GH_API_URL":
			return "https://api.github.com"
		case "GITHUB_REPOSITORY":
			return "{owner}/{repo}"
		}
	}
	return ""
}
