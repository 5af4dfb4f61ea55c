package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// formats are those that an audit is written in. A page in HTML has a bound for its size.
var formats = []string{"text", "json", "csv", "sarif", "junit", "html"}

const (
	mostMemory = 1 << 30
	mostPage   = 5_000_000
	slowAudit  = 100_000 // tokens of an audit that is run less often
)

// startup is what every run of patctl takes.
func startup(b *bench) ([]row, error) {
	programs := []program{{name: "patctl", args: []string{b.patctl, "version"}}}
	terraform, err := exec.LookPath("terraform")
	if err == nil {
		programs = append(programs, program{name: "terraform", args: []string{terraform, "version"}, env: terraformEnv})
	}
	b.say("startup")
	taken, err := b.rounds(4*b.runs, programs...)
	if err != nil {
		return nil, err
	}
	if len(taken) == 1 {
		return []row{alone("`version`", "", taken[0], noTerraform)}, nil
	}
	r := compared("`version`", "", taken[0], "terraform", taken[1])
	r.expectRatio(taken[0], taken[1], 1)
	return []row{r}, nil
}

// audits compares audits of snapshots in which every token has findings with a program that
// only decodes the same JSON.
func audits(b *bench) ([]row, error) {
	var rows []row
	walls := map[string][]time.Duration{}
	for _, count := range b.tokens {
		dir, err := b.folder("worst-" + strconv.Itoa(count))
		if err != nil {
			return nil, err
		}
		more, err := b.auditsOf(count, dir, walls)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	if len(b.tokens) < 2 {
		return rows, nil
	}
	first, last := b.tokens[0], b.tokens[len(b.tokens)-1]
	times := float64(last) / float64(first)
	for _, format := range formats {
		taken := walls[format]
		growth := over(taken[len(taken)-1], taken[0])
		r := row{
			what: "`audit -o " + format + "`, growth", size: grouped(first) + " to " + grouped(last) + " tokens",
			ours: fmt.Sprintf("%s to %s", timeOf(taken[0]), timeOf(taken[len(taken)-1])), ratio: fmt.Sprintf("%.0f", growth),
		}
		r.expect(fmt.Sprintf("≤ %.0f", times), growth <= times)
		rows = append(rows, r)
	}
	return rows, nil
}

// auditsOf audits one snapshot in all formats. It adds the times to walls.
func (b *bench) auditsOf(count int, dir string, walls map[string][]time.Duration) ([]row, error) {
	b.say("audit of %s tokens", grouped(count))
	if _, err := b.run(program{name: "worst", args: []string{b.worst, strconv.Itoa(count), dir}}); err != nil {
		return nil, err
	}
	snapshot, page := filepath.Join(dir, "snapshot.json"), filepath.Join(dir, "audit.html")
	programs := []program{{name: "encoding/json", args: []string{b.self, "decode-json", snapshot}}}
	for _, format := range formats {
		p := program{name: format, args: []string{b.patctl, "--chdir", dir, "audit", "--snapshot", snapshot, "-o", format}, status: 2}
		if format == "html" {
			p.out = page
		}
		programs = append(programs, p)
	}
	runs := b.runs
	if count >= slowAudit {
		runs = b.slowRuns
	}
	taken, err := b.rounds(runs, programs...)
	if err != nil {
		return nil, err
	}
	var rows []row
	for i, format := range formats {
		ours := taken[i+1]
		walls[format] = append(walls[format], ours.wall)
		r := compared("`audit -o "+format+"`", grouped(count)+" tokens", ours, "encoding/json", taken[0])
		if format == "html" {
			info, err := os.Stat(page)
			if err != nil {
				return nil, err
			}
			r.size += ", a page of " + bytesOf(info.Size())
			r.expect("page < 5 MB", info.Size() < mostPage)
		} else {
			r.expectRatio(ours, taken[0], 2)
		}
		r.expect("≤ 1 GiB", ours.peak <= mostMemory)
		rows = append(rows, r)
	}
	return rows, nil
}
