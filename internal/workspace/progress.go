package workspace

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/api"
)

// clearLine clears the line of the cursor.
const clearLine = "\r\x1b[K"

// ShowProgress returns what shows the progress of a run in one line of a terminal,
// or nil where there is none to show it on. The log of PATCTL_LOG says more.
func ShowProgress(v *cli.View, e *cli.Env) func(api.Progress) {
	if v.Quiet || !v.Stderr.Terminal || e.Getenv("TERM") == "dumb" || e.Debug() {
		return nil
	}
	return func(p api.Progress) {
		v.Stderr.Printf("%s%s", clearLine, cli.Cut(progressLine(p), max(v.Stderr.Width-1, len(cli.Ellipsis))))
		v.Stderr.Flush()
	}
}

// EndProgress leaves an empty line for what comes.
func EndProgress(v *cli.View, e *cli.Env) {
	if ShowProgress(v, e) != nil {
		v.Stderr.Printf("%s", clearLine)
		v.Stderr.Flush()
	}
}

func progressLine(p api.Progress) string {
	parts := []string{diag.Printable(p.What), cli.Counted(p.Calls, "call")}
	if p.Limit > 0 {
		parts = append(parts, fmt.Sprintf("%d remaining", p.Remaining))
	}
	if p.Waiting > 0 {
		return fmt.Sprintf("Waiting %s (press Ctrl-C to report what was read): %s | %s",
			p.Waiting.Round(time.Second), diag.Printable(p.For), diag.Printable(p.What))
	}
	return strings.Join(parts, " | ")
}
