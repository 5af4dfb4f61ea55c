package console

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/literal"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/workspace"
)

const consoleLong = `Evaluates expressions and prints their values. An expression can use the functions, and
refer to the variables, local values, and templates of the configuration, such as
var.org, local.repositories, or template.release["api"].permissions.

On a terminal, console shows a prompt. To end it, type "exit" or press Ctrl-D. Otherwise,
it evaluates each line of standard input, and stops at the first expression that cannot
be evaluated. An expression can have several lines if a bracket or a heredoc is open at
the end of a line.

Sensitive values are not printed. console reads the configuration once, and never changes
it. Without a configuration, only the functions are available.`

const consoleExample = `  patctl console
  echo 'permissions_for("GET /repos/{owner}/{repo}/pulls")' | patctl console
  echo 'template.release["api"].permissions' | patctl console --json`

// consoleOptions are the flags of console.
type consoleOptions struct{ json bool }

// NewCmd returns the command console.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts consoleOptions
	cmd := &cobra.Command{
		Use:     "console",
		Short:   "Evaluate expressions of the configuration",
		Long:    consoleLong,
		Example: consoleExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runConsole(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().BoolVar(&opts.json, "json", false, "print a JSON object for each expression, on a line of its own")
	return cmd
}

func runConsole(ctx context.Context, e *cli.Env, v *cli.View, opts consoleOptions) error {
	cfg, diags := workspace.ReadEvaluable(e)
	v.Diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return cli.ErrPrinted
	}
	s := session{view: v, config: cfg, json: opts.json}
	if e.Prompt != nil {
		return s.converse(ctx, e.Prompt)
	}
	return s.readAll(ctx, e.Stdin)
}

// session evaluates expressions one after another.
type session struct {
	view   *cli.View
	config *hcl.Configuration
	json   bool
	line   int // of the input, from 1
}

// maxLine is the size in bytes from which a line of the input is refused.
const maxLine = 1 << 20

// readAll evaluates the lines of a stream up to the first error.
func (s *session) readAll(ctx context.Context, r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	var pending input
	for lines.Scan() {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		s.line++
		if pending.empty() && isEnd(lines.Text()) {
			return nil
		}
		pending.add(lines.Text(), s.line)
		if open, err := pending.open(); err != nil {
			return err
		} else if open {
			continue
		}
		if err := s.evaluate(&pending); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("line %d of standard input is longer than %d bytes", s.line+1, maxLine)
	} else if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return s.evaluate(&pending)
}

// converse evaluates what a person types. A mistake ends nothing.
func (s *session) converse(ctx context.Context, prompt func(string) (string, error)) error {
	var pending input
	for ctx.Err() == nil {
		text := "> "
		if !pending.empty() {
			text = ": "
		}
		line, err := prompt(text)
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read the terminal: %w", err)
		}
		s.line++
		switch {
		case pending.empty() && isEnd(line):
			return nil
		case pending.empty() && strings.TrimSpace(line) == "help":
			s.view.Printf("%s", help)
			s.view.Stdout.Flush()
			continue
		}
		pending.add(line, s.line)
		if open, err := pending.open(); err != nil {
			return err
		} else if open {
			continue
		}
		if err := s.evaluate(&pending); err != nil && !errors.Is(err, cli.ErrPrinted) {
			return err
		}
	}
	return context.Cause(ctx)
}

const help = `Type an expression, such as local.repositories or template.release["api"].permissions.
The functions are described in docs/language.md. To end the console, type "exit".
`

// isEnd reports whether a line asks for the end.
func isEnd(line string) bool {
	line = strings.TrimSpace(line)
	return line == "exit" || line == "quit"
}

// result is what is printed for an expression with --json.
type result struct {
	diag.Document
	Expression string          `json:"expression"`
	Type       json.RawMessage `json:"type"`  // in the words of the language; null after an error
	Value      json.RawMessage `json:"value"` // null if it is sensitive, and after an error
	Sensitive  bool            `json:"sensitive"`
}

// evaluate evaluates what was typed, prints it, and makes room for the next.
func (s *session) evaluate(in *input) error {
	text, line := in.take()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	e, diags := syntax.ParseExpression(text, stdin, line)
	value := cty.DynamicVal
	if !diags.HasErrors() {
		value, diags = s.config.Evaluate(e)
	}
	sources := map[string][]byte{}
	if len(diags) > 0 {
		sources[stdin] = []byte(strings.Repeat("\n", line-1) + text)
	}
	if s.json {
		if err := s.print(text, value, diags, sources); err != nil {
			return err
		}
	} else {
		s.view.Diagnostics(diags, sources)
		if !diags.HasErrors() {
			s.view.Printf("%s\n", literal.Text(value))
		}
	}
	s.view.Stdout.Flush()
	if diags.HasErrors() {
		return cli.ErrPrinted
	}
	return nil
}

// stdin is what diagnostics name as the file.
const stdin = "<console>"

// print writes a result as a line of JSON.
func (s *session) print(text string, value cty.Value, diags diag.Diagnostics, sources map[string][]byte) error {
	out := result{
		Document:   diag.NewDocument(format.FormatVersion, cli.BuildVersion(), diags, sources),
		Expression: format.Valid(strings.TrimSuffix(text, "\n")), Type: json.RawMessage("null"), Value: json.RawMessage("null"),
	}
	if !diags.HasErrors() {
		out.Sensitive = value.ContainsMarked()
		value, _ = value.UnmarkDeep()
		kind, err := ctyjson.MarshalType(value.Type())
		if err != nil {
			return fmt.Errorf("write the type of %s: %w", diag.Printable(text), err)
		}
		out.Type = kind
		if !out.Sensitive {
			if out.Value, err = ctyjson.Marshal(value, value.Type()); err != nil {
				return fmt.Errorf("write the value of %s: %w", diag.Printable(text), err)
			}
		}
	}
	return format.WriteJSONLine(s.view.Stdout, out)
}
