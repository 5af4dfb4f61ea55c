package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// BenchmarkRead reads 1,000 tokens, of which each selects repositories, from a
// server that takes 50 milliseconds for each call. It reports the time that the
// calls would take one after another as a multiple of the time they took.
func BenchmarkRead(b *testing.B) {
	const latency = 50 * time.Millisecond
	server, err := checked.Start(githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(1000, true)}}})
	if err != nil {
		b.Fatal(err)
	}
	defer server.Close()
	server.Latency = func(*http.Request) { time.Sleep(latency) }
	credentials, err := credential.FindCredentials(credential.Lookup{Host: "github.com", APIURL: server.URL, Getenv: func(name string) string {
		return map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(server.AppPEM())}[name]
	}})
	if err != nil {
		b.Fatal(err)
	}
	calls := 0
	for b.Loop() {
		client, err := api.NewClient(credentials, api.Options{Host: "github.com", APIURL: server.URL + "/",
			Now: func() time.Time { return githubtest.DefaultNow }})
		if err != nil {
			b.Fatal(err)
		}
		if o := client.Read(b.Context(), []string{"octo-org"}, nil).Organizations[0]; !o.Complete() || len(o.Tokens) != 1000 {
			b.Fatalf("%d tokens, gaps %+v", len(o.Tokens), o.Incomplete)
		}
		calls += client.Usage().Calls
	}
	b.ReportMetric(float64(calls)*latency.Seconds()/b.Elapsed().Seconds(), "x-sequential")
	b.ReportMetric(float64(calls)/float64(b.N), "calls")
}
