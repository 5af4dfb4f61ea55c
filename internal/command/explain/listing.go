package explain

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// listed is a call of a file, with all of its lines.
type listed struct {
	text  string
	lines []int
}

// writeCalls lists the calls of each file.
func writeCalls(v *cli.View, found []explainedCall) {
	for begin := 0; begin < len(found); {
		end := begin + 1
		for end < len(found) && sameFile(found[begin].File, found[end].File) {
			end++
		}
		if found[begin].File != nil {
			v.Printf("%s\n", v.Stdout.Bold(*found[begin].File))
			for _, call := range listedCalls(found[begin:end]) {
				v.Printf("  %s: %s\n", linesText(call.lines), call.text)
			}
			v.Printf("\n")
		}
		begin = end
	}
}

func sameFile(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// listedCalls puts the lines of the same call together, in the order of the first.
func listedCalls(found []explainedCall) []*listed {
	var out []*listed
	byText := map[string]*listed{}
	for i := 0; i < len(found); {
		n := 1
		for n < len(found)-i && found[i].Reading == readCandidate && found[i+n].Reading == readCandidate && found[i].place == found[i+n].place {
			n++
		}
		text := callText(found[i : i+n])
		if byText[text] == nil {
			byText[text] = &listed{text: text}
			out = append(out, byText[text])
		}
		byText[text].lines = append(byText[text].lines, found[i].Line)
		i += n
	}
	return out
}

// callText names the call of a place, or its candidates.
func callText(candidates []explainedCall) string {
	names := make([]string, len(candidates))
	for i, call := range candidates {
		names[i] = diag.Printable(call.Call)
	}
	text := strings.Join(names, ", or ")
	switch {
	case candidates[0].Call == reading.Unreadable:
		text = unreadCall
	case candidates[0].Reading == readUncertain && !strings.Contains(candidates[0].Call, " "):
		text += ": " + unreadCall
	case candidates[0].Reading == readCandidate:
		text = "may be " + text
	}
	if as := candidates[0].As; as != nil {
		return fmt.Sprintf("%s (%s)", diag.Printable(*as), text)
	}
	return text
}
