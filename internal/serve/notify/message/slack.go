package message

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxHeader is the length of a header in characters.
//
// https://docs.slack.dev/reference/block-kit/blocks/header-block
const maxHeader = 150

// plainText is a text in which Slack reads no markup.
//
// https://docs.slack.dev/reference/block-kit/composition-objects/text-object
type plainText struct {
	Type  string `json:"type"`
	Text  string `json:"text"`
	Emoji bool   `json:"emoji"`
}

type slackBlock struct {
	Type     string        `json:"type"`
	Text     *plainText    `json:"text,omitempty"`
	Elements []slackButton `json:"elements,omitempty"`
}

type slackButton struct {
	Type string    `json:"type"`
	Text plainText `json:"text"`
	URL  string    `json:"url"`
}

type slackMessage struct {
	Text        string       `json:"text"`
	Blocks      []slackBlock `json:"blocks"`
	Markdown    bool         `json:"mrkdwn"`
	Parse       string       `json:"parse"`
	LinkNames   bool         `json:"link_names"`
	UnfurlLinks bool         `json:"unfurl_links"`
	UnfurlMedia bool         `json:"unfurl_media"`
}

func plain(text string) plainText { return plainText{Type: "plain_text", Text: text} }

// Slack is the message for an incoming webhook.
//
// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
func (m *Message) Slack() []byte {
	header := plain(Cut(m.Title(), maxHeader))
	blocks := []slackBlock{{Type: "header", Text: &header}}
	if text := m.Text(); text != "" {
		section := plain(text)
		blocks = append(blocks, slackBlock{Type: "section", Text: &section})
	}
	if len(m.links) > 0 {
		actions := slackBlock{Type: "actions"}
		for _, l := range m.links {
			actions.Elements = append(actions.Elements, slackButton{Type: "button", Text: plain(l.label), URL: l.url})
		}
		blocks = append(blocks, actions)
	}
	return encode(slackMessage{Text: SlackText(m.Title() + "\n" + m.Text()), Blocks: blocks, Parse: "none"})
}

// slackMarkup are the characters by which Slack knows links and mentions. A mention
// without brackets is broken by a space without width.
//
// https://docs.slack.dev/messaging/formatting-message-text#escaping
var slackMarkup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "@", "@\u200b")

// SlackText is plain text where Slack may read markup: that which is shown where blocks
// are not.
func SlackText(s string) string { return slackMarkup.Replace(Cut(s, MaxText)) }

// encode writes a document that JSON can hold.
func encode(document any) []byte {
	out, err := json.Marshal(document)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", document, err))
	}
	return out
}
