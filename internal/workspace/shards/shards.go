// Package shards finds the files of snapshots, and which parts of all organizations are missing
// among them.
package shards

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
)

// Expand returns the names of snapshots, with patterns such as shards/*.json replaced by the
// files that match, sorted. A file that has the name of a pattern is that file.
func Expand(e *cli.Env, names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		if _, err := os.Lstat(e.Path(name)); err == nil || name == cli.StdinName || !strings.ContainsAny(name, "*?[") {
			out = append(out, name)
			continue
		}
		pattern := name
		if !filepath.IsAbs(name) {
			pattern = filepath.Join(literally.Replace(e.Dir), name)
		}
		found, err := filepath.Glob(pattern)
		switch {
		case err != nil:
			return nil, fmt.Errorf("find the snapshots: %s is not a valid pattern. A [ needs a ]", diag.Printable(name))
		case len(found) == 0:
			return nil, fmt.Errorf("find the snapshots: no file matches %s", diag.Printable(name))
		}
		for _, file := range found {
			if rel, err := filepath.Rel(e.Dir, file); err == nil && !filepath.IsAbs(name) {
				file = rel
			}
			out = append(out, file)
		}
	}
	return out, nil
}

// literally escapes what has a meaning in a pattern.
var literally = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// Shards are those that snapshots say they are, by their number.
type Shards map[int]*set

type set struct {
	have          map[int]bool
	expected      int             // the most organizations that a shard knew of
	organizations map[string]bool // that the shards have together, in lower case
}

// Add notes a snapshot. One of all organizations is no shard.
func (s Shards) Add(snapshot *github.Snapshot) {
	if snapshot.Shard.All() {
		return
	}
	of := s[snapshot.Shard.Count]
	if of == nil {
		of = &set{have: map[int]bool{}, organizations: map[string]bool{}}
		s[snapshot.Shard.Count] = of
	}
	of.have[snapshot.Shard.Index] = true
	of.expected = max(of.expected, snapshot.Shard.Organizations)
	for _, o := range snapshot.Organizations {
		of.organizations[strings.ToLower(o.Login)] = true
	}
}

// Gaps are the shards that are missing, and organizations that one shard knew of and none read.
func (s Shards) Gaps() []github.Gap {
	var out []github.Gap
	for _, count := range slices.Sorted(maps.Keys(s)) {
		of := s[count]
		var missing []string
		for i := 1; i <= count; i++ {
			if !of.have[i] {
				missing = append(missing, strconv.Itoa(i))
			}
		}
		switch absent := of.expected - len(of.organizations); {
		case len(missing) == 1:
			out = append(out, github.Gap{What: fmt.Sprintf("shard %s of %d", missing[0], count), Why: "No snapshot of this shard was given, so the requests and tokens of its organizations are missing. Add it with --snapshot."})
		case len(missing) > 1:
			out = append(out, github.Gap{What: fmt.Sprintf("shards %s of %d", strings.Join(missing, ", "), count), Why: "No snapshots of these shards were given, so the requests and tokens of their organizations are missing. Add them with --snapshot."})
		case absent > 0:
			out = append(out, github.Gap{What: cli.Counted(absent, "organization"), Why: fmt.Sprintf(
				"When the %d shards were read, there were %d organizations, but the snapshots contain only %d. An organization may have been renamed or added meanwhile. Read all shards again.", count, of.expected, len(of.organizations))})
		}
	}
	return out
}
