package demo

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// Organization is the login of the example.
const Organization = "octo-org"

// webhookSecret signs deliveries. It is no secret: it protects a demonstration.
const webhookSecret = "patctl-demonstration-secret"

// remembered is how many calls the fake GitHub keeps in mind at most.
const remembered = 1000

// Demo is a fake GitHub that runs, and a configuration for it.
type Demo struct {
	URL           string            // of the API
	AppID         int64             // of the App, which is installed in Organization
	Key           credential.Secret // of the App, as PEM
	WebhookSecret credential.Secret
	Configuration string // directory with the configuration

	server *githubtest.Server
	dir    string // holds all files
	body   []byte // of the delivery
	arrivals
}

// Start serves the example until Close. The times in it are moved so that it is as old now as
// its snapshot was when it was made. The clock of the fake GitHub is now.
func Start(now func() time.Time) (*Demo, error) {
	e, err := readExample()
	if err != nil {
		return nil, fmt.Errorf("read the example of the demonstration: %w", err)
	}
	start := now()
	server, err := githubtest.Start(e.world(start, now), nil)
	if err != nil {
		return nil, fmt.Errorf("start the demonstration: %w", err)
	}
	var calls atomic.Int64
	server.Latency = func(*http.Request) {
		if calls.Add(1)%remembered == 0 {
			server.Forget() // nobody asks, and a demonstration may run for days
		}
	}
	d := &Demo{
		URL: server.URL, AppID: server.AppID(), Key: credential.NewSecret(string(server.AppPEM())),
		WebhookSecret: credential.NewSecret(webhookSecret), server: server, arrivals: arrivals{held: e.held, now: now},
	}
	if err := d.write(e, start); err != nil {
		_ = d.Close() // the first error says more
		return nil, fmt.Errorf("write the files of the demonstration: %w", err)
	}
	return d, nil
}

// write puts the configuration and the body of the delivery into a temporary directory.
func (d *Demo) write(e *example, start time.Time) error {
	var err error
	if d.dir, err = os.MkdirTemp("", "patctl-demo-"); err != nil {
		return err
	}
	if i := strings.IndexAny(d.dir, "$`\"!%"); i >= 0 {
		return fmt.Errorf("the path of the temporary directory contains %q, which shells interpret", d.dir[i])
	}
	d.Configuration = filepath.Join(d.dir, Organization)
	if err := e.writeConfiguration(d.Configuration, start); err != nil {
		return err
	}
	return os.WriteFile(d.deliveryFile(), d.delivery(start), 0o600)
}

// Close stops the fake GitHub, and removes the files.
func (d *Demo) Close() error {
	d.server.Close()
	if d.dir == "" {
		return nil
	}
	return os.RemoveAll(d.dir)
}

// Environ returns the environment of the demonstration: the variables of environ (NAME=value)
// but those that name GitHub or a credential for it. They are the demonstration's, or not set.
func (d *Demo) Environ(environ []string) []string {
	out := slices.DeleteFunc(slices.Clone(environ), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.ContainsFunc(replaced, func(r string) bool { return strings.EqualFold(r, name) })
	})
	return append(out, "GITHUB_API_URL="+d.URL, "GITHUB_APP_ID="+strconv.FormatInt(d.AppID, 10), "GITHUB_APP_PEM="+d.Key.Reveal())
}

// replaced are the variables that no demonstration takes from the user.
var replaced = []string{
	"GITHUB_API_URL", "GITHUB_APP_ID", "GITHUB_APP_PEM", "GITHUB_APP_PEM_FILE", "GITHUB_APP_INSTALLATION_ID",
	"GH_HOST", "GITHUB_HOST", "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN",
}
