package workspace

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace/shards"
)

// ReadSnapshots reads snapshots and merges them. Of an organization that is in
// several the newest counts, and of equally old ones the last that was named,
// with the gaps of all: what one of them could not read is not known of the other. Classic
// tokens, API Insights, and the number of public repositories come from the newest in which
// they were asked for. A name may be a pattern. Of shards, those that are missing are in
// Incomplete.
func ReadSnapshots(ctx context.Context, e *cli.Env, v *cli.View, files []string) (*github.Snapshot, error) {
	files, err := shards.Expand(e, files)
	if err != nil {
		return nil, err
	}
	merged, apart := &github.Snapshot{}, shards.Shards{}
	from := map[string]origin{} // by organization, folded
	var all []github.Organization
	for i, name := range files {
		s, err := ReadSnapshot(ctx, e, name)
		if err != nil {
			return nil, err
		}
		if i > 0 && !strings.EqualFold(s.Host, merged.Host) {
			return nil, fmt.Errorf("merge the snapshots: %s is from the host %s, but %s is from %s", diag.Printable(files[0]),
				diag.Printable(merged.Host), diag.Printable(name), diag.Printable(s.Host))
		}
		merged.Host = s.Host
		apart.Add(s)
		if s.GeneratedAt.After(merged.GeneratedAt) {
			merged.GeneratedAt = s.GeneratedAt
		}
		for _, o := range s.Organizations {
			mergeOrganization(v, merged, from, o, name)
		}
		all = slices.Concat(s.Organizations, all) // of equally old ones, the last that was named comes first
	}
	fill(merged.Organizations, all)
	merged.Incomplete = apart.Gaps()
	return merged, nil
}

// fill takes what organizations were not asked for from the other readings of them, the newest
// first.
func fill(organizations, all []github.Organization) {
	slices.SortStableFunc(all, func(a, b github.Organization) int { return b.ReadAt.Compare(a.ReadAt) })
	readings := map[string][]int{}
	for i := range all {
		id := pat.FoldLogin(all[i].Login)
		readings[id] = append(readings[id], i)
	}
	for i := range organizations {
		for _, other := range readings[pat.FoldLogin(organizations[i].Login)] {
			organizations[i].Fill(all[other])
		}
	}
}

// origin is where an organization is among those that were merged, and the file that it is from.
type origin struct {
	at   int
	file string
}

func mergeOrganization(v *cli.View, merged *github.Snapshot, from map[string]origin, o github.Organization, file string) {
	id := pat.FoldLogin(o.Login)
	known, exists := from[id]
	if !exists {
		from[id] = origin{len(merged.Organizations), file}
		merged.Organizations = append(merged.Organizations, o)
		return
	}
	at := known.at
	taken, left := file, known.file
	if have := merged.Organizations[at]; o.ReadAt.Equal(have.ReadAt) {
		o.Incomplete = slices.Concat(o.Incomplete, slices.DeleteFunc(slices.Clone(have.Incomplete), func(g github.Gap) bool {
			return slices.Contains(o.Incomplete, g)
		}))
	}
	if o.ReadAt.Before(merged.Organizations[at].ReadAt) {
		taken, left = left, taken
	} else {
		merged.Organizations[at], from[id] = o, origin{at, file}
	}
	v.Note("Several snapshots contain the organization %s. patctl uses %s, because it is newer than %s or comes after it.",
		diag.Printable(o.Login), diag.Printable(taken), diag.Printable(left))
}

// ReadSnapshot reads the snapshot in a file, or from standard input.
func ReadSnapshot(ctx context.Context, e *cli.Env, name string) (*github.Snapshot, error) {
	if s := streamed(e, name); s != nil {
		return checked(e, name, s, nil)
	}
	data, err := cli.ReadNamed(ctx, e, name, cli.MaxData)
	if err != nil {
		return nil, cli.ReadingError(e, "snapshot", cli.SavedSnapshot, name, err)
	}
	return DecodeSnapshot(e, name, data)
}

// DecodeSnapshot reads the snapshot in the data of a file.
func DecodeSnapshot(e *cli.Env, name string, data []byte) (*github.Snapshot, error) {
	s, err := github.DecodeSnapshot(data)
	if err != nil || empty(s) { // a report has organizations, too, without lists
		if other := cli.OtherKind(e, data, cli.SavedSnapshot, name); other != nil {
			return nil, other
		}
	}
	return checked(e, name, s, err)
}

// streamed reads a snapshot from its file, and has only a part of the text in memory. It
// returns nil where there may be an error, or something else in the file.
func streamed(e *cli.Env, name string) *github.Snapshot {
	f, size, err := cli.OpenNamed(e, name, cli.MaxData)
	if err != nil {
		return nil
	}
	defer f.Close()
	s, ok := github.ReadSnapshot(io.LimitReader(f, cli.MaxData), size)
	if !ok || empty(s) {
		return nil
	}
	return s
}

// checked returns a snapshot that was read, or why it cannot be used.
func checked(e *cli.Env, name string, s *github.Snapshot, err error) (*github.Snapshot, error) {
	if err == nil {
		err = notInFuture(s, e.Now())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", diag.Printable(cli.NameOfInput(name)), err)
	}
	return s, nil
}

// notInFuture refuses a snapshot that was taken later than now: what is due is
// judged as of that time, so either the file or the clock misleads.
func notInFuture(s *github.Snapshot, now time.Time) error {
	latest := s.GeneratedAt
	for _, o := range s.Organizations {
		if o.ReadAt.After(latest) {
			latest = o.ReadAt
		}
	}
	if ahead := latest.Sub(now); ahead > transport.MaxSkew {
		return fmt.Errorf("its generated_at is %s, but the clock of this machine shows %s. Set the clock, or run patctl pull again",
			latest.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	}
	return nil
}

// empty reports whether a snapshot holds no request and no token of any kind.
func empty(s *github.Snapshot) bool {
	return !slices.ContainsFunc(s.Organizations, func(o github.Organization) bool { return len(o.Requests)+len(o.Tokens)+len(o.Credentials) > 0 })
}
