package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
)

const confirmPrompt = `
Do you want to perform these actions?
  patctl will do what the plan above shows, and nothing else.
  Only 'yes' will be accepted to approve.

  Enter a value: `

// confirm asks on the terminal. Whatever is not "yes" ends the run with nothing
// done.
func confirm(ctx context.Context, e *env, v *view) error {
	defer e.signals.heeds()()
	v.stdout.flush()
	v.stderr.printf("%s", confirmPrompt)
	v.stderr.flush()
	answered := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(io.LimitReader(e.stdin, 1<<10)).ReadString('\n')
		if err != nil && line == "" {
			line = "\n"
		}
		answered <- line
	}()
	select {
	case line := <-answered:
		v.stderr.printf("\n")
		if strings.TrimSpace(line) == "yes" {
			return nil
		}
		return errors.New("apply cancelled: nothing was done")
	case <-ctx.Done():
		v.stderr.printf("\n")
		return ctx.Err()
	}
}

func nobodyToAsk() error {
	return &usageError{"Nobody to ask", "apply asks before it does anything, and stdin is not a terminal. In a workflow, apply a saved plan, or say that no question is needed:\n\n  patctl apply --auto-approve"}
}
