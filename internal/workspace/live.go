package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/pat"
)

// LiveOptions are the flags of commands that read GitHub.
type LiveOptions struct {
	Organizations    []string
	AllInstallations bool
	NoCache          bool
	Parallelism      int
	MaxWait          time.Duration
	Access           appAccess // that the command needs; "": it only reads
	// Classic and Use read classic tokens, and what tokens did. See api.Options.
	Classic, Use, Public bool
	// Unattended is for a server, which makes a client by Fresh for each look: all of them together
	// may make as many calls at once as GitHub allows. See api.Options.
	Unattended bool
	// Memory keeps answers for such a server, instead of the user's cache directory.
	Memory *transport.Memory
	// Timeout is of each attempt at a call; 0: the default one.
	Timeout time.Duration
	// Secrets are those of a server, which makes a client whenever it loads its configuration.
	// See api.Options.
	Secrets *credential.Secrets
	// Warn is told what is left out, instead of the view; nil: the view is.
	Warn func(summary, detail string)
}

// AddUseFlags adds the flags for what is read beside requests and tokens.
func (o *LiveOptions) AddUseFlags(cmd *cobra.Command, verb string) {
	f := cmd.Flags()
	f.BoolVar(&o.Classic, "classic", false, verb+" the classic tokens that are authorized for single sign-on; requires GitHub Enterprise Cloud")
	f.BoolVar(&o.Use, "use", false, verb+" which routes tokens called in the last 30 days, from API Insights; requires GitHub Enterprise Cloud")
}

// AddFlags adds the flags to a command.
func (o *LiveOptions) AddFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&o.Organizations, "organization", nil, "read the organization `LOGIN`; repeatable (default: organizations in the configuration)")
	f.BoolVar(&o.AllInstallations, "all-installations", false, "read every organization that has installed the App")
	f.BoolVar(&o.NoCache, "no-cache", false, "do not read or write the cache of responses")
	f.IntVar(&o.Parallelism, "parallelism", api.DefaultParallelism, "make at most `N` calls at once for each organization, and 8 times as many in total, but never more than 100")
	f.DurationVar(&o.MaxWait, "max-wait", api.DefaultMaxWait, "wait at most `TIME` for each organization for rate limits and retries, such as 90s or 10m")
}

// Check finds values that cannot be meant.
func (o *LiveOptions) Check(cmd *cobra.Command) error {
	switch {
	case o.Parallelism < 1 || o.Parallelism > api.MaxParallelism:
		return cli.UsageErrorf(cmd, "Invalid flag value", "GitHub limits concurrent calls. Set --parallelism to a number from 1 to %d, not %d.", api.MaxParallelism, o.Parallelism)
	case o.MaxWait < 0:
		return cli.UsageErrorf(cmd, "Invalid flag value", "A wait cannot be negative. Set --max-wait to 0 or more, not %s.", o.MaxWait)
	case o.AllInstallations && len(o.Organizations) > 0:
		return cli.UsageErrorf(cmd, "Conflicting flags", "The flag --all-installations reads every organization. Remove --all-installations or --organization.")
	case slices.Contains(o.Organizations, ""):
		return cli.UsageErrorf(cmd, "Missing organization", "The flag --organization requires the login of an organization.")
	}
	return nil
}

// Open makes the client for the host of a configuration. It makes no call.
func (o *LiveOptions) Open(e *cli.Env, v *cli.View, host string, attempts int) (*api.Client, error) {
	apiURL, err := github.APIURL(host, e.Getenv("GITHUB_API_URL"))
	if err == nil {
		err = checkProxy(e, apiURL)
	}
	if err != nil {
		return nil, &addressError{err}
	}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: host, APIURL: apiURL, Getenv: e.Getenv, Stored: e.StoredToken,
		ReadFile: func(name string) ([]byte, error) { return readKeyFile(e, name) },
	})
	if err != nil {
		return nil, err
	}
	e.Log.Debug("credentials", "found", credentials, "api", apiURL)
	total := api.TotalFactor * o.Parallelism
	if o.Unattended {
		total = api.MaxParallelism
	}
	return api.NewClient(credentials, api.Options{
		Host: host, APIURL: apiURL, Version: cli.BuildVersion(), CacheDir: o.cacheDir(e), Memory: o.Memory, Timeout: o.Timeout,
		Parallelism: o.Parallelism, Total: total, Unattended: o.Unattended, Secrets: o.Secrets, Attempts: attempts, MaxWait: o.MaxWait, Classic: o.Classic, Use: o.Use, Public: o.Public,
		Now: e.Now, Sleep: e.Sleep, Log: e.Log, Progress: ShowProgress(v, e), Warn: o.warn(v),
	})
}

// addressError is about the address of the API, or of the proxy before it.
type addressError struct{ error }

func (e *addressError) Unwrap() error { return e.error }

// FailedCheck names the check of doctor that an error of Open is about.
func FailedCheck(err error) string {
	if errors.As(err, new(*addressError)) {
		return "address"
	}
	return "credentials"
}

// checkProxy finds a proxy that can't be used: Go would connect without it, which the user did not
// choose. Addresses with http are on this machine, and are called without a proxy.
func checkProxy(e *cli.Env, apiURL string) error {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy"} { // in the order in which Go takes them
		address := e.Getenv(name)
		if address == "" || !strings.HasPrefix(apiURL, "https:") {
			continue
		}
		if err := transport.CheckProxy(address); err != nil {
			return fmt.Errorf("read the variable %s: %w", name, err)
		}
		return nil
	}
	return nil
}

func (o *LiveOptions) warn(v *cli.View) func(summary, detail string) {
	if o.Warn != nil {
		return o.Warn
	}
	return func(summary, detail string) {
		v.Diagnostics(diag.Diagnostics{AsWarning(diag.General(summary, detail))}, nil)
	}
}

func (o *LiveOptions) cacheDir(e *cli.Env) string {
	if o.NoCache || e.CacheDir == "" {
		return ""
	}
	return filepath.Join(e.CacheDir, "patctl")
}

// readKeyFile reads the key of an App. Its error does not hold the name, which may
// be the key itself, in the wrong variable.
func readKeyFile(e *cli.Env, name string) ([]byte, error) {
	e.Inputs.Add(e.Path(name))
	data, err := input.ReadFile(e.Path(name), cli.MaxKey)
	if err != nil {
		return nil, errors.New(strings.TrimSuffix(cli.PathReason("it", err), "."))
	}
	return data, nil
}

// Logins returns the organizations to read: those of the flags, or of the
// configuration.
func (o *LiveOptions) Logins(ctx context.Context, client *api.Client, cfg *hcl.Configuration) ([]string, error) {
	if o.AllInstallations {
		return client.Installations(ctx)
	}
	if len(o.Organizations) > 0 {
		return o.Organizations, nil
	}
	return declaredLogins(cfg), nil
}

// declaredLogins are the organizations of a configuration.
func declaredLogins(cfg *hcl.Configuration) []string {
	var out []string
	for _, declared := range cfg.Organizations {
		out = append(out, declared.Login)
	}
	return out
}

// LoadOptionalConfig is like loadConfig for a command that can do without
// configuration files: where there are none, the configuration has no catalog.
func LoadOptionalConfig(e *cli.Env, v *cli.View) (*hcl.Configuration, error) {
	cfg, diags := ReadConfig(e)
	if len(diags) == 1 && diag.CodeOf(diags[0]) == noConfiguration {
		return &hcl.Configuration{Host: pat.DefaultHost}, nil
	}
	v.Diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return nil, cli.ErrPrinted
	}
	return cfg, nil
}

// SayUsage tells what a run has cost.
func SayUsage(v *cli.View, u transport.Usage) {
	text := fmt.Sprintf("%s, %d of them from the cache", cli.Counted(u.Calls, "call"), u.NotModified)
	if u.Limit > 0 {
		text += fmt.Sprintf("; %d of %d remain until %s", u.Remaining, u.Limit, u.Reset.UTC().Format("15:04 UTC"))
		if now := v.Stderr.Now; !now.IsZero() {
			text += " (" + format.Relative(u.Reset, now) + ")"
		}
	}
	v.Remark("%s.", text)
}

// HostOf returns the host of a configuration.
func HostOf(cfg *hcl.Configuration) string { return cmp.Or(cfg.Host, pat.DefaultHost) }
