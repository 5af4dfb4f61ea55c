// Package used reads what tokens did, from the sources that a user names with --used. It
// makes a log of them, and draws no conclusions.
package used

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
	"github.com/patctl/patctl/internal/usage/auditlog"
)

// API is the source that represents GitHub's API Insights.
const API = "api"

// Options say where what tokens did is read from.
type Options struct {
	Sources []string // files, cli.StdinName, or API
	Token   int64    // whose calls records have; 0: nobody said
	// Kind is the kind of that token; "": fine-grained. Without a token, each call of a
	// record has its own.
	Kind record.Token
}

// AddFlags adds the flags to a command.
func (o *Options) AddFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&o.Sources, "used", nil, "read what tokens did from `SOURCE`: a file with an audit log or a record, - for stdin, or api for API Insights; repeatable")
	f.Int64Var(&o.Token, "used-token", 0, "say that the records in --used are of the token with `ID`")
}

// Check finds flags that contradict one another. stdin: another flag reads it.
func (o *Options) Check(cmd *cobra.Command, stdin bool) error {
	for i, name := range o.Sources {
		switch {
		case name == "":
			return cli.UsageErrorf(cmd, "Missing source", "The flag --used requires the name of a file, -, or %s.", API)
		case slices.Contains(o.Sources[:i], name):
			return cli.UsageErrorf(cmd, "Duplicate source", "The flag --used names %s twice, and its calls would count twice.", diag.Printable(cli.NameOfInput(name)))
		case name == cli.StdinName && stdin:
			return cli.UsageErrorf(cmd, "Two sources from stdin", "Only one flag can be -, because standard input can be read only once.")
		}
	}
	switch {
	case cmd.Flags().Changed("used-token") && len(o.Sources) == 0:
		return cli.UsageErrorf(cmd, "Missing source", "The flag --used-token says which token made the calls of a record. Add the record:\n\n  %s --used FILE --used-token %d", cmd.CommandPath(), o.Token)
	case cmd.Flags().Changed("used-token") && o.Token <= 0:
		return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --used-token requires the ID of a token, a number above 0.")
	}
	return nil
}

// Insights reports whether API Insights is one of the sources.
func (o *Options) Insights() bool { return slices.Contains(o.Sources, API) }

// Use is what the sources show.
type Use struct {
	Log       *usage.Log
	Records   int // how many of the sources are records
	Tokenless int // calls in them that were made without a token, which the log leaves out
}

// Read reads the sources. organizations are those whose API Insights count, if these are a
// source. An organization without them is a gap.
func (o *Options) Read(ctx context.Context, e *cli.Env, known *catalog.Catalog, organizations []github.Organization) (*Use, error) {
	use, b := &Use{}, usage.NewBuilder(known)
	for _, name := range o.Sources {
		var err error
		switch name {
		case API:
			err = addInsights(b, organizations)
		case cli.StdinName:
			err = use.addStream(ctx, b, name, e.Stdin, o.owner())
		default:
			err = use.addFile(ctx, e, b, name, o.owner())
		}
		if err != nil {
			return nil, readingError(e, name, err)
		}
	}
	log, err := b.Log()
	if err != nil {
		return nil, fmt.Errorf("read what tokens did: %w", err)
	}
	use.Log = log
	return use, nil
}

func readingError(e *cli.Env, name string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if other := otherKind(e, name); other != nil {
		return other
	}
	return fmt.Errorf("read what tokens did: %s", diag.Printable(cli.PathReason(cli.NameOfInput(name), err)))
}

// otherKind says which document of patctl a file is that could not be read as a source, and
// what to do with it. It returns nil if it is none of them: why it could not be read says
// more then.
func otherKind(e *cli.Env, name string) error {
	if name == API || name == cli.StdinName {
		return nil
	}
	data, err := input.ReadFile(e.Path(name), maxRecord)
	if err != nil {
		return nil
	}
	switch cli.KindOfFile(name, data).Is {
	case cli.SavedSnapshot, cli.SavedReport, cli.SavedPlan, cli.SavedRequests, cli.SavedTokens:
		return cli.OtherKind(e, data, cli.SavedUse, name)
	}
	return nil
}

// owner is the token whose calls records have.
func (o *Options) owner() usage.Token {
	if o.Token == 0 {
		return usage.Token{}
	}
	return usage.Token{Kind: cmp.Or(o.Kind, record.FineGrained), ID: o.Token}
}

// addInsights adds the API Insights of organizations.
func addInsights(b *usage.Builder, organizations []github.Organization) error {
	for i := range organizations {
		o := &organizations[i]
		if o.Insights == nil {
			if o.Lacks(github.WhatInsights) {
				continue // which its gaps say
			}
			b.AddGap(usage.Gap{Source: usage.Insights, What: "API Insights of " + o.Login, Why: "they were not read. To read them, use patctl pull --use"})
			continue
		}
		if err := b.FromInsights(o.Login, o.Insights); err != nil {
			return err
		}
	}
	return nil
}

func (u *Use) addFile(ctx context.Context, e *cli.Env, b *usage.Builder, name string, of usage.Token) error {
	e.Inputs.Add(e.Path(name))
	f, err := input.Open(e.Path(name))
	if err != nil {
		return err
	}
	defer f.Close()
	return u.addStream(ctx, b, name, f, of)
}

// addStream adds an audit log or a record, whichever it is.
func (u *Use) addStream(ctx context.Context, b *usage.Builder, name string, r io.Reader, of usage.Token) error {
	in := bufio.NewReaderSize(r, auditlog.HeadSize)
	if head, err := peek(ctx, in); err != nil {
		return err
	} else if !auditlog.IsRecord(head) {
		return auditlog.Read(ctx, cli.NameOfInput(name), in, b)
	}
	text, err := text(ctx, in)
	if err != nil {
		return err
	}
	document, err := record.Read(text)
	if err != nil {
		return fmt.Errorf("it is a record that cannot be used: %w", err)
	}
	u.Records++
	for _, c := range slices.Concat(document.Calls, document.Refused) {
		if c.Token == record.NoToken {
			u.Tokenless += c.Count
		}
	}
	return b.FromRecord(cli.NameOfInput(name), document, of)
}

// peek returns how a stream begins. It may be a terminal at which nobody types.
func peek(ctx context.Context, in *bufio.Reader) ([]byte, error) {
	type result struct {
		head []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		head, err := in.Peek(auditlog.HeadSize)
		done <- result{head, err}
	}()
	select {
	case got := <-done:
		if errors.Is(got.err, io.EOF) {
			got.err = nil
		}
		return got.head, got.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// maxRecord is the size in bytes from which a record is refused.
const maxRecord = 64 << 20

// text is what a record holds, which may be compressed.
func text(ctx context.Context, in *bufio.Reader) ([]byte, error) {
	if magic, _ := in.Peek(2); !bytes.Equal(magic, []byte("\x1f\x8b")) {
		return input.ReadAll(ctx, in, maxRecord)
	}
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	return input.ReadAll(ctx, unzipped, maxRecord)
}
