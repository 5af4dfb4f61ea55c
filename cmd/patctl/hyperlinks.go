package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// wantsLinks decides whether a stream gets OSC 8 hyperlinks: only a terminal
// does, and only one that is known to show them. They go with colours: who wants
// no escape sequences gets none.
func (e *env) wantsLinks(s *stream) bool {
	force, ci := e.getenv("FORCE_HYPERLINK"), e.getenv("CI")
	inCI := ci != "" && ci != "0" && ci != "false"
	switch {
	case !s.terminal, !s.color, inCI, e.getenv("TERM") == "dumb", force == "0":
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
func (e *env) knownTerminal() bool {
	for _, name := range []string{"WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM"} {
		if e.getenv(name) != "" {
			return true
		}
	}
	if vte, err := strconv.Atoi(e.getenv("VTE_VERSION")); err == nil && vte >= firstVTE {
		return true
	}
	programs := []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "rio"}
	terms := []string{"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"}
	return slices.Contains(programs, e.getenv("TERM_PROGRAM")) ||
		slices.ContainsFunc(terms, func(t string) bool {
			term := e.getenv("TERM")
			return term == t || strings.HasPrefix(term, t+"-")
		})
}

// link returns printable text that opens an address where the terminal can.
func (s *stream) link(address, text string) string {
	if !s.links {
		return text
	}
	return format.Hyperlink(address, text)
}

// style says how this stream wants text for people.
func (s *stream) style() format.Style {
	style := format.Style{Color: s.color, Links: s.links, Now: s.now, Run: s.run}
	if s.terminal {
		style.Width = s.width
	}
	return style
}
