package command

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/patctl/patctl/internal/cli"
)

// normalizeArgs gives every long flag its second dash, so that users of
// Terraform may type -json and -chdir=DIR, and joins a flag and its value with
// an equals sign. Values of flags, shorthands (-o json, -ojson) and what
// follows "--" stay as they are.
//
// A word that is no command is an error here already: its flags belong to no
// command either, and a complaint about them would lead astray.
func normalizeArgs(root *cobra.Command, args []string) ([]string, error) {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return args, nil
	}
	n := &normalizer{cmd: root, rest: args}
	for len(n.rest) > 0 {
		arg := n.next()
		if arg == "--" {
			n.done = append(append(n.done, arg), n.rest...)
			break
		}
		if arg == commentMark {
			break
		}
		if n.cmd.Annotations[cli.RunsCommand] != "" && !strings.HasPrefix(arg, "-") {
			n.done = append(append(n.done, arg), n.rest...)
			break
		}
		if err := n.Add(arg); err != nil {
			return nil, err
		}
	}
	return n.done, nil
}

// commentMark begins a comment behind a command. An interactive zsh, the shell of
// macOS, hands it over as arguments, where other shells leave it out.
const commentMark = "#"

type normalizer struct {
	cmd   *cobra.Command // as far as the words so far name it
	rest  []string
	done  []string
	doubt bool // an unknown flag came: the next word may be its value
}

func (n *normalizer) next() string {
	arg := n.rest[0]
	n.rest = n.rest[1:]
	return arg
}

func (n *normalizer) Add(arg string) error {
	switch {
	case len(arg) < 2 || arg[0] != '-':
		n.done = append(n.done, arg)
		return n.word(arg)
	case strings.HasPrefix(arg, "--"):
		n.long(arg[2:])
	case n.isLong(arg[1:]):
		n.long(arg[1:])
	default:
		n.short(arg)
	}
	return nil
}

// word looks whether the word names a command below the one so far.
func (n *normalizer) word(word string) error {
	if !n.cmd.HasSubCommands() {
		return nil
	}
	for _, sub := range n.cmd.Commands() {
		if sub.Name() == word || sub.HasAlias(word) {
			n.cmd = sub
			return nil
		}
	}
	if n.doubt {
		return nil
	}
	return cli.UnknownCommand(n.cmd, word)
}

// isLong reports whether what follows a single dash is a long flag: it has the
// name of one, or it cannot be a group of shorthands.
func (n *normalizer) isLong(flag string) bool {
	name, _, _ := strings.Cut(flag, "=")
	if len(name) < 2 {
		return false
	}
	return n.flag(name) != nil || n.shorthand(name[:1]) == nil
}

// long adds a long flag, given without its dashes, and its value.
func (n *normalizer) long(flag string) {
	name, _, hasValue := strings.Cut(flag, "=")
	known := n.flag(name)
	switch {
	case known == nil:
		n.doubt = true
	case !hasValue && known.NoOptDefVal == "" && len(n.rest) > 0:
		flag += "=" + n.next()
	}
	n.done = append(n.done, "--"+flag)
}

// short adds a group of shorthands, and the value of the last where it needs one.
func (n *normalizer) short(group string) {
	n.done = append(n.done, group)
	for i := 1; i < len(group); i++ {
		known := n.shorthand(group[i : i+1])
		if known == nil {
			n.doubt = true
			return
		}
		if known.NoOptDefVal == "" {
			if i == len(group)-1 && len(n.rest) > 0 {
				n.done = append(n.done, n.next())
			}
			return
		}
	}
}

func (n *normalizer) flag(name string) *pflag.Flag { return n.cmd.Flag(name) }

func (n *normalizer) shorthand(letter string) *pflag.Flag {
	for _, flags := range []*pflag.FlagSet{n.cmd.Flags(), n.cmd.PersistentFlags(), n.cmd.InheritedFlags()} {
		if f := flags.ShorthandLookup(letter); f != nil {
			return f
		}
	}
	return nil
}
