package github

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// indent is that of the JSON of snapshots.
const indent = "  "

// Encode writes the snapshot as JSON, one organization after another. Its lists are in the
// order given, so that the same snapshot gives the same bytes.
func (s *Snapshot) Encode(w io.Writer, version string) error {
	return s.EncodeEach(w, version, len(s.Organizations), func(i int) ([]byte, error) { return s.Organizations[i].Encode() })
}

// EncodeEach writes the snapshot as JSON, with n organizations that come from organization, as
// Organization.Encode returns them, in place of its own.
func (s *Snapshot) EncodeEach(w io.Writer, version string, n int, organization func(i int) ([]byte, error)) error {
	frame := snapshotFile[wireGrant]{
		FormatVersion: snapshotVersion, PatctlVersion: version,
		GeneratedAt: &s.GeneratedAt, Host: s.Host, Scope: s.Scope, Organizations: []organizationFile[wireGrant]{},
	}
	if !s.Shard.All() {
		shard := shardFile(s.Shard)
		frame.Shard = &shard
	}
	text, err := encode(frame, "")
	if err != nil {
		return err
	}
	at := bytes.LastIndex(text, []byte("]"))
	before, between, after := text[:at], "\n"+indent+indent, text[at:]
	for i := range n {
		element, err := organization(i)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s%s", before, between, element); err != nil {
			return err
		}
		before, between = nil, ",\n"+indent+indent
	}
	if n > 0 {
		before = []byte("\n" + indent)
	}
	_, err = fmt.Fprintf(w, "%s%s\n", before, after)
	return err
}

// Encode returns the organization as it is in the JSON of a snapshot.
func (o *Organization) Encode() ([]byte, error) {
	out := organizationFile[wireGrant]{Login: o.Login, GeneratedAt: &o.ReadAt, Complete: o.Complete(), Incomplete: []gapFile{}}
	for _, gap := range o.Incomplete {
		out.Incomplete = append(out.Incomplete, gapFile(gap))
	}
	out.Requests, out.Tokens = newWireGrants(o.Requests), newWireGrants(o.Tokens)
	out.Teams = encodeTeams(o.Teams)
	out.useFile = newUseFile(o)
	return encode(out, indent+indent)
}

// encode returns a value of this package as JSON, without a line break at its end.
func encode(value any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetIndent(prefix, indent)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("encode the snapshot: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
