package auditlog_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/usage"
	"github.com/patctl/patctl/internal/usage/auditlog"
)

// BenchmarkRead reads logs of events that have about 1 KB each, as GitHub's have.
func BenchmarkRead(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var text bytes.Buffer
			writeEvents(&text, n)
			b.SetBytes(int64(text.Len()))
			b.ReportAllocs()
			for b.Loop() {
				builder := usage.NewBuilder(catalog.Default())
				if err := auditlog.Read(b.Context(), "log", bytes.NewReader(text.Bytes()), builder); err != nil {
					b.Fatal(err)
				}
				l, err := builder.Log()
				if err != nil || l.Coverage[0].Events != n {
					b.Fatalf("%d events, %v", l.Coverage[0].Events, err)
				}
			}
		})
	}
}

// benchmarkRoutes are routes with a path that they stand for.
var benchmarkRoutes = [][3]string{
	{"GET", "/repositories/:repository_id/hooks", "/repositories/978979709/hooks"},
	{"GET", "/repositories/:repository_id/issues", "/repositories/978979709/issues"},
	{"PUT", "/repositories/:repository_id/contents/*path", "/repositories/978979709/contents/.github/workflows/ci.yml"},
	{"GET", "/organizations/:organization_id/members", "/organizations/42/members"},
	{"POST", "/repositories/:repository_id/pulls", "/repositories/978979709/pulls"},
	{"GET", "/repositories/:repository_id/frobnications", "/repositories/978979709/frobnications"},
	{"GET", "/user", "/user"},
	{"POST", "/graphql", "/graphql"},
}

// writeEvents writes events of 5,000 tokens and 2,000 repositories in the course of a month.
func writeEvents(w io.Writer, n int) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		token, route := r.IntN(5000), benchmarkRoutes[r.IntN(len(benchmarkRoutes))]
		repository := token%2000 + r.IntN(3)
		at := 1_793_500_000_000 + int64(i)*(30*24*3600*1000)/int64(n)
		fmt.Fprintf(w, `{"@timestamp":%d,"_document_id":"%x","action":"api.request","operation_type":"access","created_at":%d,`+
			`"actor":"mona-%d","actor_id":%d,"actor_ip":"192.0.2.%d","actor_is_bot":false,"actor_location":{"country_code":"DE"},"user":"mona-%d","user_id":%d,`+
			`"user_agent":"octokit-rest.js/20.1.1 octokit-core.js/5.2.0 Node.js/20.19.0 (linux; x64)","business":"octo-enterprise","business_id":7,"org":"octo-org","org_id":42,`+
			`"repo":"octo-org/service-%d","repo_id":%d,"public_repo":false,"hashed_token":"%064x","token_id":%d,"token_scopes":"","programmatic_access_type":"Fine-grained personal access token",`+
			`"application_name":"","integration":"","request_id":"%x","request_method":%q,"request_body":"{\"title\":\"a \\\"title\\\" of an issue\",\"body\":\"some text that describes what is wrong\"}",`+
			`"query_string":"per_page=100&page=%d","url_path":%q,"route":%q,"status_code":%d,"rate_limit_remaining":%d,"request_access_security_header":null}`+"\n",
			at, r.Uint64(), at, token, token, i%250, token, token, repository, repository, token, token+1, r.Uint64(), route[0], i%9, route[2], route[1], 200+r.IntN(2)*204*(i%20/19), i%5000)
	}
}
