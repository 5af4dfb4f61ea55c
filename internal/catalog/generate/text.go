package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// numbers gives each text a number, in order of first use.
type numbers struct {
	texts []string
	index map[string]int
}

func (n *numbers) of(text string) int {
	i, ok := n.index[text]
	if !ok {
		i = len(n.texts)
		n.index[text], n.texts = i, append(n.texts, text)
	}
	return i
}

// ifAny is the number of a text, and a hyphen for none.
func (n *numbers) ifAny(text string) string {
	if text == "" {
		return "-"
	}
	return strconv.Itoa(n.of(text))
}

// writeEndpoints writes the form that package catalog parses: sets and pages,
// each once, then every path with its operations.
func writeEndpoints(endpoints []endpoint, sources []source) []byte {
	sets := numbers{index: map[string]int{}}
	pages := numbers{index: map[string]int{}}
	conditions := numbers{index: map[string]int{}}
	notes := numbers{index: map[string]int{}}
	var operations bytes.Buffer
	path := ""
	for _, e := range endpoints {
		if e.path != path {
			path = e.path
			fmt.Fprintln(&operations, path)
		}
		access := e.access
		if access == "" {
			access = fmt.Sprint(sets.of(e.sets))
		}
		fmt.Fprintf(&operations, " %s %s %d %s %s %s %s %s %s %s %s\n", e.method, access, pages.of(e.page), e.anchor, e.source, e.app,
			conditions.ifAny(e.conditions), e.public, e.grade, e.where, notes.ifAny(e.note))
	}
	var b bytes.Buffer
	for line := range strings.SplitSeq(header(sources), "\n") {
		fmt.Fprintf(&b, "# %s\n", line)
	}
	for _, text := range sets.texts {
		fmt.Fprintln(&b, "set", text)
	}
	for _, text := range pages.texts {
		fmt.Fprintln(&b, "page", text)
	}
	for _, text := range conditions.texts {
		fmt.Fprintln(&b, "condition", text)
	}
	for _, text := range notes.texts {
		fmt.Fprintln(&b, "note", text)
	}
	b.Write(operations.Bytes())
	return b.Bytes()
}
