package message

import (
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// document is what a webhook is sent. docs/schemas/notification.json describes it.
type document struct {
	FormatVersion string   `json:"format_version"`
	Event         string   `json:"event"`
	Organization  string   `json:"organization"`
	Kind          string   `json:"kind"`
	ID            int64    `json:"id"`
	TokenName     string   `json:"token_name"`
	Owner         string   `json:"owner"`
	Verdict       string   `json:"verdict"`
	Template      string   `json:"template"`
	Nearest       string   `json:"nearest"`
	Findings      []string `json:"findings"`
	Reason        string   `json:"reason"`
	DenyReason    string   `json:"deny_reason"`
	Link          string   `json:"link"`
	Contact       string   `json:"contact"`
	Result        string   `json:"result"`
	Detail        string   `json:"detail"`
	URL           string   `json:"url"`
	Title         string   `json:"title"`
	Text          string   `json:"text"`
}

// The bounds of values in a document, in characters and in number.
const (
	maxValue    = 10_000
	maxElements = 1000
)

// Document is the message for a webhook. Its values are as they are at GitHub, without
// escapes: they are data.
func (m *Message) Document() []byte {
	n := &m.notice
	d := document{
		FormatVersion: format.FormatVersion, Event: n.Event, Organization: n.Organization, Kind: n.Kind, ID: n.ID, TokenName: n.Name, Owner: n.Owner,
		Verdict: n.Verdict, Template: n.Template, Nearest: n.Nearest, Reason: n.Reason, DenyReason: n.DenyReason, Link: n.Link,
		Contact: n.Contact, Result: n.Result, Detail: n.Detail, URL: n.URL, Title: m.Title(), Text: m.Text(),
	}
	for _, value := range []*string{
		&d.Event, &d.Organization, &d.Kind, &d.TokenName, &d.Owner, &d.Verdict, &d.Template, &d.Nearest, &d.Reason, &d.DenyReason, &d.Link,
		&d.Contact, &d.Result, &d.Detail, &d.URL,
	} {
		*value = Cut(strings.ToValidUTF8(*value, "\uFFFD"), maxValue)
	}
	d.Findings = []string{}
	for _, finding := range n.Findings[:min(len(n.Findings), maxElements)] {
		d.Findings = append(d.Findings, Cut(strings.ToValidUTF8(finding, "\uFFFD"), maxValue))
	}
	return encode(d)
}
