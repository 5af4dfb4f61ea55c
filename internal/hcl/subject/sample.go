package subject

// In a sample nothing is empty, so that a message of one attribute alone is not either.

// SampleRefusal is a refusal by which the message of a review is tried.
func SampleRefusal() Refusal {
	return Refusal{
		Kind: "request", Organization: "octo-org", Name: "x", Owner: "octocat", Verdict: "drifted", Template: "template.x", Nearest: "template.x",
		DenyReason: "x", Link: "x", Contact: "x", Reason: "x", Findings: []string{"x"},
	}
}

// SampleNotice is a notice about an event by which the message of a target is tried.
func SampleNotice(event string) Notice {
	return Notice{Refusal: SampleRefusal(), Event: event, ID: 1, Result: "x", Detail: "x", URL: "x"}
}
