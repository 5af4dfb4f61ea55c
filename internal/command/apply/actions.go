package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

// application is an apply that was agreed to.
type application struct {
	env  *cli.Env
	view *cli.View
	opts applyOptions
	cfg  *hcl.Configuration
	doc  *planreport.Document
	open workspace.OpenCalls // of earlier runs

	outcomes []apply.Outcome
	undone   bool // something of an earlier run is unknown, or has to be looked after
}

func (a *application) records() bool {
	return !a.opts.noInventory && len(a.doc.TemplateChanges) > 0
}

func (a *application) reviews() bool { return !a.opts.noReviews && len(a.doc.Reviews) > 0 }

func (a *application) hasWork() bool { return a.records() || a.reviews() }

// carryOut records the inventory first: if the disk cannot be written, no call
// has been made yet.
func (a *application) carryOut(ctx context.Context) error {
	defer a.env.Signals.Heeds()()
	log, err := workspace.OpenJournal(a.env)
	if err != nil {
		return err
	}
	defer log.Close()
	run := a.newRun(log)
	if a.reviews() {
		if err := a.connect(run); err != nil {
			return a.opts.source.Live.LiveError(err, a.cfg)
		}
	}
	if a.records() {
		if err := a.record(run); err != nil {
			return err
		}
	}
	if err := a.recover(ctx, run); err != nil {
		return err
	}
	if a.reviews() {
		if err := a.review(ctx, run); err != nil {
			return err
		}
	}
	return a.exit()
}

// lookBack is all that is left to do without changes and reviews: a run that was
// ended in the middle may have done the last of them.
func (a *application) lookBack(ctx context.Context) error {
	if len(a.open) == 0 {
		return a.exit()
	}
	defer a.env.Signals.Heeds()()
	log, err := workspace.OpenJournal(a.env)
	if err != nil {
		return err
	}
	defer log.Close()
	if err := a.recover(ctx, a.newRun(log)); err != nil {
		return err
	}
	return a.exit()
}

func (a *application) newRun(log *workspace.Journal) *apply.Run {
	return &apply.Run{
		Config: a.cfg, Host: workspace.HostOf(a.cfg), Journal: log, Now: a.env.Now, Sleep: a.env.Wait, Tell: a.tell,
		Version: cli.BuildVersion(), Name: a.env.Now().UTC().Format(time.RFC3339Nano) + fmt.Sprintf("-%d", os.Getpid()),
	}
}

// connect lets a run make calls.
func (a *application) connect(run *apply.Run) error {
	client, err := a.opts.source.Live.Open(a.env, a.view, workspace.HostOf(a.cfg), transport.DefaultAttempts)
	if err == nil {
		client.ReadTeams(audit.NamedTeams(a.cfg))
		run.GitHub = client
	}
	return err
}

func (a *application) job() apply.Job {
	return apply.Job{Reviews: a.doc.Planned(), Limits: a.doc.Limits(), Complete: a.doc.ReadWhole()}
}

// recover finds out what happened to the calls of a run that was ended in the
// middle, and completes the journal.
func (a *application) recover(ctx context.Context, run *apply.Run) error {
	if len(a.open) == 0 || a.opts.noReviews {
		return nil
	}
	if run.GitHub == nil && !a.settlesAll() {
		if err := a.connect(run); err != nil {
			a.view.Note("An earlier run was interrupted, and patctl cannot check the results of its last calls: %s", diag.Printable(err.Error()))
			a.undone = true
			return nil
		}
	}
	a.view.Printf("An earlier run was interrupted. The results of its last calls are:\n")
	a.view.Stdout.Flush()
	told, err := run.Recover(ctx, a.open, a.settled())
	workspace.EndProgress(a.view, a.env)
	a.explainRecovered(told)
	return err
}

// settled are the organizations of --settle, in lower case.
func (a *application) settled() map[string]bool {
	out := map[string]bool{}
	for _, login := range a.opts.settle {
		out[strings.ToLower(login)] = true
	}
	return out
}

func (a *application) settlesAll() bool {
	settled := a.settled()
	return !slices.ContainsFunc(a.open, func(e apply.Entry) bool { return !settled[strings.ToLower(e.Organization)] })
}

// explainRecovered says what to do about calls of an earlier run: those that did
// nothing were left out of the present plan.
func (a *application) explainRecovered(told []apply.Outcome) {
	again, unknown := false, map[string]bool{}
	for _, o := range told {
		a.undone = a.undone || o.Result.Failed()
		again = again || o.Result == apply.NoEffect
		if o.Result == apply.Unknown {
			unknown[o.Organization] = true
		}
	}
	if again {
		a.view.Note("This run omitted the calls that had no effect. To plan them again, run:\n\n  patctl apply\n")
	}
	for _, login := range slices.Sorted(maps.Keys(unknown)) {
		a.view.Note("patctl could not check the results of the calls in %s. Run apply again later. If the organization no longer exists, or the App was removed from it, close the calls:\n\n  patctl apply --settle %s\n",
			diag.Printable(login), diag.Printable(login))
	}
}

// record writes the inventory, with an entry of the journal on either side.
func (a *application) record(run *apply.Run) error {
	data := workspace.Reported(a.cfg, a.cfg.Templates).Render("json", false)
	err := run.Record(func() error { return workspace.ReplaceOwnFile(a.env, workspace.InventoryFile, data) })
	if err != nil {
		return fmt.Errorf("record the templates in %s: %w", workspace.InventoryFile, err)
	}
	s := a.doc.Summary
	a.view.Printf("Recorded in %s: %d added, %d changed, %d destroyed.\n", workspace.InventoryFile, s.Add, s.Change, s.Destroy)
	return nil
}

func (a *application) review(ctx context.Context, run *apply.Run) error {
	outcomes, err := run.Do(ctx, a.job())
	workspace.EndProgress(a.view, a.env)
	a.outcomes = outcomes
	if len(outcomes) > 0 {
		a.view.Printf("%s\n", applyTally(outcomes))
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return nil
}

// tell says what happened to a review.
func (a *application) tell(o apply.Outcome) {
	workspace.EndProgress(a.view, a.env)
	line := fmt.Sprintf("%s %s %d %q of %s in %s", o.Action, o.Kind, o.ID, o.TokenName, o.Owner, o.Organization)
	if o.TokenName == "" && o.Owner == "" { // known from a journal
		line = fmt.Sprintf("%s %s %d in %s", o.Action, o.Kind, o.ID, o.Organization)
	}
	text := a.word(o.Result) + ": " + diag.Printable(line) + "\n"
	if o.Message != "" {
		text += "  " + diag.Printable(o.Message) + "\n"
	}
	a.view.Text([]byte(text))
	if o.Fix != "" {
		a.view.Printf("\n    %s\n\n", diag.Printable(o.Fix))
	}
	a.view.Stdout.Flush()
}

// word is a result in words, coloured by what it means.
func (a *application) word(r apply.Result) string {
	switch word := resultWords[r]; {
	case r == apply.Done:
		return a.view.Stdout.Green(word)
	case r.Failed():
		return a.view.Stdout.Red(word)
	default:
		return a.view.Stdout.Yellow(word)
	}
}

var resultWords = map[apply.Result]string{
	apply.Done: "done", apply.Changed: "skipped because it changed", apply.Gone: "gone", apply.Refused: "REFUSED", apply.Unsent: "NOT DONE",
	apply.NoEffect: "NO EFFECT", apply.Differs: "ACTIVE, BUT NOT AS PLANNED", apply.Settled: "settled", apply.Unread: "NOT DONE because it could not be read", apply.Unknown: "UNKNOWN",
}

// applyTally is the last line.
func applyTally(outcomes []apply.Outcome) string {
	var done [3]int
	skipped, failed := 0, 0
	for _, o := range outcomes {
		switch {
		case o.Result == apply.Done:
			done[slices.Index(pat.ReviewActions(), o.Action)]++
		case o.Result.Failed():
			failed++
		default:
			skipped++
		}
	}
	return fmt.Sprintf("Reviews: %d approved, %d denied, %d revoked; %d skipped, %d failed.", done[0], done[1], done[2], skipped, failed)
}

// exit returns the error that carries the exit code.
func (a *application) exit() error {
	for _, o := range a.outcomes {
		if o.Result.Failed() {
			return cli.ErrPrinted
		}
	}
	if a.undone {
		return cli.ErrPrinted
	}
	if !a.doc.Complete && !a.opts.allowIncomplete {
		return cli.ExitWith(cli.ExitIncomplete)
	}
	return nil
}
