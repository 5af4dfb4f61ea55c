package main

import (
	"fmt"
	"time"
)

// record compares a call through the proxy of "patctl record" with one without.
func record(b *bench) ([]row, error) {
	parts, err := b.benchmark("internal/record/proxy", "Call", "5000x")
	if err != nil || parts == nil {
		return nil, err
	}
	through, without := parts["/proxy"].duration("ns/op"), parts["/direct"].duration("ns/op")
	return []row{{
		what: "`record`, a call over an open connection", ours: timeOf(through), beside: "without the proxy " + timeOf(without),
		ratio: fmt.Sprintf("%.2f, %s more", over(through, without), timeOf(through-without)),
	}}, nil
}

// serve measures how long requests wait in a busy server.
func serve(b *bench) ([]row, error) {
	parts, err := b.benchmark("internal/serve", "Serve", "1x")
	if err != nil || parts == nil {
		return nil, err
	}
	m := parts[""]
	pair := func(of string) string {
		return fmt.Sprintf("median %s, 99th percentile %s", timeOf(m.duration("p50-"+of+"-ms")), timeOf(m.duration("p99-"+of+"-ms")))
	}
	size := fmt.Sprintf("200 organizations, 20 of them failing, %.0f decisions", m["decisions"])
	return []row{
		{what: "`serve`, from the request to the accepted review", size: size, ours: pair("decision"), peak: bytesOf(int64(m["peak-MB"] * 1e6))},
		{what: "`serve`, answer to a delivery", size: size, ours: pair("answer"), peak: bytesOf(int64(m["peak-MB"] * 1e6))},
	}, nil
}

// latency is what the server of BenchmarkFleet takes for each call.
const latency = 50 * time.Millisecond

// pull compares reading many organizations with the same calls one after another.
func pull(b *bench) ([]row, error) {
	parts, err := b.benchmark("internal/github/api", "Fleet", "3x")
	if err != nil || parts == nil {
		return nil, err
	}
	took, calls := parts[""].duration("ns/op"), parts[""]["calls"]
	after := time.Duration(calls * float64(latency))
	r := row{
		what: "`pull`", size: fmt.Sprintf("1,000 organizations, %s calls of 50 ms", grouped(int(calls))), ours: timeOf(took),
		beside: "one call after another " + timeOf(after) + " (computed)", ratio: fmt.Sprintf("%.2f", over(took, after)),
	}
	r.expect("5 times as fast", over(after, took) >= 5)
	return []row{r}, nil
}

// edits measures how long an editor waits for the diagnostics of an edit.
func edits(b *bench) ([]row, error) {
	parts, err := b.benchmark("internal/command/lsp", "Edit", "20x")
	if err != nil || parts == nil {
		return nil, err
	}
	var rows []row
	for _, templates := range []int{1000, 10_000} {
		for _, files := range []int{1, 40} {
			m := parts[fmt.Sprintf("/%d/files-%d", templates, files)]
			rows = append(rows, row{
				what: "`lsp`, an edit until its diagnostics", size: fmt.Sprintf("%s templates, files: %d", grouped(templates), files),
				ours: timeOf(m.duration("ns/op")), peak: fmt.Sprintf("%.0f MB held", m["MB-held"]),
			})
		}
	}
	return rows, nil
}
