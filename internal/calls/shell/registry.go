package shell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/registry"
)

// registryCommand reads the words of a client of registries.
func registryCommand(words []string, _ string) outcome {
	if len(strings.Join(words, " ")) > maxWord {
		return outcome{unclear: []string{reading.Unreadable}}
	}
	hosts, local := registry.Hosts(words)
	switch {
	case hosts == nil:
		return outcome{foreign: true}
	case local:
		return outcome{local: true}
	}
	var out outcome
	for _, host := range hosts {
		out.calls = append(out.calls, reading.Call{Kind: reading.Host, Text: "host " + host})
	}
	return out
}
