package known

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ownerInPath is the login in the path of a call. What people write for any login is
// none.
var (
	ownerInPath = lazyregexp.New(`^(?:[A-Z]+\s+)?(?:https?://[^/\s]+)?(?:/api/v3)?/?(?:repos|orgs)/([A-Za-z\d][A-Za-z\d-]{0,38})(?:[/?#]|$)`)
	anyOwner    = lazyregexp.New(`(?i)^(?:owner|org|organization|user|username|o|(?:my|your|the|some)-?\w*)$`)
	repository  = lazyregexp.New(`^(?:[\w.-]+\.[\w.-]+/)?([A-Za-z\d][A-Za-z\d-]{0,38})/[\w.-]+$`)
	login       = lazyregexp.New(`^[A-Za-z\d][A-Za-z\d-]{0,38}$`)
)

// Owner is the login whose resources a call reaches, as far as its text has it, or "".
func Owner(call reading.Call) string {
	if call.Kind == reading.REST {
		if match := ownerInPath.FindStringSubmatch(call.Text); match != nil {
			return named(match[1])
		}
	}
	words, _ := call.Arguments.Words()
	for i, word := range words {
		name, value, inside := strings.Cut(word, "=")
		if !inside && i+1 < len(words) {
			value = words[i+1]
		}
		match := repository.FindStringSubmatch(value)
		switch {
		case call.Kind != reading.GH:
		case (name == "-R" || name == "--repo") && match != nil:
			return named(match[1])
		case (name == "--org" || name == "--owner") && login.MatchString(value):
			return named(value)
		}
	}
	return ""
}

// named is a login, or "" where people write it for any login.
func named(login string) string {
	if anyOwner.MatchString(login) {
		return ""
	}
	return login
}

// Server is the host of GitHub Enterprise Server that a call goes to, or "".
func Server(call reading.Call) string {
	match := serverAddress.FindStringSubmatch(call.Text)
	switch {
	case call.Server != "" && !strings.HasSuffix(call.Server, ".ghe.com"):
		return call.Server
	case match != nil && match[1] != "api.github.com":
		return strings.ToLower(match[1])
	}
	return ""
}

var serverAddress = lazyregexp.New(`^(?:[A-Z]+\s+)?https?://(?:[^/@\s]*@)?([\w.-]+|\{\w+\})(?::\d+)?/api/(?:v3|graphql|uploads)(?:[/?]|$)`)
