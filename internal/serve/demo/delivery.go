package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// event is a delivery about a request, without the fields that only say where things are.
//
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#personal_access_token_request
type event struct {
	Action       string       `json:"action"`
	Request      eventRequest `json:"personal_access_token_request"`
	Organization account      `json:"organization"`
	Sender       body.User    `json:"sender"`
	Installation account      `json:"installation"`
}

type account struct {
	Login  string `json:"login,omitempty"`
	ID     int64  `json:"id"`
	NodeID string `json:"node_id"`
}

type eventRequest struct {
	ID                  int64              `json:"id"`
	Owner               body.User          `json:"owner"`
	PermissionsAdded    eventPermissions   `json:"permissions_added"`
	PermissionsUpgraded eventPermissions   `json:"permissions_upgraded"`
	PermissionsResult   eventPermissions   `json:"permissions_result"`
	RepositorySelection string             `json:"repository_selection"`
	RepositoryCount     int                `json:"repository_count"`
	Repositories        *[]json.RawMessage `json:"repositories"`
	CreatedAt           *time.Time         `json:"created_at"`
	TokenID             int64              `json:"token_id"`
	TokenName           string             `json:"token_name"`
	TokenExpired        bool               `json:"token_expired"`
	TokenExpiresAt      *time.Time         `json:"token_expires_at"`
	TokenLastUsedAt     *time.Time         `json:"token_last_used_at"`
}

type eventPermissions struct {
	Organization pat.Permissions `json:"organization,omitempty"`
	Repository   pat.Permissions `json:"repository,omitempty"`
	Other        pat.Permissions `json:"other,omitempty"`
}

// delivery is the body that the printed command sends: that the first request was made. It is
// the same each time. What is in it beside the organization does not matter to serve.
func (d *Demo) delivery(start time.Time) []byte {
	g := moved(d.held[0], start.Sub(*d.held[0].Since))
	owner := body.NewUser(g.Owner)
	data, err := json.Marshal(event{
		Action: "created", Organization: account{Organization, 652551, "O_1"}, Sender: owner, Installation: account{ID: 7001, NodeID: "I_1"},
		Request: eventRequest{
			ID: g.ID, Owner: owner, PermissionsAdded: eventPermissions(g.Permissions), PermissionsResult: eventPermissions(g.Permissions),
			RepositorySelection: g.RepositorySelection, RepositoryCount: len(g.Repositories), CreatedAt: g.Since, TokenID: g.TokenID,
			TokenName: g.TokenName, TokenExpired: g.Expired, TokenExpiresAt: g.ExpiresAt, TokenLastUsedAt: g.LastUsedAt,
		},
	})
	if err != nil {
		panic(fmt.Sprintf("write a delivery: %v", err)) // values that can always be written
	}
	d.body = bytes.Clone(data)
	return data
}

func (d *Demo) deliveryFile() string { return filepath.Join(d.dir, "delivery.json") }

// Command returns a command that sends the delivery to serve, which listens at an address
// such as http://127.0.0.1:8080. It is one line, and means the same in sh, zsh, and
// PowerShell: the body is in a file, and nothing in double quotes is special.
func (d *Demo) Command(listen string) string {
	curl := "curl"
	if runtime.GOOS == "windows" {
		curl = "curl.exe" // PowerShell has another command called curl
	}
	return fmt.Sprintf(`%s -H "Content-Type: application/json" -H "X-GitHub-Event: personal_access_token_request" -H "X-GitHub-Delivery: %s" -H "%s: %s" --data-binary "@%s" "%s/webhook"`,
		curl, deliveryID, webhook.SignatureHeader, webhook.Sign(d.WebhookSecret, d.body), d.deliveryFile(), strings.TrimSuffix(listen, "/"))
}

// deliveryID is a GUID, as GitHub gives each delivery one.
const deliveryID = "8f8d6a52-0c5f-11f0-9f6e-3e1f6c7a2b10"
