package webhook

import (
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// delivery is what is known of a delivery.
type delivery struct {
	at           time.Time
	id, event    string // as the sender writes them
	action       string // as the sender writes it
	organization string
	verified     bool // the signature is right
	outcome      Outcome
	err          error
}

func newDelivery(r *http.Request, at time.Time) *delivery {
	return &delivery{at: at, id: r.Header.Get("X-GitHub-Delivery"), event: r.Header.Get("X-GitHub-Event")}
}

// admit checks the head of a delivery and returns its signature.
func admit(r *http.Request) ([]byte, Outcome) {
	if r.Method != http.MethodPost {
		return nil, Method
	}
	if !isJSON(r.Header.Values("Content-Type")) {
		return nil, Type
	}
	signature, ok := presented(r.Header)
	if !ok {
		return nil, Unsigned
	}
	return signature, ""
}

func isJSON(values []string) bool {
	if len(values) != 1 {
		return false
	}
	kind, parameters, err := mime.ParseMediaType(values[0])
	if err != nil || kind != "application/json" {
		return false
	}
	charset, ok := parameters["charset"]
	return len(parameters) == 0 || len(parameters) == 1 && ok && strings.EqualFold(charset, "utf-8")
}

// payload is the part of all payloads that is read.
type payload struct {
	Action       string  `json:"action"`
	Organization account `json:"organization"`
	Installation struct {
		Account account `json:"account"`
	} `json:"installation"`
	Changes struct {
		Login struct {
			From string `json:"from"`
		} `json:"login"`
	} `json:"changes"`
}

type account struct {
	Login string `json:"login"`
}

// event says which payloads of an event lead to a look, and where the login is.
type event struct {
	actions []string // nil: all
	logins  func(payload) []string
}

const ping = "ping"

// events are those that lead to a look. Members of organizations and teams may be named by
// templates.
var events = map[string]event{
	"personal_access_token_request": {nil, ofOrganization},
	"installation":                  {nil, ofInstallation},
	"installation_repositories":     {nil, ofInstallation},
	"organization":                  {[]string{"member_added", "member_removed", "renamed", "deleted"}, ofRenamed},
	"membership":                    {nil, ofOrganization},
	"team":                          {nil, ofOrganization},
}

func ofOrganization(p payload) []string { return []string{p.Organization.Login} }

// ofInstallation returns no login for an enterprise, which has none.
func ofInstallation(p payload) []string {
	if p.Installation.Account.Login == "" {
		return nil
	}
	return []string{p.Installation.Account.Login}
}

// ofRenamed returns the old name, too. It may be the one that is configured.
func ofRenamed(p payload) []string {
	if from := p.Changes.Login.From; p.Action == "renamed" && from != "" {
		return []string{p.Organization.Login, from}
	}
	return ofOrganization(p)
}

// The events of the labels of metrics that are none of GitHub's.
const (
	Other      = "other"      // an event that leads to no look
	Unverified = "unverified" // the signature is not right, so it may be any event
)

// Events returns what Observe may be told as an event.
func Events() []string {
	all := []string{ping, Other, Unverified}
	for name := range events {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// label is the event, as Events has it.
func (d *delivery) label() string {
	_, known := events[d.event]
	switch {
	case !d.verified:
		return Unverified
	case known || d.event == ping:
		return d.event
	}
	return Other
}

// login is what a login of an account looks like.
var login = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$`)

// read returns the logins in a body, or the outcome of a delivery that leads to no look.
func (d *delivery) read(data []byte) ([]string, Outcome) {
	e, known := events[d.event]
	switch {
	case d.event == ping:
		return nil, Pong
	case !known:
		return nil, Ignored
	}
	var p payload
	if d.err = exactjson.Unmarshal(data, &p); d.err != nil {
		return nil, Malformed
	}
	d.action = p.Action
	if e.actions != nil && !slices.Contains(e.actions, p.Action) {
		return nil, Ignored
	}
	logins := e.logins(p)
	for _, l := range logins {
		if !login.MatchString(l) {
			return nil, Malformed
		}
		d.organization = l
	}
	return logins, ""
}
