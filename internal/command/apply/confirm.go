package apply

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/patctl/patctl/internal/cli"
)

const confirmPrompt = `
Do you want to perform these actions?
  patctl will perform only the actions in the plan above.
  Only 'yes' will be accepted to approve.

  Enter a value: `

// confirm asks on the terminal. Whatever is not "yes" ends the run with nothing
// done.
func confirm(ctx context.Context, e *cli.Env, v *cli.View) error {
	defer e.Signals.Heeds()()
	v.Stdout.Flush()
	v.Stderr.Printf("%s", confirmPrompt)
	v.Stderr.Flush()
	answered := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(io.LimitReader(e.Stdin, 1<<10)).ReadString('\n')
		if err != nil && line == "" {
			line = "\n"
		}
		answered <- line
	}()
	select {
	case line := <-answered:
		v.Stderr.Printf("\n")
		if strings.TrimSpace(line) == "yes" {
			return nil
		}
		return errors.New("apply was canceled, and did nothing")
	case <-ctx.Done():
		v.Stderr.Printf("\n")
		return ctx.Err()
	}
}

func nobodyToAsk() error {
	return &cli.UsageError{Summary: "Cannot ask for approval", Detail: "apply asks for approval first, but stdin is not a terminal. In a workflow, apply a saved plan, or run without a prompt:\n\n  patctl apply --auto-approve"}
}
