package client

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
)

// Options of gh api that take a value, and those that send a body.
//
// https://cli.github.com/manual/gh_api
var (
	ghShortValues = "FHfpqtX"
	ghLongValues  = []string{"cache", "field", "header", "hostname", "input", "jq", "method", "preview", "raw-field", "template"}
	ghBodies      = []string{"F", "f", "field", "raw-field", "input"}
)

// ghAPI reads the words behind gh api, which makes one call.
func ghAPI(words []string, input string) Outcome {
	var r request
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case strings.HasPrefix(word, "--"):
			i += r.ghLong(word[2:], words[i+1:])
		case len(word) > 1 && word[0] == '-':
			i += r.ghShort(word[1:], words[i+1:])
		default:
			r.targets = append(r.targets, word)
		}
	}
	if len(r.targets) == 0 {
		if asksForHelp(words) {
			return Outcome{Local: true}
		}
		return Outcome{Unclear: []string{"gh api"}}
	}
	target := ghTarget(r.targets[0])
	if strings.Trim(target, "/") == "graphql" {
		return r.document(input)
	}
	method := r.asked()
	if address.IsOpen(target) || strings.ContainsAny(method, "${") {
		return Outcome{Unclear: []string{"gh api"}}
	}
	return Outcome{Calls: []reading.Call{r.call(method, target)}}
}

func (r *request) ghLong(option string, next []string) int {
	name, value, inside := strings.Cut(option, "=")
	used := 0
	if !inside && slices.Contains(ghLongValues, name) && len(next) > 0 {
		value, used = next[0], 1
	}
	r.ghOption(name, value)
	return used
}

func (r *request) ghShort(group string, next []string) int {
	for i := range len(group) {
		name := group[i : i+1]
		if !strings.Contains(ghShortValues, name) {
			continue
		}
		if i+1 < len(group) {
			r.ghOption(name, strings.TrimPrefix(group[i+1:], "="))
			return 0
		}
		if len(next) > 0 {
			r.ghOption(name, next[0])
		}
		return 1
	}
	return 0
}

func (r *request) ghOption(name, value string) {
	if name == "X" || name == "method" {
		r.method = value
	}
	if name == "H" || name == "header" {
		r.header(value)
	}
	if slices.Contains(ghBodies, name) {
		r.body = true
		r.data = append(r.data, value)
	}
}

// ghTarget gives a path its slash. A whole address stays.
func ghTarget(target string) string {
	if target = address.Expand(target); !address.IsAddress(target) {
		target = "/" + strings.TrimLeft(target, "/")
	}
	return target
}
