package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// snapshotVersion is the format_version of the snapshots that are written.
// Those of the same major version can be read.
const snapshotVersion = "1.0"

// snapshotFile is the JSON form of a snapshot. G is a request or token: what is
// written, or a text that is decoded for itself, since one may be malformed.
type snapshotFile[G any] struct {
	FormatVersion string                `json:"format_version"`
	PatctlVersion string                `json:"patctl_version"`
	GeneratedAt   *time.Time            `json:"generated_at"`
	Host          string                `json:"host"`
	Shard         *shardFile            `json:"shard,omitempty"`
	Scope         *Scope                `json:"scope,omitempty"`
	Organizations []organizationFile[G] `json:"organizations"`
}

type shardFile struct {
	Index         int `json:"index"`
	Count         int `json:"count"`
	Organizations int `json:"organizations"`
}

type organizationFile[G any] struct {
	Login       string     `json:"login"`
	GeneratedAt *time.Time `json:"generated_at,omitempty"` // nil: at that of the file
	Complete    bool       `json:"complete"`
	Incomplete  []gapFile  `json:"incomplete"`
	Requests    []G        `json:"requests"`
	Tokens      []G        `json:"tokens"`
	Teams       []teamFile `json:"teams,omitempty"`
	useFile
}

type gapFile struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// DecodeSnapshot reads what Encode writes. What is missing or malformed within
// an organization makes it incomplete; the error is about a file that is no
// snapshot.
func DecodeSnapshot(data []byte) (*Snapshot, error) {
	if s, ok := ReadSnapshot(bytes.NewReader(data), int64(len(data))); ok {
		return s, nil
	}
	return decodeWhole(data)
}

// decodeWhole is DecodeSnapshot for what may be malformed.
func decodeWhole(data []byte) (*Snapshot, error) {
	var file snapshotFile[json.RawMessage]
	if err := exactjson.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	return newSnapshot(file, func(_ int, elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap) {
		return DecodeElements(elements, kind)
	})
}

// readList returns the requests or tokens of the organization with a number, whose elements
// are given.
type readList func(organization int, elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap)

func newSnapshot(file snapshotFile[json.RawMessage], read readList) (*Snapshot, error) {
	major, _, _ := strings.Cut(file.FormatVersion, ".")
	switch {
	case file.FormatVersion == "":
		return nil, errors.New("read snapshot: it does not have a format_version, so it is not a snapshot of patctl")
	case major != "1":
		return nil, fmt.Errorf("read snapshot: its format_version is %q, but this version of patctl supports only 1.x", file.FormatVersion)
	case file.Host == "":
		return nil, errors.New("read snapshot: it does not have a host, so patctl cannot tell which GitHub it comes from")
	case file.GeneratedAt == nil:
		return nil, errors.New("read snapshot: it does not have a generated_at, so patctl cannot tell what had expired")
	}
	out := &Snapshot{GeneratedAt: *file.GeneratedAt, Host: file.Host, Scope: file.Scope}
	if file.Shard != nil {
		out.Shard = Shard(*file.Shard)
		if err := out.Shard.check(); err != nil {
			return nil, fmt.Errorf("read snapshot: its shard is %s: %w", out.Shard, err)
		}
	}
	seen := map[string]bool{}
	for i, o := range file.Organizations {
		id := strings.ToLower(o.Login)
		switch {
		case o.Login == "":
			return nil, errors.New("read snapshot: an organization does not have a login")
		case seen[id]:
			return nil, fmt.Errorf("read snapshot: it contains the organization %q twice", o.Login)
		}
		seen[id] = true
		out.Organizations = append(out.Organizations, newOrganization(o, *file.GeneratedAt, func(elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap) {
			return read(i, elements, kind)
		}))
	}
	return out, nil
}

func newOrganization(o organizationFile[json.RawMessage], at time.Time, read func([]json.RawMessage, pat.Kind) ([]pat.Grant, []Gap)) Organization {
	if o.GeneratedAt != nil {
		at = *o.GeneratedAt
	}
	out := Organization{Login: o.Login, ReadAt: at}
	for _, gap := range o.Incomplete {
		out.Incomplete = append(out.Incomplete, Gap(gap))
	}
	if !o.Complete && len(o.Incomplete) == 0 {
		out.Incomplete = append(out.Incomplete, Gap{What: "something", Why: "the snapshot is marked incomplete, but does not give a reason"})
	}
	for _, list := range []struct {
		kind pat.Kind
		in   []json.RawMessage
		out  *[]pat.Grant
	}{{pat.KindRequest, o.Requests, &out.Requests}, {pat.KindToken, o.Tokens, &out.Tokens}} {
		if list.in == nil {
			out.Incomplete = append(out.Incomplete, Gap{What: string(list.kind) + "s", Why: "the snapshot does not contain them"})
		}
		grants, gaps := read(list.in, list.kind)
		var twice []Gap
		*list.out, twice = Unique(grants)
		out.Incomplete = append(append(out.Incomplete, gaps...), twice...)
	}
	var gaps []Gap
	out.Teams, gaps = decodeTeams(o.Login, o.Teams)
	out.Incomplete = append(append(out.Incomplete, gaps...), o.decode(&out)...)
	return out
}

func newWireGrants(grants []pat.Grant) []wireGrant {
	out := make([]wireGrant, 0, len(grants))
	for _, g := range grants {
		out = append(out, newWireGrant(g))
	}
	return out
}
