package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
)

// Options of wget that take a value, and those that send a body.
//
// https://www.gnu.org/software/wget/manual/wget.html
var (
	wgetShortValues = "aABDeiIlOopPQRtTUwX"
	wgetLongValues  = []string{
		"accept", "append-output", "base", "bind-address", "body-data", "body-file", "ca-certificate", "certificate", "connect-timeout", "cut-dirs",
		"default-page", "directory-prefix", "dns-timeout", "domains", "execute", "exclude-directories", "header", "http-password", "http-user",
		"include-directories", "input-file", "level", "limit-rate", "load-cookies", "max-redirect", "method", "output-document", "output-file",
		"password", "post-data", "post-file", "private-key", "proxy-password", "proxy-user", "quota", "read-timeout", "referer", "reject",
		"save-cookies", "timeout", "tries", "user", "user-agent", "wait", "waitretry",
	}
	wgetBodies = []string{"post-data", "post-file"}
)

// wgetCommand reads the words behind wget.
func wgetCommand(words []string, _ string) Outcome {
	var r request
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case strings.HasPrefix(word, "--"):
			i += r.wgetLong(word[2:], words[i+1:])
		case len(word) > 1 && word[0] == '-':
			if last := word[len(word)-1:]; strings.Contains(wgetShortValues, last) {
				i++
			}
			if strings.Contains(word, "i") && strings.Trim(word, "-qnvci") == "" {
				r.targets = append(r.targets, "{file}")
			}
		case address.IsAddress(word) || mayHoldAddress(word):
			r.targets = append(r.targets, word)
		}
	}
	return r.outcome("wget", "")
}

func (r *request) wgetLong(option string, next []string) int {
	name, value, inside := strings.Cut(option, "=")
	used := 0
	if !inside && slices.Contains(wgetLongValues, name) && len(next) > 0 {
		value, used = next[0], 1
	}
	switch name {
	case "method":
		r.method = value
	case "header":
		r.header(value)
	case "input-file":
		r.targets = append(r.targets, "{file}")
	case "spider":
		r.head = true
	}
	r.body = r.body || slices.Contains(wgetBodies, name)
	return used
}
