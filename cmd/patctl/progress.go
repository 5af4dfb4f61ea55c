package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
)

// clearLine takes back what stands in the line of the cursor.
const clearLine = "\r\x1b[K"

// progress returns what shows the progress of a run in one line of a terminal,
// or nil where there is none to show it on. The log of PATCTL_LOG says more.
func (v *view) progress(e *env) func(github.Progress) {
	if v.quiet || !v.stderr.terminal || e.getenv("TERM") == "dumb" || e.debug() {
		return nil
	}
	return func(p github.Progress) {
		v.stderr.printf("%s%s", clearLine, cut(progressLine(p), max(v.stderr.width-1, len(ellipsis))))
		v.stderr.flush()
	}
}

// endProgress leaves an empty line for what comes.
func (v *view) endProgress(e *env) {
	if v.progress(e) != nil {
		v.stderr.printf("%s", clearLine)
		v.stderr.flush()
	}
}

func progressLine(p github.Progress) string {
	parts := []string{diag.Printable(p.What), counted(p.Calls, "call")}
	if p.Limit > 0 {
		parts = append(parts, fmt.Sprintf("%d left", p.Remaining))
	}
	if p.Waiting > 0 {
		return fmt.Sprintf("Waiting %s (Ctrl-C reports what was read): %s | %s",
			p.Waiting.Round(time.Second), diag.Printable(p.For), diag.Printable(p.What))
	}
	return strings.Join(parts, " | ")
}
