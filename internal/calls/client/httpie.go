package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// httpieValues are options of HTTPie and xh that take a value.
//
// https://httpie.io/docs/cli
var httpieValues = []string{
	"-a", "--auth", "-A", "--auth-type", "-o", "--output", "-p", "--print", "-s", "--style", "--session", "--session-read-only", "--timeout", "--proxy",
	"--verify", "--cert", "--cert-key", "--raw", "--boundary", "--max-redirects", "--pretty", "--format-options", "--response-charset", "--response-mime", "--bearer", "-b",
}

// httpieItem is what follows the address: a header, a part of the query, or of the body.
var httpieItem = lazyregexp.New(`^[\w.\[\]-]+(==|:=@?|=@?|@|:)`)

// httpieCommand reads the words behind http, https, or xh. Other programs have these
// names, too: it needs an address.
func httpieCommand(words []string, _ string) Outcome {
	var r request
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case strings.HasPrefix(word, "-"):
			r.body = r.body || strings.HasPrefix(word, "--raw")
			if slices.Contains(httpieValues, word) {
				i++
			}
		case r.targets == nil && r.method == "" && address.IsMethod(word):
			r.method = word
		case r.targets == nil && (address.IsAddress(word) || mayHoldAddress(word)):
			r.targets = append(r.targets, word)
		case r.targets == nil:
			return Outcome{Foreign: true}
		default:
			r.httpieItem(word)
		}
	}
	if r.targets == nil {
		return Outcome{Foreign: true}
	}
	return r.outcome("http", "")
}

func (r *request) httpieItem(word string) {
	match := httpieItem.FindStringSubmatch(word)
	switch {
	case match == nil:
	case match[1] == ":":
		r.header(word)
	case match[1] != "==":
		r.body = true
	}
}
