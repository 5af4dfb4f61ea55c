package hcl

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// Target is a block in serve: who is told. It names secrets, and never holds one.
type Target struct {
	arguments
	Kind          string // the type of the block: slack, teams, issue, or webhook
	Name          string
	URLEnv        string   // the variable with the URL; "": it is in URLFile, or the kind is issue
	URLFile       string   // the file with the URL
	SecretEnv     string   // of webhook: the variable with the secret; with SecretFile "": nothing is signed
	SecretFile    string   // of webhook: the file with the secret
	Repository    string   // of issue: owner/name
	Labels        []string // of issue
	Events        []string // some of subject.NoticeEvents; empty: all
	Organizations []string // logins; empty: all
	PerMinute     int      // messages at most; 1 to MaxPerMinute
	Range         diag.Range
	message       *expression.Expression // nil: what patctl says
	in            *instance
}

// Limits of the messages to a target.
const (
	DefaultPerMinute = 20
	MaxPerMinute     = 1000
	MaxMessage       = 3000 // characters, as Slack has it for a section
)

// targetBlock is a block in serve before evaluation.
type targetBlock struct {
	*block
	kind string
}

var targetSchemas = map[string]*schema.Block{
	schema.Slack.Type: schema.Slack, schema.Teams.Type: schema.Teams, schema.Issue.Type: schema.Issue, schema.Webhook.Type: schema.Webhook,
}

func (l *loader) decodeTarget(s *source, b *hcl.Block) *targetBlock {
	known := targetSchemas[b.Type]
	l.hide(syntax.PlacesBeside(b.Body, known.Names()...)...) // perhaps url = "https://..."
	before := len(l.diags)
	t := &targetBlock{l.decodeTold(s, b, known.Body(), expression.ScopeNotice), b.Type}
	for _, d := range l.diags[before:] {
		word, _ := l.written(*d.Subject)
		switch word = strings.Trim(word, `"`); word {
		case "url", "secret":
			d.Detail += fmt.Sprintf(" The configuration does not hold secrets. Set %s_env to the name of an environment variable, or %s_file to the path of a file.", word, word)
		}
	}
	return t
}

func (m *instance) target(b *targetBlock) *Target {
	r := m.reader(b.block, nil)
	t := &Target{Kind: b.kind, Name: b.Name, PerMinute: DefaultPerMinute, Range: b.Header}
	t.URLEnv, t.URLFile = m.secretPlace(r, "url")
	t.SecretEnv, t.SecretFile = m.secretPlace(r, "secret")
	if b.kind != schema.Issue.Type && r.Args.Omitted("url_env") && r.Args.Omitted("url_file") {
		m.l.add(diag.Error(b.Header, "missing-url", "Missing URL",
			fmt.Sprintf("patctl needs the URL to which it sends messages. Set url_env to the name of an environment variable with the URL, such as url_env = \"%s_URL\", or url_file to the path of a file with the URL.", strings.ToUpper(b.kind))))
	}
	t.Repository = r.Text("repository")
	t.Labels, _ = r.List("labels")
	t.Events, _ = r.List("events")
	t.Organizations, _ = r.List("organizations")
	for i, login := range t.Organizations {
		t.Organizations[i] = m.declaredLogin(login)
	}
	if n, ok := r.Whole("per_minute"); ok {
		t.PerMinute = min(max(n, 1), MaxPerMinute)
		if t.PerMinute != n {
			m.l.add(diag.Error(r.At("per_minute"), "invalid-limit", "Invalid limit",
				fmt.Sprintf("per_minute is the maximum number of messages in a minute, from 1 to %d, and cannot be %d.", MaxPerMinute, n)))
		}
	}
	t.arguments = r.Args
	m.notice(t)
	return t
}

// secretPlace reads where a secret is, and hides what may be the secret itself.
func (m *instance) secretPlace(r *argument.Reader, what string) (env, file string) {
	env, file, wrong := r.SecretPlace(what)
	m.l.hide(wrong...)
	return env, file
}

// declaredLogin is a login as the block of the organization writes it.
func (m *instance) declaredLogin(login string) string {
	for _, o := range m.l.config.Organizations {
		if strings.EqualFold(o.Login, login) {
			return o.Login
		}
	}
	return login
}

// notice evaluates the message once for each event, to find what would fail when somebody is
// to be told.
func (m *instance) notice(t *Target) {
	x := t.Expression("message")
	if x == nil || x.Broken || m.noMessage(x) {
		return
	}
	t.message, t.in = x, m
	for _, event := range subject.NoticeEvents {
		text, diags := t.Text(subject.SampleNotice(event))
		m.l.add(diags...)
		n := utf8.RuneCountInString(text)
		if n > MaxMessage {
			m.l.add(diag.Error(x.Range(), "long-message", "Message too long",
				fmt.Sprintf("The message has %d or more characters, and can have at most %d.", n, MaxMessage)))
		}
		if diags.HasErrors() || n > MaxMessage {
			t.message = nil
			return
		}
	}
}

// HasMessage reports whether the block says what the target is told.
func (t *Target) HasMessage() bool { return t.message != nil }

// Text evaluates the message for a notice. It may have more than MaxMessage characters. It
// may be called from several goroutines, and only with HasMessage.
func (t *Target) Text(notice subject.Notice) (string, diag.Diagnostics) {
	return t.in.told(t.message, notice.Self())
}
