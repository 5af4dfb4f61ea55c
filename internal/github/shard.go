package github

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// MaxShards is how many shards there can be: a matrix of GitHub Actions has at most as many jobs.
//
// https://docs.github.com/en/actions/reference/limits
const MaxShards = 256

// Shard is one of several parts of all organizations, which are read apart. The zero value
// is all of them.
type Shard struct {
	Index, Count int // Index is from 1 to Count
	// Organizations is how many organizations all shards have together, as far as the run knew that read this one.
	Organizations int
}

// ParseShard reads I/N.
func ParseShard(text string) (Shard, error) {
	index, count, found := strings.Cut(text, "/")
	i, errIndex := strconv.Atoi(index)
	n, errCount := strconv.Atoi(count)
	s := Shard{Index: i, Count: n}
	if !found || errIndex != nil || errCount != nil {
		return Shard{}, fmt.Errorf("it must be the number of a shard and the number of shards, such as 1/4")
	}
	return s, s.check()
}

func (s Shard) check() error {
	switch {
	case s.Count < 1 || s.Count > MaxShards:
		return fmt.Errorf("there must be from 1 to %d shards, not %d", MaxShards, s.Count)
	case s.Index < 1 || s.Index > s.Count:
		return fmt.Errorf("the shards are numbered from 1 to %d, so there is no shard %d", s.Count, s.Index)
	}
	return nil
}

// All reports whether the shard is all organizations.
func (s Shard) All() bool { return s.Count == 0 }

// String is I/N.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Count) }

// Has reports whether an organization belongs to the shard. That depends on its login alone,
// without regard to case: two shards that are read at different times, with organizations that
// come or go between them, still have no organization in common.
func (s Shard) Has(login string) bool {
	if s.All() {
		return true
	}
	sum := sha256.Sum256([]byte(strings.ToLower(login)))
	return int(binary.BigEndian.Uint64(sum[:])%uint64(s.Count)) == s.Index-1
}

// Scope is what a run of pull was to read. It is kept for runs that go on with its work.
type Scope struct {
	AllInstallations bool   `json:"all_installations"`
	Repositories     string `json:"repositories"` // needed, all, or none
	Classic          bool   `json:"classic"`
	Use              bool   `json:"use"`
}

// Flags are the flags that ask for the scope.
func (s Scope) Flags() string {
	text := "--repositories " + s.Repositories
	for _, flag := range []struct {
		name string
		set  bool
	}{{"--all-installations", s.AllInstallations}, {"--classic", s.Classic}, {"--use", s.Use}} {
		if flag.set {
			text += " " + flag.name
		}
	}
	return text
}
