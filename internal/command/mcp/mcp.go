package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"

	protocol "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
)

const mcpLong = `Answers agents that speak the Model Context Protocol (MCP) on standard input and output.
Configure your agent to start "patctl mcp" in the directory of the configuration.

The tools look up permissions, explain which permissions calls need, check links, list
the templates of the configuration, validate it, and make a template with its link. They
give the same answers as the commands. They never call the network, read credentials, or
change files.

docs/agents.md describes the setup for common clients.`

const mcpExample = `  patctl mcp
  patctl --chdir tokens mcp`

// Runner carries out a command line of patctl in an environment, and returns its exit code.
type Runner func(ctx context.Context, args []string, e *cli.Env) int

// NewCmd returns the command mcp, whose tools run the other commands.
func NewCmd(e *cli.Env, run Runner) *cobra.Command {
	return &cobra.Command{
		Use:     "mcp",
		Short:   "Answer agents over the Model Context Protocol",
		Long:    mcpLong,
		Example: mcpExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runMCP(cmd.Context(), e, run)
		},
	}
}

// maxMessage is the size in bytes from which a message of a client is refused.
const maxMessage = 16 << 20

func runMCP(ctx context.Context, e *cli.Env, run Runner) error {
	if e.StdinIsTerminal {
		cli.NewView(e).Remark("patctl mcp waits for the messages of an agent on standard input. To end it, press Ctrl-D.")
	}
	x := newExchange()
	defer context.AfterFunc(ctx, x.end)()
	transport := &protocol.IOTransport{Reader: &input{Reader: e.Stdin, exchange: x}, Writer: output{e.Stdout, x}, MaxLineLength: maxMessage}
	err := newServer(&tools{env: e, run: run}).Run(ctx, transport)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, protocol.ErrConnectionClosed) {
		return nil
	}
	return fmt.Errorf("read the messages of the agent from standard input, which must be JSON-RPC: %w", err)
}
