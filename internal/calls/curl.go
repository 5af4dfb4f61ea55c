package calls

import (
	"slices"
	"strings"
)

// Options of curl that take a value, and those that decide on the method.
//
// https://curl.se/docs/manpage.html
var (
	curlShortValues = "AbcCdDeEFHKmoPQrtTuUwxXyYz"
	curlLongValues  = []string{
		"abstract-unix-socket", "alt-svc", "aws-sigv4", "cacert", "capath", "cert", "cert-type", "ciphers", "config",
		"connect-timeout", "connect-to", "continue-at", "cookie", "cookie-jar", "create-file-mode", "curves", "data",
		"data-ascii", "data-binary", "data-raw", "data-urlencode", "dns-servers", "doh-url", "dump-header", "etag-compare",
		"etag-save", "expand-data", "form", "form-string", "header", "hsts", "interface", "json", "keepalive-time", "key",
		"key-type", "limit-rate", "local-port", "max-filesize", "max-redirs", "max-time", "netrc-file", "noproxy",
		"oauth2-bearer", "output", "output-dir", "pass", "pinnedpubkey", "preproxy", "proto", "proto-default",
		"proto-redir", "proxy", "proxy-header", "proxy-user", "proxy1.0", "quote", "range", "rate", "referer", "request",
		"request-target", "resolve", "retry", "retry-delay", "retry-max-time", "socks4", "socks4a", "socks5",
		"socks5-hostname", "speed-limit", "speed-time", "stderr", "time-cond", "tls-max", "tls13-ciphers", "trace",
		"trace-ascii", "unix-socket", "upload-file", "url", "url-query", "user", "user-agent", "variable", "write-out",
	}
	curlBodies = []string{"d", "F", "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "expand-data", "form", "form-string", "json"}
)

// request is what the words of a command say of its calls.
type request struct {
	method  string // as it was asked for
	body    bool
	upload  bool
	inQuery bool // the body is sent as a query
	head    bool
	targets []string
}

// curlCalls reads the arguments of curl.
func curlCalls(words []string) []Call {
	var found []Call
	for len(words) > 0 {
		var r request
		words = r.curl(words)
		found = append(found, r.curlResult()...)
	}
	return found
}

// curl reads to the end, or to where the next request begins. It returns the rest.
func (r *request) curl(words []string) []string {
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--next" || word == "-:":
			return words[i+1:]
		case strings.HasPrefix(word, "--"):
			i += r.curlLong(word[2:], words[i+1:])
		case len(word) > 1 && word[0] == '-':
			i += r.curlShort(word[1:], words[i+1:])
		case isAddress(word):
			r.targets = append(r.targets, word)
		}
	}
	return nil
}

// curlLong reads an option without its dashes. It returns how many of the next
// words belong to it.
func (r *request) curlLong(option string, next []string) int {
	name, value, inside := strings.Cut(option, "=")
	takes := slices.Contains(curlLongValues, name)
	used := 0
	if takes && !inside && len(next) > 0 {
		value, used = next[0], 1
	}
	r.curlOption(name, value)
	return used
}

// curlShort reads a group of options, the last of which may have its value in
// the same word or in the next.
func (r *request) curlShort(group string, next []string) int {
	for i := range len(group) {
		name := group[i : i+1]
		if !strings.Contains(curlShortValues, name) {
			r.curlOption(name, "")
			continue
		}
		if i+1 < len(group) {
			r.curlOption(name, group[i+1:])
			return 0
		}
		if len(next) > 0 {
			r.curlOption(name, next[0])
		}
		return 1
	}
	return 0
}

func (r *request) curlOption(name, value string) {
	switch name {
	case "X", "request":
		r.method = value
	case "T", "upload-file":
		r.upload = true
	case "G", "get":
		r.inQuery = true
	case "I", "head":
		r.head = true
	case "url":
		r.targets = append(r.targets, value)
	}
	r.body = r.body || slices.Contains(curlBodies, name)
}

func (r *request) curlResult() []Call {
	method := "GET"
	switch {
	case r.method != "":
		method = r.method
	case r.upload:
		method = "PUT"
	case r.head:
		method = "HEAD"
	case r.body && !r.inQuery:
		method = "POST"
	}
	var found []Call
	for _, target := range r.targets {
		found = append(found, Call{Text: method + " " + expandRepository(target)})
	}
	return found
}
