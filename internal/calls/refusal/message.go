package refusal

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// target is the address or the path in a message.
const target = `((?:https?://[^\s"'` + "`" + `,()]+?)?/[^\s"'` + "`" + `,()]*?)`

// Messages that name the method and the address of a refused call, as octokit,
// Terraform, go-github, and Renovate write them. The last is also what Renovate
// logs of calls that were not refused.
var refused = []*lazyregexp.Regexp{
	lazyregexp.New(`\b(GET|HEAD|POST|PUT|PATCH|DELETE)\s+` + target + `[:,]?\s+(?:-\s+|returned\s+|failed\s+(?:with\s+)?|status\s+|HTTP\s+|\[)*(?:40[0-9]|422)\b`),
	lazyregexp.New(`\b(?:40[0-9]|422)\b[^:{}]{0,60}:\s+(GET|HEAD|POST|PUT|PATCH|DELETE)\s+` + target + `(?:["'` + "`" + `\s,()\\]|$)`),
	lazyregexp.New(`\b(GET|HEAD|POST|PUT|PATCH|DELETE)\s+` + target + `\s+=\s+\(code=`),
}

// documented is the page that GitHub names in a refusal, or that octokit puts
// behind its message.
var documented = lazyregexp.New(`(?:"?documentation_url\\?["']?\s*[:=]\s*\\?["']?|not accessible by [a-z ]+ - )(https://docs\.github\.com/(?:[^\s"'\\,)}]*/)?rest/[^\s"'\\,)}]*#[\w-]+)`)

// withoutMethod are messages that name the address of a refused call alone, as gh
// and Python's requests write them.
var withoutMethod = lazyregexp.New(`(?:\bHTTP 40[0-9]\b[^()]*\(|\b40[0-9] Client Error: [\w ]+ for url: )(https?://[^\s"'` + "`" + `,()]+)`)

// Calls finds the requests in the messages of refused calls.
func Calls(text string) []reading.Call {
	if !mayBeRefusal(text) {
		return nil
	}
	var found []reading.Call
	for _, form := range refused {
		for _, match := range form.FindAllStringSubmatch(text, -1) {
			found = append(found, reading.Call{Text: match[1] + " " + address.Expand(match[2]), Refused: true})
		}
		if found != nil {
			return found
		}
	}
	for _, form := range []*lazyregexp.Regexp{withoutMethod, documented} {
		for _, match := range form.FindAllStringSubmatch(text, -1) {
			found = append(found, reading.Call{Text: match[1], Refused: true})
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// mayBeRefusal is a fast check that is false for most texts without a refusal.
func mayBeRefusal(text string) bool {
	for _, sign := range []string{"40", "422", "documentation_url", "not accessible by", " = (code="} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// What GitHub and its clients print about a refusal besides the call: its message and
// its status. Both are about the same call.
var (
	refusalMessage = lazyregexp.New(`Resource not accessible by (?:personal access token|integration)|\bdocumentation_url\\?["']?\s*[:=]\s*\\?["']?https?:|\(HTTP 40[134]\)|(?:^|: )HTTP 40[134](?::| \()|Request failed with status code 40[134]\b|\b40[134] Client Error\b|^curl: \(22\) The requested URL returned error: 40[134]`)
	refusalStatus  = lazyregexp.New(`^\W*HTTP/[\d.]+ 40[134]\b`)
	repeated       = lazyregexp.New(`\bUnhandled error: (?:Http|Request)Error\b`)
	integration    = lazyregexp.New(`not accessible by integration`)
)

// Messages of Git, and of gh about GraphQL.
var (
	pushRefused    = lazyregexp.New(`^\W*(?:remote: )?Permission to \S+ denied to |refusing to allow a (?:fine-grained )?(?i:personal access token) to `)
	gitRefused     = lazyregexp.New(`unable to access '(https?://[^']*)'?: The requested URL returned error: 40[134]`)
	graphqlRefused = lazyregexp.New(`^\W*(?:[\w ]+: )*GraphQL: `)
	graphqlPath    = lazyregexp.New(`\(([A-Za-z][\w.]*)\)`)
)

// Named finds refusals whose calls are not REST calls that were read.
func Named(text string, found bool) []string {
	switch {
	case !mayBeRefusal(text) && !strings.Contains(text, "GraphQL: ") && !strings.Contains(text, "denied to") && !strings.Contains(text, "refusing to"):
		return nil
	case pushRefused.MatchString(text):
		return []string{"git push"}
	case gitRefused.MatchString(text):
		if address.IsElsewhere(gitRefused.FindStringSubmatch(text)[1]) {
			return nil
		}
		return []string{"git"}
	case graphqlRefused.MatchString(text):
		return graphqlPaths(text)
	case !found && (refusalMessage.MatchString(text) || refusalStatus.MatchString(text)):
		return []string{reading.Refusal}
	}
	return nil
}

func graphqlPaths(text string) []string {
	var found []string
	for _, match := range graphqlPath.FindAllStringSubmatch(text, -1) {
		found = append(found, "graphql "+match[1])
	}
	if found == nil && refusalMessage.MatchString(text) {
		return []string{"graphql"}
	}
	return found
}

// Is reports whether a text is the message of a refusal, or a header of one.
func Is(text string) bool {
	return refusalMessage.MatchString(text) || acceptedHeader.MatchString(text) || pushRefused.MatchString(text) || gitRefused.MatchString(text) ||
		graphqlRefused.MatchString(text) || graphqlType.MatchString(text) || Calls(text) != nil
}

// acceptedHeader is the header in an answer, or as a property of one.
var acceptedHeader = lazyregexp.New(`(?i)\bx-accepted-github-permissions\\?["']?\s*[:=]\s*\\?["']?([a-z_=,; ]*)`)

// Sayings reads what the lines tell about responses besides the calls. It returns the
// lines with response headers.
func Sayings(r *reading.Reading, t *source.Text) map[int]bool {
	headers := map[int]bool{}
	i := -1
	for text := range strings.SplitSeq(t.Text, "\n") {
		i++
		if strings.Contains(text, "not accessible by") || mayBeHeader(text) {
			saying(r, headers, t.LineAt(text, t.Starts[i]+len(text)-len(strings.TrimLeft(text, " \t"))))
		}
	}
	return headers
}

// saying reads a header, and whose token it was that GitHub refused.
func saying(r *reading.Reading, headers map[int]bool, line source.Line) {
	for _, match := range acceptedHeader.FindAllStringSubmatch(line.Text, -1) {
		headers[line.Number] = true
		r.Accepted = append(r.Accepted, reading.Accepted{Line: line.Number, Column: line.Begin, Value: strings.TrimSpace(strings.ToLower(match[1]))})
	}
	if integration.MatchString(line.Text) {
		r.Integration = append(r.Integration, line.Number)
	}
}

func mayBeHeader(text string) bool {
	return strings.Contains(text, "ccepted-") // X-Accepted, x-accepted
}
