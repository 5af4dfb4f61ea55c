package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/patctl/patctl/internal/diag"
)

// UsageError is a mistake in the command line: a fixed summary, and whole
// sentences that say what is wrong.
type UsageError struct {
	Summary, Detail string
}

func (e *UsageError) Error() string { return e.Summary + ": " + e.Detail }

// UsageErrorf returns a mistake in the use of cmd. The summary is fixed and
// short; the detail says in whole sentences what is wrong and what to do.
func UsageErrorf(cmd *cobra.Command, summary, format string, args ...any) error {
	detail := fmt.Sprintf(format, args...)
	detail += fmt.Sprintf("\n\nFor the usage, run:\n  %s --help", cmd.CommandPath())
	return &UsageError{Summary: summary, Detail: detail}
}

// WrapUsage makes a usage error of what cobra says about flags and about numbers of
// arguments, for cmd and every command below it.
func WrapUsage(cmd *cobra.Command, e *Env) {
	cmd.SetFlagErrorFunc(flagError)
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return argsError(e, cmd, args, err)
		}
		return directoryHint(e, cmd, args)
	}
	for _, sub := range cmd.Commands() {
		WrapUsage(sub, e)
	}
}

func argsError(e *Env, cmd *cobra.Command, args []string, err error) error {
	switch {
	case errors.As(err, new(*UsageError)):
		return err
	case strings.HasPrefix(err.Error(), "unknown command"): // what cobra.NoArgs says
		return UsageErrorf(cmd, "Too many arguments", "%s takes no arguments, not %q.%s",
			cmd.CommandPath(), args[0], argumentHint(e, cmd, args))
	}
	what := strings.NewReplacer(" 1 arg(s)", " 1 argument", "arg(s)", "arguments").Replace(err.Error())
	return UsageErrorf(cmd, "Wrong number of arguments", "%s %s.", cmd.CommandPath(), what)
}

// flagError puts into words what pflag found.
func flagError(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &missing):
		return UsageErrorf(cmd, "Missing flag value", "The flag --%s requires a value.", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		flag := invalid.GetFlag()
		return UsageErrorf(cmd, "Invalid flag value", "The flag --%s takes %s, not %q.", flag.Name, valueWords(flag.Value.Type()), invalid.GetValue())
	}
	return UsageErrorf(cmd, "Invalid flag", "%s.", err)
}

// valueWords names the values that a type of flag takes.
func valueWords(kind string) string {
	switch kind {
	case "int", "int64", "uint", "uint64":
		return "a whole number"
	case "bool":
		return "true or false"
	case "duration":
		return "a time such as 90s or 10m"
	}
	return "a value of type " + kind
}

func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name, short := err.GetSpecifiedName(), err.GetSpecifiedShortnames()
	if short == "o" && cmd.Flags().Lookup("out") != nil {
		return UsageErrorf(cmd, "Unknown flag", "%s has no flag -o. To write to a file, run:\n\n  %s --out FILE", cmd.CommandPath(), cmd.CommandPath())
	}
	if short != "" {
		return UsageErrorf(cmd, "Unknown flag", "%s has no flag -%s.%s", cmd.CommandPath(), short, habitOfFlag(cmd, short))
	}
	hint := diag.DidYouMean("--"+name, flagNames(cmd))
	switch owners, habit := flagOwners(cmd, name), habitOfFlag(cmd, name); {
	case habit != "":
		hint = habit
	case name == "out" && cmd.Flags().Lookup("output") != nil:
		hint = fmt.Sprintf(" To write to a file, name the format:\n\n  %s -o FORMAT=FILE", cmd.CommandPath())
	case hint == "" && owners != "":
		hint = " It is a flag of " + owners + ". Put it after the command."
	}
	return UsageErrorf(cmd, "Unknown flag", "%s has no flag --%s.%s", cmd.CommandPath(), name, hint)
}

// flagNames returns the long flags that cmd takes, with their dashes.
func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}

// flagOwners names the commands below cmd that take the flag, or is empty.
func flagOwners(cmd *cobra.Command, name string) string {
	var owners []string
	for _, sub := range cmd.Commands() {
		if sub.LocalFlags().Lookup(name) != nil {
			owners = append(owners, sub.Name())
		}
	}
	return strings.Join(owners, ", ")
}

// UnknownCommand says that a word names no command.
func UnknownCommand(root *cobra.Command, word string) error {
	var names []string
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			names = append(names, cmd.Name())
		}
	}
	hint := diag.DidYouMean(word, names)
	if habit := habitOfCommand(word); habit != "" && !root.HasParent() {
		hint = habit
	}
	return UsageErrorf(root, "Unknown command", "There is no command %q.%s", word, hint)
}
