package delegate

import "regexp"

// token is the name of a variable or a secret that holds a token of GitHub.
var token = regexp.MustCompile(`(?i)(?:^|[^a-z0-9])(?:[a-z0-9]+[_-])*(?:github|gh|ghe)(?:[_-][a-z0-9]+)*[_-](?:token|pat)(?:$|[^a-z0-9_-])|\bgithub\.token\b`)

// NamesToken reports whether a text names a token of GitHub: GITHUB_TOKEN, GH_PAT,
// secrets.RELEASE_GITHUB_TOKEN.
func NamesToken(text string) bool { return token.MatchString(text) }
