package main

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

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/pat"
)

// liveOptions are the flags of commands that read GitHub.
type liveOptions struct {
	organizations    []string
	allInstallations bool
	noCache          bool
	parallelism      int
	maxWait          time.Duration
	access           appAccess // that the command needs; "": it only reads
}

func (o *liveOptions) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringSliceVar(&o.organizations, "organization", nil, "read the organization `LOGIN`; repeatable (default those of the configuration)")
	f.BoolVar(&o.allInstallations, "all-installations", false, "read every organization that has installed the App")
	f.BoolVar(&o.noCache, "no-cache", false, "neither use nor write the cache of answers")
	f.IntVar(&o.parallelism, "parallelism", github.DefaultParallelism, "make at most `N` calls at once")
	f.DurationVar(&o.maxWait, "max-wait", github.DefaultMaxWait, "wait at most `TIME` in total for GitHub's rate limits and for failed calls, such as 90s or 10m")
}

// check finds values that cannot be meant.
func (o *liveOptions) check(cmd *cobra.Command) error {
	switch {
	case o.parallelism < 1 || o.parallelism > github.MaxParallelism:
		return usageErrorf(cmd, "Invalid value of a flag", "The flag --parallelism takes a number from 1 to %d, not %d. GitHub allows no more calls at once.", github.MaxParallelism, o.parallelism)
	case o.maxWait < 0:
		return usageErrorf(cmd, "Invalid value of a flag", "The flag --max-wait takes a time of 0 or more, not %s.", o.maxWait)
	case o.allInstallations && len(o.organizations) > 0:
		return usageErrorf(cmd, "Flags that exclude each other", "The flag --all-installations stands for every organization, --organization for those that it names.")
	case slices.Contains(o.organizations, ""):
		return usageErrorf(cmd, "Missing organization", "The flag --organization needs the login of an organization.")
	}
	return nil
}

// open makes the client for the host of a configuration. It makes no call.
func (o *liveOptions) open(e *env, v *view, host string, attempts int) (*github.Client, error) {
	apiURL, err := github.APIURL(host, e.getenv("GITHUB_API_URL"))
	if err != nil {
		return nil, err
	}
	credentials, err := github.FindCredentials(github.Lookup{
		Host: host, APIURL: apiURL, Getenv: e.getenv, Stored: e.storedToken,
		ReadFile: func(name string) ([]byte, error) { return readKeyFile(e, name) },
	})
	if err != nil {
		return nil, err
	}
	e.log.Debug("credentials", "found", credentials, "api", apiURL)
	return github.NewClient(credentials, github.Options{
		Host: host, APIURL: apiURL, Version: buildVersion(), CacheDir: o.cacheDir(e),
		Parallelism: o.parallelism, Attempts: attempts, MaxWait: o.maxWait,
		Now: e.now, Sleep: e.sleep, Log: e.log, Progress: v.progress(e),
	})
}

func (o *liveOptions) cacheDir(e *env) string {
	if o.noCache || e.cacheDir == "" {
		return ""
	}
	return filepath.Join(e.cacheDir, "patctl")
}

// readKeyFile reads the key of an App. Its error does not hold the name, which may
// be the key itself, in the wrong variable.
func readKeyFile(e *env, name string) ([]byte, error) {
	e.inputs.add(e.path(name))
	data, err := input.ReadFile(e.path(name), maxKey)
	if err != nil {
		return nil, errors.New(strings.TrimSuffix(pathReason("it", err), "."))
	}
	return data, nil
}

// logins returns the organizations to read: those of the flags, or of the
// configuration.
func (o *liveOptions) logins(ctx context.Context, client *github.Client, cfg *hcl.Configuration) ([]string, error) {
	if o.allInstallations {
		return client.Installations(ctx)
	}
	if len(o.organizations) > 0 {
		return o.organizations, nil
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

// loadOptionalConfig is like loadConfig for a command that can do without
// configuration files: where there are none, the configuration has no catalog.
func loadOptionalConfig(e *env, v *view) (*hcl.Configuration, error) {
	cfg, diags := readConfig(e)
	if len(diags) == 1 && diag.CodeOf(diags[0]) == noConfiguration {
		return &hcl.Configuration{Host: pat.DefaultHost}, nil
	}
	v.diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return nil, errPrinted
	}
	return cfg, nil
}

// usage tells what a run has cost.
func (v *view) usage(u github.Usage) {
	text := fmt.Sprintf("%s, %d of them answered from the cache", counted(u.Calls, "call"), u.NotModified)
	if u.Limit > 0 {
		text += fmt.Sprintf("; %d of %d are left until %s", u.Remaining, u.Limit, u.Reset.UTC().Format("15:04 UTC"))
		if now := v.stderr.now; !now.IsZero() {
			text += " (" + format.Relative(u.Reset, now) + ")"
		}
	}
	v.remark("%s.", text)
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func hostOf(cfg *hcl.Configuration) string { return cmp.Or(cfg.Host, pat.DefaultHost) }
