package message

import (
	"net/url"
	"strings"
	"unicode/utf16"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// MaxText is the length of a text in characters, as Slack has it for a section.
const MaxText = 3000

// Message is a notice in words.
type Message struct {
	notice subject.Notice
	title  line
	lines  []line
	links  []link
}

// link is a button.
type link struct{ label, url string }

// New returns the message of a notice. The text of a target takes the place of the lines;
// "" leaves them. Links lead to the host of GitHub and nowhere else.
func New(n subject.Notice, text, host string) Message {
	m := Message{notice: n, title: titleOf(&n), lines: linesOf(&n)}
	if text != "" {
		m.lines = ownText(text)
	}
	m.addLink("Review on GitHub", n.URL, host)
	m.addLink("Corrected link", n.Link, host)
	return m
}

// ownText are the lines of a target's own text: the words of strangers may be in all of it.
func ownText(text string) []line {
	var out []line
	for l := range strings.SplitSeq(diag.PrintableText(Cut(text, MaxText)), "\n") {
		if l = strings.TrimRight(l, " "); l != "" {
			out = append(out, line{foreign(l)})
		}
	}
	return out
}

// maxURL is what Slack takes for the address of a button, in characters.
const maxURL = 3000

func (m *Message) addLink(label, address, host string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || !strings.EqualFold(u.Host, host) || host == "" {
		return
	}
	clean := u.String()
	if len(clean) > maxURL || strings.ContainsAny(clean, "<>\"`\\ |()[]{}^") || diag.Printable(clean) != clean {
		return
	}
	m.links = append(m.links, link{label, clean})
}

// Title is the title in plain text.
func (m *Message) Title() string { return m.title.plain() }

// Text is the text in plain text, without the title.
func (m *Message) Text() string {
	var b strings.Builder
	for i, l := range m.lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.plain())
	}
	return Cut(b.String(), MaxText)
}

// Cut shortens a text to a number of characters, and ends it with "..." where something is
// missing. It counts as JavaScript does, where an emoji is two characters.
func Cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	length, fits := 0, 0 // fits: bytes before the dots
	for i, r := range s {
		if length <= most-len(dots) {
			fits = i
		}
		if length += max(utf16.RuneLen(r), 1); length > most {
			return s[:fits] + dots
		}
	}
	return s
}

const dots = "..."
