package tokenrequest

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/exactjson"
)

// MaxIssue is the size in bytes from which an issue is refused. GitHub's own limit
// for the body is 65,536 characters; the JSON of an event holds more.
const MaxIssue = 4 << 20

// Issue is an issue as it was filed. Everything in it may be anything.
type Issue struct {
	Number int    // 0: not known
	Title  string // "": not known
	Author string // "": not known
	Body   []byte // Markdown in UTF-8
	Plain  bool   // the data was the body itself, and no JSON
}

// issueJSON is an issue of the API, and of "gh issue view --json".
type issueJSON struct {
	Number int       `json:"number"`
	Title  string    `json:"title"`
	Body   *string   `json:"body"`
	User   *userJSON `json:"user"`
	Author *userJSON `json:"author"`
}

type userJSON struct {
	Login string `json:"login"`
}

// eventJSON is what GitHub sends to a webhook, or gives to a workflow.
type eventJSON struct {
	issueJSON
	Issue *issueJSON `json:"issue"`
}

// ParseIssue reads the body of an issue, the issue as JSON, or an event about it.
func ParseIssue(data []byte) (Issue, error) {
	if !utf8.Valid(data) {
		return Issue{}, errors.New("it is not UTF-8 text")
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	trimmed := bytes.TrimSpace(data)
	switch {
	case len(trimmed) == 0:
		return Issue{}, errors.New("it is empty")
	case trimmed[0] == '[':
		return Issue{}, errors.New("it is a list. Give one issue")
	case trimmed[0] != '{':
		return Issue{Body: data, Plain: true}, nil
	}
	var event eventJSON
	if err := exactjson.Unmarshal(data, &event); err != nil {
		return Issue{}, fmt.Errorf("it is not the JSON of an issue: %w", err)
	}
	filed := &event.issueJSON
	if event.Issue != nil {
		filed = event.Issue
	}
	return filed.issue()
}

func (f *issueJSON) issue() (Issue, error) {
	if f.Body == nil || *f.Body == "" {
		return Issue{}, errors.New("the issue has no body. With gh, run: gh issue view NUMBER --json number,title,body,author")
	}
	out := Issue{Number: max(f.Number, 0), Title: f.Title, Body: []byte(*f.Body)}
	for _, user := range []*userJSON{f.User, f.Author} {
		if user != nil && user.Login != "" {
			out.Author = user.Login
		}
	}
	return out, nil
}
