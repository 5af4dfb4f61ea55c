package subject

import "github.com/zclconf/go-cty/cty"

// NoticeEvents are what a notice can be about: a request that is pending, a review that took
// effect, and one that failed.
var NoticeEvents = []string{"pending", "approved", "denied", "revoked", "failed"}

// OrganizationKind is the kind of a notice about an organization as a whole.
const OrganizationKind = "organization"

// Notice is what the message of a target in serve may say. What there is none of is empty. A
// notice about an organization as a whole, such as one that its reviews exceed a limit, has the kind
// organization and the ID 0.
type Notice struct {
	Refusal

	Event  string // one of NoticeEvents
	ID     int64  // of the request or of the grant
	Result string // of the review: an apply.Result
	Detail string // what there is to say about the result
	URL    string // of GitHub's page on which owners review
}

// NoticeAttributes are those of self in the message of a target.
var NoticeAttributes = append([]string{"detail", "event", "id", "result", "url"}, RefusalAttributes...)

// Self is the object self in the message of a target.
func (n *Notice) Self() cty.Value {
	refusal := n.Refusal.Self()
	values := refusal.AsValueMap()
	for name, text := range map[string]string{"event": n.Event, "result": n.Result, "detail": n.Detail, "url": n.URL} {
		values[name] = cty.StringVal(text)
	}
	values["id"] = cty.NumberIntVal(n.ID)
	return cty.ObjectVal(values)
}
