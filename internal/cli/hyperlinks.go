package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// wantsLinks decides whether a stream gets OSC 8 hyperlinks: only a terminal
// does, and only one that is known to show them. They go with colours: who wants
// no escape sequences gets none.
func (e *Env) wantsLinks(s *Stream) bool {
	force, ci := e.Getenv("FORCE_HYPERLINK"), e.Getenv("CI")
	inCI := ci != "" && ci != "0" && ci != "false"
	switch {
	case !s.Terminal, !s.Color, inCI, e.Getenv("TERM") == "dumb", force == "0":
		return false
	case force != "":
		return true
	}
	return e.knownTerminal()
}

// firstVTE is the version of the VTE library from which its terminals show
// hyperlinks without crashing.
const firstVTE = 5001

// knownTerminal tells by the environment whether the terminal shows hyperlinks.
func (e *Env) knownTerminal() bool {
	for _, name := range []string{"WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"} {
		if e.Getenv(name) != "" {
			return true
		}
	}
	if vte, err := strconv.Atoi(e.Getenv("VTE_VERSION")); err == nil && vte >= firstVTE {
		return true
	}
	programs := []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "rio"}
	terms := []string{"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"}
	return slices.Contains(programs, e.Getenv("TERM_PROGRAM")) ||
		slices.ContainsFunc(terms, func(t string) bool {
			term := e.Getenv("TERM")
			return term == t || strings.HasPrefix(term, t+"-")
		})
}

// link returns printable text that opens an address where the terminal can.
func (s *Stream) link(address, text string) string {
	if !s.links {
		return text
	}
	return format.Hyperlink(address, text)
}

// Style says how this stream wants text for people.
func (s *Stream) Style() format.Style {
	style := format.Style{Color: s.Color, Links: s.links, Now: s.Now, Run: s.run, Program: s.program}
	if s.Terminal {
		style.Width = s.Width
	}
	return style
}
