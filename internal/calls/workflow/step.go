package workflow

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// step reads a mapping that runs something: a step, or a job that is another
// workflow. It reports whether it is one.
func (r *reader) step(n *yaml.Node, around surroundings) bool {
	uses, run := get(n, "uses"), get(n, "run")
	switch {
	case uses != nil && uses.Kind == yaml.ScalarNode:
		r.uses(n, uses, around)
	case run != nil && run.Kind == yaml.ScalarNode:
		if !r.seen[run] {
			r.seen[run] = true
			r.script(run, r.reader(around.language(n)), around)
		}
	default:
		return false
	}
	return true
}

// Forms of uses.
var (
	action    = lazyregexp.New(`^([\w.-]+/[\w.-]+)((?:/[\w.-]+)*)@[^\s]+$`)
	registry  = lazyregexp.New(`^(?i:docker://)?((?:ghcr\.io|docker\.pkg\.github\.com|containers\.pkg\.github\.com))/`)
	container = lazyregexp.New(`^(?i:docker://)`)
)

// uses reads what a step or a job uses. What is in the same repository is a file of
// its own.
func (r *reader) uses(n, uses *yaml.Node, around surroundings) {
	name := strings.TrimSpace(uses.Value)
	match := action.FindStringSubmatch(name)
	switch {
	case match != nil:
		r.action(n, uses, match[1], match[2], around)
	case r.image(uses) || container.MatchString(name) || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") || name == ".":
		r.inputs(n, "", around)
	default:
		r.unclear(uses.Line, uses.Column, reading.Unreadable)
		r.inputs(n, "", around)
	}
}

func (r *reader) action(n, uses *yaml.Node, name, below string, around surroundings) {
	if !r.seen[uses] {
		r.seen[uses] = true
		call := reading.Call{Kind: reading.Uses, Text: "uses " + name, Line: uses.Line, Column: uses.Column, Arguments: inputs(get(n, "with"))}
		if below != "" {
			call.As = name + below
		}
		r.call(call)
	}
	r.inputs(n, strings.ToLower(name+below), around)
}

// inputs are what an action is given, each as name=value, sorted.
func inputs(with *yaml.Node) reading.Arguments {
	var words []string
	if with != nil && with.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(with.Content); i += 2 {
			words = append(words, strings.ToLower(with.Content[i].Value)+"="+follow(with.Content[i+1]).Value)
		}
	}
	slices.Sort(words)
	return reading.NewArguments(words...)
}

// scripted are inputs that are scripts of a shell in actions that run what they are
// given.
var scripted = []string{"run", "script", "command", "commands", "cmd"}

// inputs reads what is given to an action, as far as it says which calls it makes.
func (r *reader) inputs(n *yaml.Node, name string, around surroundings) {
	with := get(n, "with")
	if with == nil || with.Kind != yaml.MappingNode || r.seen[with] {
		return
	}
	r.seen[with] = true
	if r.known(name, with, around) {
		return
	}
	r.address(with)
	for i := 0; i+1 < len(with.Content); i += 2 {
		key, value := strings.ToLower(with.Content[i].Value), follow(with.Content[i+1])
		if value.Kind != yaml.ScalarNode || !slices.Contains(scripted, key) {
			continue
		}
		prepare := r.reader(around.language(with))
		if javaScript.MatchString(value.Value) {
			prepare = r.javascript
		}
		r.script(value, prepare, around)
	}
}

// javaScript is a script for an action such as actions/github-script.
var javaScript = lazyregexp.New(`(?m)\bgithub\.(?:rest|graphql|paginate|request)\b|^\s*(?:const|let)\s+[\w{\[]|\bawait\s+\w+[.(]`)

// known reads the inputs of an action that carries out what they say.
func (r *reader) known(name string, with *yaml.Node, around surroundings) bool {
	if strings.HasSuffix(name, "/github-script") { // there are variants of GitHub's own
		name = "actions/github-script"
	}
	switch name {
	case "actions/github-script":
		if script := get(with, "script"); script != nil && script.Kind == yaml.ScalarNode {
			r.script(script, r.javascript, around)
		}
	case "octokit/graphql-action":
		if query := get(with, "query"); query != nil && query.Kind == yaml.ScalarNode {
			r.script(query, r.graphQL, around)
		}
	case "octokit/request-action":
		r.route(get(with, "route"), around)
	default:
		return false
	}
	return true
}

// route reads the route of octokit/request-action: "POST /repos/{owner}/{repo}/issues".
func (r *reader) route(route *yaml.Node, around surroundings) {
	if route == nil || route.Kind != yaml.ScalarNode {
		return
	}
	method, target, ok := strings.Cut(strings.TrimSpace(expressions(route.Value, around.env)), " ")
	target = strings.TrimSpace(braces(target))
	if !ok || !methodName.MatchString(method) || !strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "https://") || strings.ContainsAny(target, " \n") {
		r.unclear(route.Line, route.Column, reading.Unreadable)
		return
	}
	r.call(reading.Call{Text: strings.ToUpper(method) + " " + target, Line: route.Line, Column: route.Column})
}

var methodName = lazyregexp.New(`^(?i:GET|HEAD|POST|PUT|PATCH|DELETE)$`)

// ofAPI is an address of the API.
var ofAPI = lazyregexp.New(`(?i)^(?:https?://)(?:api\.github\.com|uploads\.github\.com)(?:/[^\s]*)?$`)

// address reads the inputs of an action that makes a request: an address of
// GitHub's API, and a method. Any other use of such an address is unclear.
func (r *reader) address(with *yaml.Node) {
	for i := 0; i+1 < len(with.Content); i += 2 {
		key, value := strings.ToLower(with.Content[i].Value), follow(with.Content[i+1])
		if value.Kind != yaml.ScalarNode || slices.Contains(scripted, key) {
			continue
		}
		target := braces(expressions(strings.TrimSpace(value.Value), nil))
		if !ofAPI.MatchString(target) {
			continue
		}
		method := "GET"
		if given := get(with, "method"); given != nil {
			method = strings.ToUpper(strings.TrimSpace(given.Value))
		}
		switch {
		case key != "url" && key != "uri":
			if strings.Trim(strings.SplitN(target, "://", 2)[1], "/") != "api.github.com" { // the default of many actions
				r.unclear(value.Line, value.Column, reading.Unreadable)
			}
		case methodName.MatchString(method):
			r.call(reading.Call{Text: method + " " + target, Line: value.Line, Column: value.Column})
		default:
			r.unclear(value.Line, value.Column, reading.Unreadable)
		}
	}
}

// images reads the images that a job or an action runs in.
func (r *reader) images(n *yaml.Node) {
	for _, key := range []string{"image", "container"} {
		if image := get(n, key); image != nil && image.Kind == yaml.ScalarNode {
			r.image(image)
		}
	}
}

// image reports whether a name is one of an image in one of GitHub's registries.
func (r *reader) image(n *yaml.Node) bool {
	match := registry.FindStringSubmatch(strings.TrimSpace(n.Value))
	if match == nil {
		return false
	}
	if !r.seen[n] {
		r.seen[n] = true
		r.call(reading.Call{Kind: reading.Host, Text: "host " + strings.ToLower(match[1]), Line: n.Line, Column: n.Column})
	}
	return true
}
