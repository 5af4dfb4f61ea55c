package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // for the parts of the page
	"encoding/base64"
	"html/template"
	"io"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// Page is what the status page shows.
type Page struct {
	Now           time.Time
	Version       string // of patctl
	Host          string // of GitHub
	Acting        bool   // reviews are carried out; false: serve only reports
	Configuration Configuration
	Readiness     Readiness
	Queue         queue.Depth
	Organizations []status.Organization // in any order

	View View
}

// Configuration is the configuration that is in use.
type Configuration struct {
	LoadedAt time.Time
	Failure  string // why it could not be reloaded since; "": it could
}

// Readiness is what /readyz says.
type Readiness struct {
	OK      bool
	Reasons []string // whole sentences, where it is not OK
}

// View is what somebody chose to see.
type View struct {
	Organization string // login of the only one to show; "": all
	Refresh      bool   // whether the browser reloads the page by itself
}

// The most that is shown on a page. The rest is counted.
const (
	MaxOrganizations = 200
	MaxRequests      = 200
	MaxDone          = 200

	maxFindings = 5   // of a request
	maxGaps     = 3   // of an organization
	maxText     = 500 // characters of a message
	maxName     = 100 // characters of a name
)

// RefreshSeconds is how often the browser reloads a page with View.Refresh.
const RefreshSeconds = 30

// The parts of the page.
var (
	//go:embed html/status.tmpl
	shell string
	//go:embed html/status.css
	ownStyle string

	style = template.CSS(format.SharedStyle() + ownStyle)
	page  = template.Must(template.New("status").Parse(shell))
)

// Policy returns the Content-Security-Policy of the page: its style, no script, and nothing
// from anywhere. Its one form leads back to the page.
func Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// Write writes the page as HTML.
func Write(w io.Writer, p Page) error {
	var b bytes.Buffer
	if err := page.Execute(&b, newContent(p)); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
