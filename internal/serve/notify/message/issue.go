package message

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// maxIssueTitle is the length of an issue's title in characters.
const maxIssueTitle = 256

// maxLogin is more than the login of an organization has, in characters.
const maxLogin = 200

// IssueTitle is the title of the request's issue, in Markdown. It tells no verdict, so that it
// stays the same.
func (m *Message) IssueTitle() string {
	l := subjectOf(&m.notice)
	l[0] = own("Token " + l[0].text)
	if title := l.markdown(); len([]rune(title)) <= maxIssueTitle {
		return title
	}
	return fmt.Sprintf("Token request %d", m.notice.ID)
}

// IssueBody is the text of the request's issue, in Markdown. It ends with the marker.
func (m *Message) IssueBody(marker string) string {
	return m.Comment("") + "\n\n" + marker + "\n"
}

// Comment is the text as a comment, in Markdown, below a sentence of patctl's.
func (m *Message) Comment(head string) string {
	var b strings.Builder
	if head != "" {
		b.WriteString(format.Prose(head) + "\n\n")
	}
	room := MaxText
	for i, l := range m.lines {
		text := l.markdown()
		if room -= len([]rune(l.plain())); room < 0 && i > 0 {
			b.WriteString("- " + dots + "\n")
			break
		}
		b.WriteString("- " + text + "\n")
	}
	for _, l := range m.links {
		fmt.Fprintf(&b, "- [%s](<%s>)\n", l.label, l.url)
	}
	return strings.TrimRight(b.String(), "\n")
}

// Marker is the line by which the issue of a request is found again. Readers do not see it.
func Marker(organization, subject string) string {
	return "<!-- patctl:" + Cut(url.PathEscape(strings.ToLower(organization)), maxLogin) + " " + url.PathEscape(subject) + " -->"
}

// HasMarker reports whether the text of an issue ends with a marker.
func HasMarker(body, marker string) bool {
	return strings.HasSuffix(strings.TrimSpace(body), "\n"+marker)
}

// MarkedSubject is what the issue with a text is about, by the marker at its end, or "": it is
// about nothing in the organization.
func MarkedSubject(body, organization string) string {
	body = strings.TrimSpace(body)
	last := body[strings.LastIndexByte(body, '\n')+1:]
	start, end, _ := strings.Cut(Marker(organization, ""), " -->")
	inside, ok := strings.CutPrefix(last, start)
	if !ok {
		return ""
	}
	subject, err := url.PathUnescape(strings.TrimSuffix(inside, " -->"+end))
	if err != nil || !HasMarker("\n"+body, Marker(organization, subject)) {
		return ""
	}
	return subject
}
