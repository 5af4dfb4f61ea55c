package renewal

import (
	"fmt"
	"strings"
)

// Report gives the changes for people, as Markdown that reads well as text, too.
func Report(changes []Change) string {
	if len(changes) == 0 {
		return "GitHub's documentation says what the recorded facts say.\n"
	}
	var b strings.Builder
	for _, kind := range kinds {
		of := 0
		for _, c := range changes {
			if c.Kind != kind {
				continue
			}
			if of++; of == 1 {
				fmt.Fprintf(&b, "### %s\n\n", kind)
			}
			fmt.Fprintf(&b, "- `%s`: %s\n", harmless(c.What), harmless(c.Detail))
		}
		if of > 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// harmless keeps what a checkout says from being anything but text: the report is the text of a pull
// request.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r == 0x7f, strings.ContainsRune("`<>@[]\\", r), r > '~':
			return '?'
		}
		return r
	}, text)
}
