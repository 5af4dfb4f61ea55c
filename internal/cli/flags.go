package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
)

// OneOf returns the values of a flag, each of which must be one of the words.
func OneOf[S ~string](cmd *cobra.Command, flag string, values []string, words ...S) ([]S, error) {
	var known []string
	for _, w := range words {
		known = append(known, string(w))
	}
	var out []S
	for _, v := range values {
		if !slices.Contains(known, v) {
			return nil, UsageErrorf(cmd, "Invalid flag value", "The flag --%s takes %s, not %q.%s",
				flag, strings.Join(known, ", "), v, diag.DidYouMean(v, known))
		}
		out = append(out, S(v))
	}
	return out, nil
}

// ParseTime reads the value of a flag that takes a time or a date; without the flag it returns the zero time.
func ParseTime(cmd *cobra.Command, flag, text string) (time.Time, error) {
	if text == "" && !cmd.Flags().Changed(flag) {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil && !t.IsZero() {
			return t.UTC(), nil
		}
	}
	return time.Time{}, UsageErrorf(cmd, "Invalid flag value",
		"The flag --%s takes a time, such as 2026-11-22T12:00:00Z, or a date, such as 2026-11-22, not %q.", flag, text)
}

// FailNever is the value of --fail-on that no severity reaches.
const FailNever = "never"
