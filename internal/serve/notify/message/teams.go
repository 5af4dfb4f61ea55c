package message

import (
	"strings"
	"unicode/utf8"
)

// maxTeams is the size of a message in bytes, and maxTeamsLines is how many lines are
// blocks of their own.
//
// https://learn.microsoft.com/microsoftteams/limits-specifications-teams
const (
	maxTeams      = 28_000
	maxTeamsLines = 60
)

type teamsMessage struct {
	Type        string            `json:"type"`
	Attachments []teamsAttachment `json:"attachments"`
}

type teamsAttachment struct {
	ContentType string    `json:"contentType"`
	Content     teamsCard `json:"content"`
}

type teamsCard struct {
	Schema  string        `json:"$schema"`
	Type    string        `json:"type"`
	Version string        `json:"version"`
	Body    []teamsBlock  `json:"body"`
	Actions []teamsAction `json:"actions,omitempty"`
}

// teamsBlock is a RichTextBlock: TextBlock and FactSet read Markdown, and it does not.
//
// https://adaptivecards.io/explorer/RichTextBlock.html
type teamsBlock struct {
	Type    string     `json:"type"`
	Inlines []teamsRun `json:"inlines"`
}

type teamsRun struct {
	Type   string `json:"type"`
	Text   string `json:"text"`
	Size   string `json:"size,omitempty"`
	Weight string `json:"weight,omitempty"`
}

type teamsAction struct {
	Type  string `json:"type"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Teams is the message for a workflow that a webhook starts.
//
// https://learn.microsoft.com/connectors/teams
func (m *Message) Teams() []byte {
	text := m.Text()
	for {
		out := encode(m.teams(text))
		if len(out) <= maxTeams || text == "" {
			return out
		}
		text = Cut(text, utf8.RuneCountInString(text)*3/4)
	}
}

func (m *Message) teams(text string) teamsMessage {
	card := teamsCard{
		Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Type: "AdaptiveCard", Version: "1.4",
		Body: []teamsBlock{run(teamsRun{Text: Cut(m.Title(), maxHeader), Size: "Medium", Weight: "Bolder"})},
	}
	lines := strings.Split(text, "\n")
	if len(lines) > maxTeamsLines {
		lines = append(lines[:maxTeamsLines:maxTeamsLines], dots)
	}
	for _, l := range lines {
		if l != "" {
			card.Body = append(card.Body, run(teamsRun{Text: l}))
		}
	}
	for _, l := range m.links {
		card.Actions = append(card.Actions, teamsAction{Type: "Action.OpenUrl", Title: l.label, URL: l.url})
	}
	return teamsMessage{Type: "message", Attachments: []teamsAttachment{{"application/vnd.microsoft.card.adaptive", card}}}
}

// run is a block with one run. Braces in pairs would be a function of cards, such as
// {{DATE(...)}}.
func run(r teamsRun) teamsBlock {
	r.Type = "TextRun"
	for strings.Contains(r.Text, "{{") { // twice at most: {{{ has two pairs
		r.Text = strings.ReplaceAll(r.Text, "{{", "{\u200b{")
	}
	return teamsBlock{Type: "RichTextBlock", Inlines: []teamsRun{r}}
}
