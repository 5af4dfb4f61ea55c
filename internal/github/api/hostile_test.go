package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestHostileServerGetsNoSecretIntoAnything echoes what it is sent in every
// answer, and looks at everything that is left of the run.
func TestHostileServerGetsNoSecretIntoAnything(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter, string){
		"in elements": func(w http.ResponseWriter, said string) {
			fmt.Fprintf(w, `[{"id":1,"owner":{"login":%[1]q},"token_name":%[1]q,"repository_selection":"all"}]`, said)
		},
		"in authorizations and API Insights": func(w http.ResponseWriter, said string) {
			fmt.Fprintf(w, `[{"login":%[1]q,"credential_id":1,"credential_type":"personal access token","token_last_eight":%[1]q,"fingerprint":%[1]q,"scopes":[%[1]q],"authorized_credential_note":%[1]q,
				"subject_type":%[1]q,"subject_name":%[1]q,"subject_id":1,"actor_type":"classic_pat","actor_name":%[1]q,"actor_id":1,"http_method":%[1]q,"api_route":%[1]q,"total_request_count":1}]`, said)
		},
		"in the type of an actor": func(w http.ResponseWriter, said string) {
			fmt.Fprintf(w, `[{"subject_id":1,"actor_type":%[1]q,"credential_type":%[1]q,"last_request_timestamp":%[1]q}]`, said)
		},
		"in the number of repositories": func(w http.ResponseWriter, said string) { fmt.Fprintf(w, `{"public_repos":%q}`, said) },
		"in an element that is none":    func(w http.ResponseWriter, said string) { fmt.Fprintf(w, `[{"id":1,"repository_selection":%q}]`, said) },
		"in an error": func(w http.ResponseWriter, said string) {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `{"message":%q}`, said)
		},
		"in HTML": func(w http.ResponseWriter, said string) { fmt.Fprintf(w, "<html>%s</html>", said) },
		"in a redirect": func(w http.ResponseWriter, said string) {
			w.Header().Set("Location", "https://example.com/"+said)
			w.WriteHeader(http.StatusFound)
		},
		"in the name of a host": func(w http.ResponseWriter, said string) {
			w.Header().Set("Location", "https://"+strings.ReplaceAll(strings.TrimPrefix(said, "Bearer "), "_", "-")+".example.com/")
			w.WriteHeader(http.StatusFound)
		},
		"in a link": func(w http.ResponseWriter, said string) {
			w.Header().Set("Link", fmt.Sprintf("<https://x/?after=%s>; rel=%q", said, "next "+said))
			fmt.Fprint(w, "[]")
		},
	} {
		t.Run(name, func(t *testing.T) {
			const secret = "ghu_hunter2"
			clock, dir := newClock(), filepath.Join(t.TempDir(), "cache")
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				said := r.Header.Get("Authorization")
				w.Header().Set("ETag", said)
				w.Header().Set("Date", said)
				answer(w, said)
			}))
			defer server.Close()
			r := &rig{clock: clock, log: &bytes.Buffer{}, server: &githubtest.Server{URL: server.URL}}
			r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": secret}, options: func(o *api.Options) { more(o); cacheIn(dir)(o) }})
			var out bytes.Buffer
			snapshot := r.client.Read(t.Context(), []string{"octo-org"}, nil)
			if err := snapshot.Encode(&out, "1.2.3"); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%+v\n%s", r.client.Diagnose(t.Context(), []string{"octo-org"}), r.log)
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			for _, data := range cacheFiles(t, dir) {
				out.Write(data)
			}
			if strings.Contains(out.String(), secret) {
				t.Errorf("the secret is in\n%s", out.String())
			}
		})
	}
}

// TestEchoedKey lets nothing of an App's assertion through.
func TestEchoedKey(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 1)},
		Faults:        []githubtest.Fault{{Do: githubtest.FaultEcho}},
	}, setup{})
	o := r.read(t, "octo-org", nil)
	text := fmt.Sprintf("%+v %+v %s", o, r.client.Diagnose(t.Context(), []string{"octo-org"}), r.log)
	if strings.Contains(text, "eyJ") || !strings.Contains(text, "[withheld]") {
		t.Errorf("an assertion is in %s", text)
	}
}

func TestAddressThatMustNotGetAToken(t *testing.T) {
	for _, address := range []string{"http://api.github.com/", "https://api.github.com", "", "file:///"} {
		if _, err := api.NewClient(credential.Credentials{}, api.Options{APIURL: address}); err == nil {
			t.Errorf("a client of %q was made", address)
		}
	}
}
