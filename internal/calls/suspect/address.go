package suspect

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// fetchers are commands that call an address.
var fetchers = lazyregexp.New(`(?i)(?:^\s*[-@+]+|^|[^\w.-])\b(?:curl|wget|invoke-restmethod|invoke-webrequest|iwr|irm|xh|aria2c|http|https)(?:\.exe)?\s`)

// openValue is a value that is not in the text, or an option that takes its
// arguments from one.
var openValue = lazyregexp.New(`\$[{(\w]|\s@\w|%[A-Z_]{3,}%`)

// addressCalls finds addresses of the API, and uses of names that hold one, in lines that
// are not read as calls.
func addressCalls(text string, s *signs) []string {
	if s.found {
		s.anyCall = true
		return nil
	}
	switch {
	case address.API.MatchString(text):
	case address.Base.MatchString(text) && fetchers.MatchString(text):
	case s.usesName(text):
	case len(s.bases) > 0 && pathArgument.MatchString(text):
	case startsFetcher(text) && openValue.MatchString(text):
	default:
		return nil
	}
	s.anyCall = true
	return []string{reading.Unreadable}
}

// pathArgument is a path that a function is called with, behind a method or not.
var pathArgument = lazyregexp.New("\\(\\s*(?:[\"'](?:GET|POST|PUT|PATCH|DELETE)[\"']\\s*,\\s*)?[fru]?[\"'`]/[\\w{$:]")

// nameUse is what follows the name of an address where a path is put behind it.
var nameUse = lazyregexp.New(`^(?:[}\])"'\s]*[+/,.]|[}\])]+["'` + "`" + `]?\s*(?:[,)]|$)|\s*\)|["']?\s*(?:$|[),]))`)

// usesName reports whether a line uses the name of an address, other than to give
// it a value.
func (s *signs) usesName(text string) bool {
	if s.names == nil || len(s.bases) == 0 || s.baseTexts[text] {
		return false
	}
	for _, at := range s.names.FindAllStringIndex(text, -1) {
		if nameUse.MatchString(text[at[1]:]) {
			return true
		}
	}
	return false
}

// startsFetcher reports whether a line runs a command that calls an address, and does
// not only mention it.
func startsFetcher(text string) bool {
	at := fetchers.FindStringIndex(text)
	return at != nil && !source.IsProse(text[:at[0]+1])
}

// otherHost is a host of GitHub's beside the API, in an address or, of packages,
// as the argument of a command that speaks to a registry.
var (
	otherHost   = lazyregexp.New(`(?i)(?:https?:)?//(?:[^/\s"'@]*@)?(raw\.githubusercontent\.com|codeload\.github\.com|media\.githubusercontent\.com|gist\.githubusercontent\.com|ghcr\.io|docker\.pkg\.github\.com|(?:npm|maven|nuget|rubygems)\.pkg\.github\.com|models\.github\.ai|models\.inference\.ai\.azure\.com|api\.githubcopilot\.com)\b`)
	webDownload = lazyregexp.New(`(?i)https?://(?:[^/\s"'@]*@)?github\.com/[^\s"']+/(?:archive|raw|releases/(?:latest/)?download|tarball|zipball)/`)
	registry    = lazyregexp.New(`(?i)\b(?:docker|podman|buildah|skopeo|oras|crane|helm|npm|nerdctl|cosign)\b.*?\b(ghcr\.io|docker\.pkg\.github\.com|npm\.pkg\.github\.com)\b`)
)

// hostsCalled finds calls of GitHub's other hosts.
func hostsCalled(text string, s *signs) []string {
	var found []string
	for _, pattern := range []*lazyregexp.Regexp{otherHost, registry} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			found = append(found, "host "+strings.ToLower(match[1]))
		}
	}
	if webDownload.MatchString(text) {
		found = append(found, "host github.com")
	}
	if found != nil && s.found && fetchers.MatchString(text) {
		return nil // package catalog knows the hosts of calls that were read
	}
	return found
}

// wrapped is a command, of unknown meaning, with a method and a path.
var wrapped = lazyregexp.New(`^\s*(?:\w+=\$\(\s*)?([\w.-]+)\s+["']?(?:GET|POST|PUT|PATCH|DELETE)["']?\s+["']?/[\w{$]`)

// wrappedCalls finds calls of functions that take a method and a path.
func wrappedCalls(text string, s *signs) []string {
	if !s.found && wrapped.MatchString(text) {
		return []string{reading.Unreadable}
	}
	return nil
}
