package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
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

// request is what the words of a command tell about its calls.
type request struct {
	method  string // as it was asked for
	body    bool
	upload  bool
	inQuery bool // the body is sent as a query
	head    bool
	accept  string
	hidden  bool     // options come from a file or a variable
	data    []string // bodies, and the fields of gh api
	targets []string
}

// header keeps the media type that is asked for.
func (r *request) header(value string) {
	name, media, ok := strings.Cut(value, ":")
	switch {
	case ok && strings.EqualFold(strings.TrimSpace(name), "accept"):
		r.accept = address.Expand(strings.TrimSpace(media))
	case !ok && strings.ContainsAny(value, "$@{"):
		r.hidden = true
	}
}

// call is the call of a target.
func (r *request) call(method, target string) reading.Call {
	return reading.Call{Text: method + " " + target, Accept: r.accept, Shown: !r.hidden}
}

// curlCommand reads the words behind curl.
func curlCommand(words []string, input string) Outcome {
	var all Outcome
	for len(words) > 0 {
		var r request
		words = r.curl(words)
		all.add(r.outcome("curl", input))
	}
	return all
}

// add adds what further words come to.
func (o *Outcome) add(other Outcome) {
	o.Calls = append(o.Calls, other.Calls...)
	for _, unclear := range other.Unclear {
		if !slices.Contains(o.Unclear, unclear) {
			o.Unclear = append(o.Unclear, unclear)
		}
	}
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
		case address.IsAddress(word) || mayHoldAddress(word):
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
	case "H", "header":
		r.header(value)
	case "K", "config":
		r.hidden = true
		r.targets = append(r.targets, "{config}")
	}
	if slices.Contains(curlBodies, name) {
		r.body = true
		r.data = append(r.data, value)
	}
}

// mayHoldAddress reports whether a word that is no address may become one: it
// begins with a variable, with options before it.
func mayHoldAddress(word string) bool {
	return strings.HasPrefix(word, "$") && !strings.HasPrefix(word, "${{ secrets.") || strings.HasPrefix(word, "%") ||
		strings.HasPrefix(word, "{")
}

// asked is the method of the request.
func (r *request) asked() string {
	switch {
	case r.method != "":
		return r.method
	case r.upload:
		return "PUT"
	case r.head:
		return "HEAD"
	case r.body && !r.inQuery:
		return "POST"
	}
	return "GET"
}

// outcome gives the calls, and what of them cannot be read, by the name of the
// program. A call of GraphQL is what its document says.
func (r *request) outcome(program, input string) Outcome {
	var o Outcome
	method := r.asked()
	for _, target := range r.targets {
		switch target = address.Expand(target); {
		case isGraphQL(target) && method == "POST":
			o.add(r.document(input))
		case address.IsAddress(target) && !address.IsOpen(target) && (address.IsMethod(method) || !strings.ContainsAny(method, "${")):
			o.Calls = append(o.Calls, r.call(method, target)) // a wrong method is a mistake
		case len(r.targets) > 1 && credentials.MatchString(target):
			r.hidden = true
		default:
			o.add(Outcome{Unclear: []string{program}})
		}
	}
	return o
}

// credentials is the name of a variable that holds a header with a token, among
// addresses.
var credentials = lazyregexp.New(`(?i)^\{\w*(?:auth|header|token|cred)\w*\}$`)
