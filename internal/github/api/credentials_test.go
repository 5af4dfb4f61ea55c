package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

func appPEM(t *testing.T) string {
	t.Helper()
	h, err := checked.NewHandler(githubtest.World{})
	if err != nil {
		t.Fatal(err)
	}
	return string(h.AppPEM())
}

// lookup finds credentials in an environment, with a file app.pem.
func lookup(t *testing.T, host, apiURL string, environ map[string]string) (credential.Credentials, error) {
	t.Helper()
	if apiURL == "" {
		var err error
		if apiURL, err = github.APIURL(host, ""); err != nil {
			t.Fatal(err)
		}
	}
	pem := appPEM(t)
	return credential.FindCredentials(credential.Lookup{
		Host: host, APIURL: apiURL, Getenv: func(name string) string { return environ[name] },
		ReadFile: func(name string) ([]byte, error) {
			if name != "app.pem" {
				return nil, fs.ErrNotExist
			}
			return []byte(pem), nil
		},
		Stored: func(host string) string { return map[string]string{"github.com": "gho_stored"}[host] },
	})
}

func TestCredentialsInOrder(t *testing.T) {
	all := map[string]string{
		"GITHUB_APP_ID": "42", "GITHUB_APP_PEM_FILE": "app.pem", "GH_TOKEN": "ghs_1", "GITHUB_TOKEN": "ghp_1",
		"GH_ENTERPRISE_TOKEN": "ghu_1", "GITHUB_ENTERPRISE_TOKEN": "github_pat_1", "GH_HOST": "GitHub.example.com",
	}
	for _, test := range []struct {
		host    string
		without string
		want    string
	}{
		{"github.com", "", "the key of GitHub App 42 from GITHUB_APP_ID"},
		{"github.com", "GITHUB_APP", "an installation access token of a GitHub App from GH_TOKEN"},
		{"octo-org.ghe.com", "GITHUB_APP", "an installation access token of a GitHub App from GH_TOKEN"},
		{"github.com", "GITHUB_APP GH_TOKEN", "a classic personal access token from GITHUB_TOKEN"},
		{"github.com", "GITHUB_APP GH_TOKEN GITHUB_TOKEN", "an OAuth token from gh"},
		{"github.example.com", "GITHUB_APP", "a user access token of a GitHub App from GH_ENTERPRISE_TOKEN"},
		{"github.example.com", "GITHUB_APP GH_ENTERPRISE", "a fine-grained personal access token from GITHUB_ENTERPRISE_TOKEN"},
	} {
		environ := map[string]string{}
		for name, value := range all {
			left := true
			for _, prefix := range strings.Fields(test.without) {
				left = left && !strings.HasPrefix(name, prefix)
			}
			if left {
				environ[name] = value
			}
		}
		got, err := lookup(t, test.host, "", environ)
		if err != nil || got.String() != test.want {
			t.Errorf("on %s without %s: %v, %v, want %s", test.host, test.without, got, err, test.want)
		}
	}
}

func TestCredentialsForServerThatOnlyTheConfigurationNames(t *testing.T) {
	for _, environ := range []map[string]string{
		{"GITHUB_APP_ID": "42", "GITHUB_APP_PEM_FILE": "app.pem"},
		{"GH_ENTERPRISE_TOKEN": "ghu_hunter2"},
		{"GITHUB_ENTERPRISE_TOKEN": "ghu_hunter2", "GH_HOST": "github.example.org"},
	} {
		got, err := lookup(t, "github.example.com", "", environ)
		if err == nil || !strings.HasSuffix(err.Error(), "set GH_HOST=github.example.com") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v: %v, %v", environ, got, err)
		}
		environ["GITHUB_API_URL"] = "https://github.example.com/api/v3"
		if _, err := lookup(t, "github.example.com", "", environ); err != nil {
			t.Errorf("%v: %v", environ, err)
		}
	}
}

func TestNoCredentials(t *testing.T) {
	for _, test := range []struct{ host, apiURL string }{
		{"github.example.com", ""},
		{"octo-org.ghe.com", ""},
		{"github.com", "https://elsewhere.example.com/"}, // what gh stored is not for this address
	} {
		if got, err := lookup(t, test.host, test.apiURL, nil); !errors.Is(err, credential.ErrNoCredentials) {
			t.Errorf("on %s at %s: %v, %v", test.host, test.apiURL, got, err)
		}
	}
}

func TestCredentialsOfNoUse(t *testing.T) {
	for want, environ := range map[string]map[string]string{
		"GITHUB_APP_ID is not the ID of an App":                      {"GITHUB_APP_ID": "1/2", "GITHUB_APP_PEM_FILE": "app.pem"},
		"Set one of them to the private key of the App":              {"GITHUB_APP_ID": "1", "GH_TOKEN": "ghs_1"},
		"GITHUB_APP_ID is not":                                       {"GITHUB_APP_PEM": "x", "GH_TOKEN": "ghs_1"},
		"read the file that GITHUB_APP_PEM_FILE":                     {"GITHUB_APP_ID": "1", "GITHUB_APP_PEM_FILE": "missing.pem"},
		"GITHUB_APP_PEM does not contain a private key in PEM":       {"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": "hunter2"},
		"GITHUB_APP_PEM does not contain a readable RSA private key": {"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----\n"},
		"GITHUB_APP_INSTALLATION_ID is not a":                        {"GITHUB_APP_ID": "1", "GITHUB_APP_PEM_FILE": "app.pem", "GITHUB_APP_INSTALLATION_ID": "-1"},
		"the token in GH_TOKEN is empty or contains cha":             {"GH_TOKEN": "hunter2\nX-Evil: 1"},
	} {
		_, err := lookup(t, "github.com", "", environ)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestPEMInOneLine takes a key as stores of secrets give it.
func TestPEMInOneLine(t *testing.T) {
	got, err := lookup(t, "github.com", "", map[string]string{
		"GITHUB_APP_ID": "Iv1.0c70", "GITHUB_APP_PEM": strings.ReplaceAll(appPEM(t), "\n", `\n`)})
	if err != nil || got.Kind() != "the key of GitHub App Iv1.0c70" {
		t.Errorf("%v, %v", got, err)
	}
}

// TestCredentialsPrintNoSecret prints everything that holds a secret in every way.
func TestCredentialsPrintNoSecret(t *testing.T) {
	credentials, err := lookup(t, "github.com", "", map[string]string{"GH_TOKEN": "ghs_hunter2"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := api.NewClient(credentials, api.Options{Host: "github.com", APIURL: "https://api.github.com/", HTTP: &http.Transport{}})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	log := slog.New(slog.NewTextHandler(&out, nil))
	for _, v := range []any{credentials, &credentials, struct{ C credential.Credentials }{credentials}, []any{client}, client} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		log.Info("credentials", "value", v)
		_ = json.NewEncoder(&out).Encode(v)
	}
	for _, secret := range []string{"hunter2", "68756e74657232", "[104 117"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the secret was printed as %s:\n%s", secret, out.String())
		}
	}
}

// TestCredentialsInTheWrongVariable says what a value looks like, and prints none.
func TestCredentialsInTheWrongVariable(t *testing.T) {
	key, token := appPEM(t), "github_pat_11ABCDEFG0hunter2hunter2_hunter2"
	for _, value := range []string{
		key, strings.ReplaceAll(key, "\n", `\n`), strings.Split(key, "\n")[1], token, "ghp_hunter2hunter2hunter2", "ghs_hunter2", "eyJhbGciOi.eyJpc3Mi.hunter2",
	} {
		for _, name := range []string{"GITHUB_APP_PEM_FILE", "GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_API_URL"} {
			environ := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM_FILE": "app.pem", name: value}
			address, err := github.APIURL("github.com", environ["GITHUB_API_URL"])
			if err == nil {
				_, err = lookup(t, "github.com", address, environ)
			}
			if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), value[:11]) {
				t.Errorf("%s: %v", name, err)
			}
			if name != "GITHUB_API_URL" && err != nil && !strings.Contains(err.Error(), "looks like") {
				t.Errorf("%s: %v, which does not say what the value looks like", name, err)
			}
		}
	}
}
