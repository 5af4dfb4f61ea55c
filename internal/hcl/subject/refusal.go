package subject

import "github.com/zclconf/go-cty/cty"

// Refusal is what the message of a review block may say about a request that is
// denied. What there is none of is empty.
type Refusal struct {
	Kind, Organization, Name, Owner, Verdict string
	Template, Nearest                        string   // addresses
	Reason                                   string   // the member's
	DenyReason                               string   // what is sent without a message
	Link                                     string   // that makes a token that matches
	Contact                                  string   // of the review block
	Findings                                 []string // messages
}

// RefusalAttributes are those of self in the message of a review.
var RefusalAttributes = []string{
	"contact", "deny_reason", "findings", "kind", "link", "name", "nearest", "organization", "owner", "reason", "template", "verdict",
}

// Self is the object self in the message of a review.
func (r *Refusal) Self() cty.Value {
	values := map[string]cty.Value{}
	for name, text := range map[string]string{
		"kind": r.Kind, "organization": r.Organization, "name": r.Name, "owner": r.Owner, "verdict": r.Verdict, "template": r.Template,
		"nearest": r.Nearest, "reason": r.Reason, "deny_reason": r.DenyReason, "link": r.Link, "contact": r.Contact,
	} {
		values[name] = cty.StringVal(text)
	}
	findings := make([]cty.Value, 0, len(r.Findings))
	for _, f := range r.Findings {
		findings = append(findings, cty.StringVal(f))
	}
	values["findings"] = cty.ListValEmpty(cty.String)
	if len(findings) > 0 {
		values["findings"] = cty.ListVal(findings)
	}
	return cty.ObjectVal(values)
}
