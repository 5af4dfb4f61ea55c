package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// benchTemplates is the number of templates that benchmarks judge by.
const benchTemplates = 1000

// BenchmarkAudit reads and judges snapshots against 1,000 templates. What it is
// held against is BenchmarkDecode, which only decodes the same JSON.
func BenchmarkAudit(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			cfg, data := benchmarkConfiguration(b), benchmarkSnapshot(b, n)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				snapshot, err := github.DecodeSnapshot(data)
				if err != nil {
					b.Fatal(err)
				}
				if a, _ := audit.Judge(cfg, snapshot, time.Time{}); len(a.Subjects) != n {
					b.Fatalf("%d subjects", len(a.Subjects))
				}
			}
		})
	}
}

// BenchmarkDecode decodes the JSON of the same snapshots with encoding/json alone.
func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data := benchmarkSnapshot(b, n)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				var document any
				if err := json.Unmarshal(data, &document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmarkConfiguration(b *testing.B) *hcl.Configuration {
	var src strings.Builder
	for i, permissions := range benchmarkPermissions() {
		fmt.Fprintf(&src, "template \"t%d\" {\n name = \"service-%d\"\n target_name = \"octo-org\"\n expires_in = 90\n repositories = [\"service-%d\"]\n permissions = {", i, i, i)
		for name, level := range permissions {
			fmt.Fprintf(&src, " %s = %q,", name, level)
		}
		src.WriteString(" }\n")
		if i%10 == 0 {
			fmt.Fprintf(&src, " match { name = \"team-%d-*\" }\n", i)
		}
		src.WriteString("}\n")
	}
	return load(b, src.String())
}

// benchmarkPermissions are those of each template.
func benchmarkPermissions() []pat.Permissions {
	r := rand.New(rand.NewPCG(5, 6))
	out := make([]pat.Permissions, benchTemplates)
	for i := range out {
		out[i] = randomPermissions(r)
	}
	return out
}

// benchmarkSnapshot has tokens of which two thirds claim a template, and one
// third any name; four of five have the permissions of a template.
func benchmarkSnapshot(b *testing.B, n int) []byte {
	r := rand.New(rand.NewPCG(7, 8))
	declared := benchmarkPermissions()
	o := github.Organization{Login: "octo-org", ReadAt: now, Requests: []pat.Grant{}}
	for i := range n {
		g := randomGrant(r)
		g.ID, g.TokenID = int64(i+1), int64(i+100_000)
		of := r.IntN(benchTemplates)
		if i%5 != 0 {
			g.Permissions.Repository = declared[of]
			g.ExpiresAt, g.RepositorySelection = days(r.Float64()*90), "subset"
		}
		g.TokenName = []string{fmt.Sprintf("service-%d", of), fmt.Sprintf("team-%d-x", of), fmt.Sprintf("my token %d", i)}[r.IntN(3)]
		g.Repositories = []string{fmt.Sprintf("octo-org/service-%d", of)}
		o.Tokens = append(o.Tokens, g)
	}
	var out bytes.Buffer
	s := github.Snapshot{GeneratedAt: now, Host: "github.com", Organizations: []github.Organization{o}}
	if err := s.Encode(&out, "0.1.0"); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}
