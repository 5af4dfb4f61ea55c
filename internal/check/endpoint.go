package check

import (
	"fmt"

	"github.com/patctl/patctl/internal/catalog"
)

// endpointsAreCallable: what a token is for has to exist, and fine-grained
// tokens have to be able to do it.
func endpointsAreCallable(r *run, t *template) {
	for i, text := range t.Endpoints {
		found, known := r.endpoints[text]
		if !known {
			found = r.endpointProblem(text)
			r.endpoints[text] = found
		}
		if found != nil {
			r.say(t, t.ElementRange("endpoints", i), found)
		}
	}
}

// endpointProblem returns nil for an endpoint that fine-grained tokens can call.
func (r *run) endpointProblem(text string) *problem {
	method, path, err := catalog.ParseEndpoint(text)
	if err != nil {
		return &problem{"malformed-endpoint", "Malformed endpoint",
			fmt.Sprintf("An endpoint cannot be read: %s.", err), false}
	}
	e, ok := r.Catalog.Endpoint(method, path)
	switch {
	case !ok:
		return r.unknownEndpoint(method, path)
	case e.FineGrained == catalog.FineGrainedNo:
		return closedEndpoint(e)
	case e.FineGrained == catalog.FineGrainedUnknown:
		return &problem{"unlisted-endpoint", "Endpoint that GitHub's data does not list",
			fmt.Sprintf("GitHub's data on fine-grained permissions does not list %q, so that it does not say whether a token may call it. "+
				"Try it with a token of the template. It is documented at\n\n  %s", e, e.Doc), true}
	}
	return nil
}

func (r *run) unknownEndpoint(method, path string) *problem {
	meant := ""
	if r.maySearch() {
		meant = r.Catalog.SuggestEndpoint(method, path)
	}
	detail := fmt.Sprintf("GitHub's REST API has no endpoint %q.", method+" "+path)
	if meant != "" {
		detail += fmt.Sprintf(" Did you mean %q?", meant)
	} else {
		detail += " Write it as GitHub's documentation does, with the names of parameters in braces: https://docs.github.com/rest"
	}
	return &problem{"unknown-endpoint", "Unknown endpoint", detail, false}
}

func closedEndpoint(e catalog.Endpoint) *problem {
	advice := "Remove it: it needs a GitHub App, which can call it."
	if !e.GitHubApp {
		advice = "A GitHub App cannot call it either. Remove it; its page says what it needs."
	}
	return &problem{"closed-endpoint", "Endpoint closed to fine-grained tokens",
		fmt.Sprintf("Fine-grained tokens cannot call %q, with whatever permissions. %s It is documented at\n\n  %s", e, advice, e.Doc), false}
}
