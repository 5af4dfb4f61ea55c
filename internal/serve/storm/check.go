package storm

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/planning"
)

// Missing returns the reviews that are planned and have not taken effect yet.
func (h *Hub) Missing() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, s := range h.subjects {
		if s.want != "" && s.done == "" && !s.gone {
			out = append(out, fmt.Sprintf("%s: %s of the %s %d", s.login, s.want, s.Kind, s.ID))
		}
	}
	slices.Sort(out)
	return out
}

// Problems returns the reviews that were not planned, or that were asked for twice.
func (h *Hub) Problems() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.problems)
}

// End returns the reviews that took effect, and what is pending and active. What others have
// taken away is left out.
func (h *Hub) End() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, s := range h.subjects {
		if s.done != "" && !s.gone {
			out = append(out, fmt.Sprintf("%s: %s of the %s of token %d", s.login, s.done, s.Kind, s.TokenID))
		}
	}
	h.Change(func(all []githubtest.Organization) {
		for _, o := range all {
			for _, g := range slices.Concat(o.Requests, o.Tokens) {
				out = append(out, fmt.Sprintf("%s: there is the %s of token %d", o.Login, g.Kind, g.TokenID))
			}
		}
	})
	slices.Sort(out)
	return out
}

// Applied returns the End of another GitHub, in which everything is there from the start that
// others have not taken away, and on which one apply is run.
func (h *Hub) Applied(ctx context.Context, source string) ([]string, error) {
	now := h.options.Now()
	fresh, err := h.final(func() time.Time { return now })
	if err != nil {
		return nil, err
	}
	cfg, err := Load(source)
	if err != nil {
		return nil, err
	}
	clock := func() time.Time { return now }
	sleep := func(ctx context.Context, d time.Duration) error { now = now.Add(d); return ctx.Err() }
	client, err := Client(fresh, "http://127.0.0.1:1", direct{fresh}, clock, sleep)
	if err != nil {
		return nil, err
	}
	snapshot := client.Read(ctx, h.Logins(), func(o *github.Organization) (requests, tokens []int) { return audit.NeedsRepositories(cfg, o) })
	run := &apply.Run{
		Config: cfg, Host: "github.com", GitHub: client, Journal: nowhere{}, Now: clock, Sleep: sleep,
		Tell: func(apply.Outcome) {}, Version: "1.2.3", Name: "the only run",
	}
	if _, err := run.Do(ctx, planning.Judge(cfg, snapshot, planning.Open{}).Job()); err != nil {
		return nil, err
	}
	if problems := fresh.Problems(); len(problems) > 0 {
		return nil, fmt.Errorf("apply itself: %v", problems)
	}
	return fresh.End(), nil
}

// final is a Hub with all that others have not taken away.
func (h *Hub) final(clock func() time.Time) (*Hub, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := &Hub{options: Options{Now: clock}, organizations: h.organizations, subjects: map[key]*subject{}, calm: true}
	by := map[string]*githubtest.Organization{}
	w := githubtest.World{Clock: clock, RateLimit: 1 << 30, Organizations: make([]githubtest.Organization, len(h.organizations))}
	for i, o := range h.organizations {
		w.Organizations[i].Login = o.login
		by[o.login] = &w.Organizations[i]
	}
	for k, s := range h.subjects {
		if s.gone {
			continue
		}
		out.subjects[k] = &subject{organization: s.organization, Grant: s.Grant, want: s.want}
		if o := by[s.login]; s.Kind == pat.KindRequest {
			o.Requests = append(o.Requests, s.Grant)
		} else {
			o.Tokens = append(o.Tokens, s.Grant)
		}
	}
	var err error
	out.Handler, err = githubtest.NewHandler(w, nil)
	return out, err
}

// nowhere is the journal of a run that is not ended.
type nowhere struct{}

func (nowhere) Write(apply.Entry) error { return nil }

// direct calls a handler without a network.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	response := w.Result()
	response.Request = r
	return response, nil
}

// Load reads a configuration.
func Load(source string) (*hcl.Configuration, error) {
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(source)}}, ".", hcl.Options{Version: "1.2.3"})
	if diags.HasErrors() {
		return nil, fmt.Errorf("%w\n%s", diags, source)
	}
	return cfg, nil
}

// Client returns a client of a Hub, with the options that serve gives it.
func Client(h *Hub, address string, network http.RoundTripper, now func() time.Time, sleep func(context.Context, time.Duration) error) (*api.Client, error) {
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(h.AppPEM())}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: address, Getenv: func(name string) string { return getenv[name] },
	})
	if err != nil {
		return nil, err
	}
	return api.NewClient(credentials, api.Options{
		Host: "github.com", APIURL: address + "/", Version: "1.2.3", HTTP: network, Now: now, Sleep: sleep,
		MaxWait: 30 * time.Second, Attempts: 2, Total: 64, Unattended: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}
