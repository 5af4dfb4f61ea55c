package format

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// Names returns the names of the formats of a document, in their order. nameOf gives the name
// of one.
func Names[F any](formats []F, nameOf func(F) string) []string {
	var names []string
	for _, f := range formats {
		names = append(names, nameOf(f))
	}
	return names
}

// Named returns the format with exactly that name, or an error in a sentence that lists the
// known ones. what is what the formats are for: "audits".
func Named[F any](formats []F, nameOf func(F) string, what, name string) (F, error) {
	for _, f := range formats {
		if nameOf(f) == name {
			return f, nil
		}
	}
	var none F
	names := Names(formats, nameOf)
	return none, fmt.Errorf("there is no format %q for %s, only %s.%s", name, what, strings.Join(names, ", "), diag.DidYouMean(name, names))
}
