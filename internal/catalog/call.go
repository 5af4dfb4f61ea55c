package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Call is an endpoint as somebody names it, taken apart: a path, or a place in
// GitHub's documentation. Words such as repos/create-release may be either, and
// have both.
type Call struct {
	Method string // upper-case, GET for HEAD; "" where none was written
	// Path begins with a slash. The host, the prefix of a server's API, the query
	// and slashes at the end are gone; percent signs are as they were written.
	Path string
	// Page and Anchor name a place in GitHub's REST documentation: releases/releases
	// and create-a-release. Page may be "", or a part of the page's name.
	Page, Anchor string
}

// String returns the call for use in a message. It can contain anything.
func (c Call) String() string {
	switch {
	case c.Path == "" && c.Page == "":
		return c.Anchor
	case c.Path == "":
		return strings.TrimSuffix(c.Page+"#"+c.Anchor, "#")
	case c.Anchor != "":
		return c.Page + "/" + c.Anchor
	case c.Method == "":
		return c.Path
	}
	return c.Method + " " + c.Path
}

// OtherHostError says that an address does not lead to GitHub's REST API.
type OtherHostError struct {
	Host string // as written
}

func (e *OtherHostError) Error() string {
	return fmt.Sprintf("the host %q has no REST API of GitHub: that is at api.github.com, api.SUBDOMAIN.ghe.com, or below /api/v3 of a server", e.Host)
}

// methods are those that GitHub's REST API documents.
var methods = []string{"DELETE", "GET", "PATCH", "POST", "PUT"}

// actionsExpression is an expression of a workflow, which may hold spaces.
var actionsExpression = lazyregexp.New(`\$\{\{\s*([^{}]*?)\s*\}\}`)

// linkHeader is the header with the addresses of further pages. The first
// is taken: all of one header are pages of one endpoint.
//
// https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
var linkHeader = lazyregexp.New(`(?is)^\s*(?:GET\s+|link:\s*)?<(https?://[^<>\s]+)>\s*;\s*rel=.*$`)

// ParseCall takes apart what a user writes for an endpoint: a method and a path
// of GitHub's documentation, a real path or address with all that belongs to it,
// a path without a method, or a place in GitHub's documentation, as its
// address, as releases/releases#create-a-release or as repos/create-release. A Link
// header is the endpoint whose pages it names.
// The endpoint need not exist. An address of another host gives an *OtherHostError.
func ParseCall(text string) (Call, error) {
	text = actionsExpression.ReplaceAllStringFunc(text, expandExpression)
	text = linkHeader.ReplaceAllString(text, "GET $1")
	fields := strings.Fields(text)
	if len(fields) == 3 && strings.HasPrefix(fields[2], "HTTP/") {
		fields = fields[:2] // the first line of a request
	}
	switch {
	case len(fields) == 0:
		return Call{}, fmt.Errorf("an endpoint is a method and a path, such as %q, not an empty text", "GET /user")
	case len(fields) > 2:
		// The rest may be a command with a token in it.
		return Call{}, fmt.Errorf("%q is more than a method and a path: a path has no spaces", fields[0]+" ...")
	case len(fields) == 2:
		return parseRequest(fields[0], fields[1])
	case IsMethod(fields[0]):
		return Call{}, fmt.Errorf("%q has no path: an endpoint is a method and a path, such as %q", text, "GET /user")
	}
	return parseTarget(fields[0])
}

// expandExpression puts what an expression represents into a path: the
// repository is two segments, everything else is within one.
func expandExpression(expression string) string {
	switch actionsExpression.FindStringSubmatch(expression)[1] {
	case "github.repository":
		return "{owner}/{repo}"
	case "github.api_url":
		return "https://api.github.com"
	}
	return "{expression}"
}

// IsMethod reports whether a word, in any case, is a method of the REST API.
// HEAD is one: it needs what GET needs.
func IsMethod(word string) bool {
	upper := strings.ToUpper(word)
	return upper == "HEAD" || slices.Contains(methods, upper)
}

func parseRequest(word, target string) (Call, error) {
	if !IsMethod(word) {
		return Call{}, fmt.Errorf("%q is no method of the REST API: use one of %s", word, strings.Join(methods, ", "))
	}
	path, err := parsePath(target)
	if err != nil {
		return Call{}, err
	}
	method := strings.ToUpper(word)
	if method == "HEAD" {
		method = "GET"
	}
	return Call{Method: method, Path: path}, nil
}

// parseTarget reads what stands without a method.
func parseTarget(target string) (Call, error) {
	if page, anchor, ok := documentation(target); ok {
		return Call{Page: page, Anchor: anchor}, nil
	}
	if slash := strings.LastIndexByte(target, '/'); slash > 0 && wordsPattern.MatchString(target) {
		return Call{Path: "/" + target, Page: target[:slash], Anchor: target[slash+1:]}, nil
	}
	path, err := parsePath(target)
	return Call{Path: path}, err
}

// wordsPattern is the name of an operation, or a path without its slash.
// anchorPattern is an anchor in the documentation, with its page or without.
var (
	wordsPattern  = lazyregexp.New(`^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)+$`)
	anchorPattern = lazyregexp.New(`^([a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)*#)?[a-z][a-z0-9-]*$`)
)

// documentation reads a place in GitHub's REST documentation.
func documentation(target string) (page, anchor string, ok bool) {
	host, path := splitHost(target)
	if host == "" && anchorPattern.MatchString(target) {
		if page, anchor, ok = strings.Cut(target, "#"); ok {
			return page, anchor, true
		}
		return "", target, true
	}
	if host != "docs.github.com" {
		return "", "", false
	}
	path, anchor, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	_, page, ok = strings.Cut(path, "/rest/")
	return strings.Trim(page, "/"), anchor, ok
}

// The API gives addresses with what may follow them: issues{/number}, repos{?type,page}.
var (
	optionalQuery   = lazyregexp.New(`\{[?&][^{}]*\}`)
	optionalSegment = lazyregexp.New(`\{/(\w+)\}`)
)

// parsePath reduces an address, or a path with what may follow it, to the path
// of the endpoint.
func parsePath(target string) (string, error) {
	host, path := splitHost(target)
	path, _, _ = strings.Cut(path, "#")
	path = optionalQuery.ReplaceAllString(path, "")
	path, _, _ = strings.Cut(path, "?")
	path = optionalSegment.ReplaceAllString(path, "/{$1}")
	path, prefixed := withoutPrefix("/" + strings.TrimLeft(path, "/"))
	if host != "" && !prefixed && !isAPIHost(host) {
		return "", &OtherHostError{Host: host}
	}
	if path = strings.TrimRight(path, "/"); path == "" {
		path = "/"
	}
	return path, nil
}

// splitHost takes the host, in lower case and without user and port, off an
// address. What begins neither with a scheme nor with the host of an API is a
// path, and has no host.
func splitHost(target string) (host, rest string) {
	scheme, after, isAddress := strings.Cut(target, "://")
	if !isAddress || strings.ContainsAny(scheme, "/?#") {
		after = target
	}
	end := strings.IndexAny(after, "/?#")
	if end < 0 {
		end = len(after)
	}
	host = strings.ToLower(after[:end])
	host = host[strings.LastIndexByte(host, '@')+1:]
	host, _, _ = strings.Cut(host, ":")
	if !isAddress && !isAPIHost(host) && host != "docs.github.com" {
		return "", target
	}
	return host, after[end:]
}

// isAPIHost reports whether all paths of a host are those of the REST API.
func isAPIHost(host string) bool {
	switch host {
	case "api.github.com", "uploads.github.com", "$github_api_url", "${github_api_url}":
		return true
	}
	name, ok := strings.CutSuffix(host, ".ghe.com")
	return ok && (strings.HasPrefix(name, "api.") || strings.HasPrefix(name, "uploads."))
}

// withoutPrefix removes the prefix of the paths on a GitHub Enterprise
// Server.
func withoutPrefix(path string) (rest string, had bool) {
	if path == "/api/graphql" {
		return graphQL.Path, true
	}
	for _, prefix := range []string{"/api/v3", "/api/uploads"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok && (rest == "" || strings.HasPrefix(rest, "/")) {
			return rest, true
		}
	}
	return path, false
}
