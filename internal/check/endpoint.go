package check

import (
	"fmt"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
)

// declared is an endpoint as a template names it.
type declared struct {
	catalog.Endpoint          // where there is no problem, or a harmless one
	problem          *problem // nil: nothing is wrong
}

// callable reports whether fine-grained tokens can call the endpoint for sure.
func (d declared) callable() bool { return d.problem == nil }

// declared looks an endpoint up, once for each way to write it.
func (r *run) declared(text string) declared {
	d, known := r.endpoints[text]
	if !known {
		d = r.lookUp(text)
		r.endpoints[text] = d
	}
	return d
}

// endpointsAreCallable: what a token is for has to exist, and fine-grained
// tokens have to be able to do it.
func endpointsAreCallable(r *run, t *template) {
	for i, text := range t.Endpoints {
		if d := r.declared(text); d.problem != nil {
			r.say(t, t.ElementRange("endpoints", i), d.problem)
		}
	}
}

func (r *run) lookUp(text string) declared {
	call, err := catalog.ParseCall(text)
	if err != nil {
		return declared{problem: malformedEndpoint(fmt.Sprintf("The endpoint is not valid: %s.", err))}
	}
	found := r.Catalog.Find(call)
	switch {
	case len(found) == 0:
		return declared{problem: r.unknownEndpoint(call)}
	case call.Method == "" && call.Path != "" && call.Anchor == "":
		return declared{problem: malformedEndpoint(fmt.Sprintf("The endpoint %q has no method. Add the method before the path, such as %q.", text, found[0]))}
	case len(found) > 1:
		return declared{problem: malformedEndpoint(fmt.Sprintf("%q matches %d endpoints. Specify one of them, such as %q.", text, len(found), found[0]))}
	}
	return declared{found[0].For(call.Path, ""), accessProblem(found[0])}
}

func malformedEndpoint(detail string) *problem {
	return &problem{"malformed-endpoint", "Malformed endpoint", detail, false}
}

// accessProblem returns nil for an endpoint that fine-grained tokens can call.
func accessProblem(e catalog.Endpoint) *problem {
	switch e.FineGrained {
	case catalog.FineGrainedNo:
		return closedEndpoint(e)
	case catalog.FineGrainedUnknown:
		return &problem{"unlisted-endpoint", "Endpoint with unknown permissions",
			fmt.Sprintf("GitHub's data on fine-grained permissions does not list %q, so it is not certain that a token can call it. "+
				"Try it with a token that you create from the template. For its documentation, see:\n\n  %s", e, e.Doc), true}
	}
	return nil
}

func (r *run) unknownEndpoint(call catalog.Call) *problem {
	if why := call.Undecided(); why != "" {
		return &problem{"unknown-endpoint", "Unknown endpoint", why, false}
	}
	meant := ""
	if r.maySearch() {
		meant = r.Catalog.SuggestCall(call)
	}
	detail := fmt.Sprintf("GitHub's REST API has no endpoint %q.", call)
	if meant != "" {
		detail += fmt.Sprintf(" Did you mean %q?", meant)
	} else {
		detail += " Write it as in GitHub's documentation, with parameter names in braces. For a list of endpoints, see https://docs.github.com/rest."
	}
	return &problem{"unknown-endpoint", "Unknown endpoint", detail, false}
}

func closedEndpoint(e catalog.Endpoint) *problem {
	closed := gap.Of(e)
	advice := "Remove it, and use a GitHub App instead."
	if !e.GitHubApp {
		advice = "A GitHub App cannot call it either. Remove it. Its documentation says what it requires."
	}
	detail := fmt.Sprintf("Fine-grained tokens cannot call %q with any permissions.", e)
	if closed.Why != "" {
		detail += " " + closed.Why
	}
	detail += " " + advice
	if closed.Next != "" {
		detail += " " + closed.Next
	}
	return &problem{"closed-endpoint", "Endpoint closed to fine-grained tokens", detail + fmt.Sprintf(" For its documentation, see:\n\n  %s", e.Doc), false}
}
