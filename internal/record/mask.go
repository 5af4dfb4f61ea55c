package record

import (
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// tokenPattern finds a token of GitHub, or a JWT, wherever it is in a text.
//
// https://docs.github.com/en/organizations/managing-programmatic-access-to-your-organization/github-credential-types
var tokenPattern = lazyregexp.New(`(?i)gh[a-z]_|github_pat_|\bv1\.[0-9a-f]{16}|eyJ[\w-]+\.[\w-]+\.`)

// labelPattern is what a part of a host name may hold.
var labelPattern = lazyregexp.New(`^[a-z0-9-]{1,63}$`)

// masked replaces what is masked.
const masked = "*"

// shownHost is a host as it may be kept: a client can ask for any, and put a secret into it.
func shownHost(host string) string {
	const longest = 253
	if len(host) > longest {
		return masked
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if host != "" && !labelPattern.MatchString(label) || i < len(labels)-2 && holdsToken(host) {
			labels[i] = masked
		}
	}
	return strings.Join(labels, ".")
}

// shownPath is a path with its names, without the segments that hold a token, and not longer
// than GitHub takes.
func shownPath(path string) string {
	const longest = 8 << 10
	if len(path) > longest {
		path = path[:strings.LastIndexByte(path[:longest], '/')+1] + masked
	}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if holdsToken(segment) {
			segments[i] = masked
		}
	}
	return strings.Join(segments, "/")
}

// holdsToken reports whether a text holds a token, also one that is encoded for URLs, perhaps
// more than once, or with Base64.
func holdsToken(text string) bool {
	const often = 4
	for range often {
		if tokenPattern.MatchString(text) || tokenPattern.MatchString(decoded(text)) {
			return true
		}
		plain, err := url.PathUnescape(text)
		if err != nil || plain == text {
			return false
		}
		text = plain
	}
	return true // nobody encodes a name as often
}

// decoded is what a text is in Base64, or "".
func decoded(text string) string {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	plain, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(plain)
}
