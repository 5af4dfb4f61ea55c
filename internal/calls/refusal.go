package calls

import (
	"regexp"
	"strings"
)

// refused is a request in a message, with the status of a refusal behind it, as
// octokit, Terraform and go-github write it: "POST https://... : 403 ...",
// "POST /x - 403 in 4ms".
var refused = regexp.MustCompile(`\b(GET|HEAD|POST|PUT|PATCH|DELETE)\s+((?:https?://[^\s"'` + "`" + `,()]+?)?/[^\s"'` + "`" + `,()]*?)[:,]?\s+(?:-\s+|returned\s+|failed\s+(?:with\s+)?|status\s+|HTTP\s+|\[)*(?:40[0-9]|422)\b`)

// documented is the page that GitHub names in a refusal.
var documented = regexp.MustCompile(`"?documentation_url"?\s*[:=]\s*\\?["']?(https://docs\.github\.com/[^\s"'\\,)}]*/rest/[^\s"'\\,)}]*#[\w-]+|https://docs\.github\.com/rest/[^\s"'\\,)}]*#[\w-]+)`)

// refusalsIn finds the requests in the messages of refused calls.
func refusalsIn(text string) []Call {
	if !strings.Contains(text, "40") && !strings.Contains(text, "documentation_url") && !strings.Contains(text, "422") {
		return nil
	}
	var found []Call
	for _, match := range refused.FindAllStringSubmatch(text, -1) {
		found = append(found, Call{Text: match[1] + " " + expand(match[2])})
	}
	if found != nil {
		return found
	}
	for _, match := range documented.FindAllStringSubmatch(text, -1) {
		found = append(found, Call{Text: match[1]})
	}
	return found
}
