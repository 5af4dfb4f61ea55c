package serve

import (
	"errors"
	"fmt"
	"net"
	"net/url"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/serve/notify"
)

// targetsOf returns the targets of a configuration, with their secrets.
func targetsOf(e *cli.Env, cfg *hcl.Configuration) ([]notify.Target, error) {
	if cfg.Serve == nil {
		return nil, nil
	}
	var out []notify.Target
	for _, t := range cfg.Serve.Targets {
		target, err := targetOf(e, t)
		if err != nil {
			return nil, fmt.Errorf("the block %s %q in serve: %w", t.Kind, t.Name, err)
		}
		out = append(out, target)
	}
	return out, nil
}

func targetOf(e *cli.Env, t *hcl.Target) (notify.Target, error) {
	out := notify.Target{
		Kind: notify.Kind(t.Kind), Name: t.Name, Repository: t.Repository, Labels: t.Labels,
		Events: t.Events, Organizations: t.Organizations, PerMinute: t.PerMinute,
	}
	if t.HasMessage() {
		out.Text = func(n subject.Notice) (string, error) {
			text, diags := t.Text(n)
			if diags.HasErrors() {
				return "", errors.New(line(diags[0]))
			}
			return text, nil
		}
	}
	if out.Kind == notify.Issue {
		return out, nil
	}
	var err error
	if out.URL, err = given(e, "url", t.URLEnv, t.URLFile); err != nil {
		return out, err
	}
	if err := checkURL(out.URL.Reveal()); err != nil {
		return out, err
	}
	if t.SecretEnv != "" || t.SecretFile != "" {
		out.Secret, err = given(e, "secret", t.SecretEnv, t.SecretFile)
	}
	return out, err
}

// given reads a secret from the variable or the file that the configuration names.
func given(e *cli.Env, what, variable, file string) (credential.Secret, error) {
	value := e.Getenv(variable)
	if file != "" {
		text, err := readSecret(e, file)
		if err != nil {
			return credential.Secret{}, fmt.Errorf("read %s_file: %w", what, err)
		}
		value = text
	}
	secret := credential.NewSecret(firstLine(value))
	switch {
	case !secret.IsZero():
		return secret, nil
	case file != "":
		return secret, fmt.Errorf("the file in %s_file is empty", what)
	}
	return secret, fmt.Errorf("the environment variable %s is not set", variable)
}

// checkURL refuses an address to which secrets and names would go in the clear. Its errors
// do not hold the address, which is a secret itself.
func checkURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return errors.New("its URL is none. A URL begins with https://")
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback) {
		return errors.New("its URL must begin with https://")
	}
	return nil
}
