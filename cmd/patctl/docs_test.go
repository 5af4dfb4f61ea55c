package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

//go:generate go test . -run TestCommandsDoc -update

const commandsDoc = "../../docs/commands.md"

// TestCommandsDoc fails where docs/commands.md is not what the commands say of
// themselves. `make generate` writes it anew.
func TestCommandsDoc(t *testing.T) {
	want := commandsMarkdown(command.NewRootCmd(clitest.NewSilentEnv(t)))
	if *update {
		if err := os.WriteFile(commandsDoc, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(commandsDoc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(want)); diff != "" {
		t.Errorf("docs/commands.md is stale; run `make generate` (-file +commands):\n%s", diff)
	}
}

func commandsMarkdown(root *cobra.Command) []byte {
	var b bytes.Buffer
	fmt.Fprint(&b, "# Commands\n\n`make generate` writes this page from the commands. Do not edit it.\n")
	fmt.Fprintf(&b, "\n%s\n\n```\n%s\n```\n", root.Long, root.UseLine())
	fmt.Fprintf(&b, "\n## Global flags\n\nYou can use them before or after the command. You can also write a long flag with one dash (`-json`).\n\n")
	fmt.Fprintf(&b, "```\n%s```\n", root.PersistentFlags().FlagUsages())
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			commandMarkdown(&b, cmd)
		}
	}
	for _, topic := range command.HelpTopics() {
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s```\n", topic.Short, topic.Text)
	}
	return b.Bytes()
}

func commandMarkdown(b *bytes.Buffer, cmd *cobra.Command) {
	fmt.Fprintf(b, "\n## %s\n\n%s.\n\n```\n%s\n```\n", cmd.CommandPath(), cmd.Short, cmd.UseLine())
	fmt.Fprintf(b, "\n%s\n", markdownText(cmd.Long))
	if cmd.HasExample() {
		fmt.Fprintf(b, "\nExamples:\n\n```\n%s\n```\n", outdent(cmd.Example))
	}
	if flags := cmd.LocalFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(b, "\nFlags:\n\n```\n%s```\n", flags)
	}
}

// markdownText indents what a description shows as code as far as Markdown
// wants it.
func markdownText(long string) string {
	var out []string
	code := false
	for line := range strings.Lines(long) {
		line = strings.TrimSuffix(line, "\n")
		if indented := strings.HasPrefix(line, "  "); indented != code {
			code = indented
			out = append(out, "```")
			if indented { // a fence stands on its own
				out[len(out)-1] = "\n```"
			}
		}
		if code {
			line = line[2:]
		}
		out = append(out, line)
	}
	if code {
		out = append(out, "```")
	}
	return strings.ReplaceAll(strings.Join(out, "\n"), "\n\n\n", "\n\n")
}

func outdent(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return strings.Join(lines, "\n")
}
