package pull

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
)

// collection is what a run has of its organizations: each as compressed text, since thousands
// of them are too much to keep as values.
type collection struct {
	env      *cli.Env
	opts     pullOptions
	snapshot github.Snapshot // without organizations
	left     []string        // logins that are to be read
	entries  []entry         // sorted by login
	tally    workspace.Tally // of what this run has read
	kept     int             // organizations of an earlier run

	whole    *github.Snapshot // in place of entries, if it is to be redacted
	deflater *flate.Writer

	checked time.Time     // when the file was last written
	took    time.Duration // how long that was
}

// entry is an organization that was read.
type entry struct {
	login      string
	text       []byte // compressed
	incomplete []github.Gap
}

func newCollection(e *cli.Env, cfg *hcl.Configuration, opts pullOptions, logins []string) *collection {
	c := &collection{env: e, opts: opts}
	c.snapshot = github.Snapshot{GeneratedAt: e.Now().UTC(), Host: workspace.HostOf(cfg), Shard: opts.shard}
	known := map[string]bool{}
	for _, login := range logins {
		key := strings.ToLower(login)
		if !known[key] && opts.shard.Has(login) {
			c.left = append(c.left, login)
		}
		known[key] = true
	}
	slices.SortFunc(c.left, compareLogins)
	if !opts.shard.All() {
		c.snapshot.Shard.Organizations = len(known)
	}
	if opts.resume != "" {
		scope := opts.scope(cfg)
		c.snapshot.Scope = &scope
	}
	if opts.redact {
		c.whole = &github.Snapshot{}
	}
	return c
}

func compareLogins(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// add takes an organization, and counts it if it was read by this run.
func (c *collection) add(o *github.Organization, read bool) error {
	if read {
		c.tally.Add(o)
	}
	if c.whole != nil {
		c.whole.Organizations = append(c.whole.Organizations, *o)
	}
	e := entry{login: o.Login, incomplete: o.Incomplete}
	if c.whole == nil {
		text, err := o.Encode()
		if err != nil {
			return err
		}
		// Names and reasons come from strangers, and a snapshot is looked at.
		if e.text, err = c.deflate(format.AppendEscaped(nil, text)); err != nil {
			return err
		}
	}
	at, _ := slices.BinarySearchFunc(c.entries, o.Login, func(e entry, login string) int { return compareLogins(e.login, login) })
	c.entries = slices.Insert(c.entries, at, e)
	return nil
}

func (c *collection) deflate(text []byte) ([]byte, error) {
	var b bytes.Buffer
	if c.deflater == nil {
		w, err := flate.NewWriter(&b, flate.BestSpeed)
		if err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
		c.deflater = w
	}
	c.deflater.Reset(&b)
	if _, err := c.deflater.Write(text); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := c.deflater.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return bytes.Clone(b.Bytes()), nil
}

// gaps is a snapshot that has only what is missing.
func (c *collection) gaps() *github.Snapshot {
	s := &github.Snapshot{}
	for _, e := range c.entries {
		s.Organizations = append(s.Organizations, github.Organization{Login: e.login, Incomplete: e.incomplete})
	}
	return s
}

// encode writes the snapshot as it is now. Organizations that are still to be read are
// incomplete in it.
func (c *collection) encode(w io.Writer) error {
	if c.whole != nil {
		return c.encodeRedacted(w)
	}
	entries := c.entries
	if unread := c.unread(); len(unread) > 0 {
		entries = slices.Concat(entries, unread)
		slices.SortFunc(entries, func(a, b entry) int { return compareLogins(a.login, b.login) })
	}
	return c.snapshot.EncodeEach(w, cli.BuildVersion(), len(entries), func(i int) ([]byte, error) {
		if entries[i].text != nil {
			return io.ReadAll(flate.NewReader(bytes.NewReader(entries[i].text)))
		}
		o := github.Organization{Login: entries[i].login, ReadAt: c.snapshot.GeneratedAt, Incomplete: entries[i].incomplete}
		text, err := o.Encode()
		return format.AppendEscaped(nil, text), err
	})
}

func (c *collection) encodeRedacted(w io.Writer) error {
	s := c.snapshot
	s.Organizations = c.whole.Organizations
	slices.SortFunc(s.Organizations, func(a, b github.Organization) int { return compareLogins(a.Login, b.Login) })
	redacted := github.Redact(&s)
	return redacted.EncodeEach(w, cli.BuildVersion(), len(redacted.Organizations), func(i int) ([]byte, error) {
		text, err := redacted.Organizations[i].Encode()
		return format.AppendEscaped(nil, text), err
	})
}

// unread are the organizations that were not read yet.
func (c *collection) unread() []entry {
	var out []entry
	for _, login := range c.left {
		_, found := slices.BinarySearchFunc(c.entries, login, func(e entry, login string) int { return compareLogins(e.login, login) })
		if !found {
			out = append(out, entry{login: login, incomplete: []github.Gap{{What: "requests and tokens",
				Why: "The run of patctl pull was stopped before it read them. To go on with it, run the same command again."}}})
		}
	}
	return out
}

// write writes the snapshot to where it belongs.
func (c *collection) write() error {
	name := c.opts.resume
	if name == "" {
		name = c.opts.out
	}
	if name == "" || name == "-" {
		return c.encode(c.env.Stdout)
	}
	err := c.env.CheckOutput(c.env.Path(name))
	if err == nil {
		err = cli.StreamFile(c.env.Path(name), c.encode)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(name), err)
	}
	return nil
}
