package workflow

import (
	"maps"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
)

// surroundings are what jobs and workflows give to their steps.
type surroundings struct {
	env   map[string]string
	shell string // of defaults.run, or what the runner has; "": bash
}

// within gives the surroundings of what is in a mapping.
func (s surroundings) within(n *yaml.Node) surroundings {
	if runner := get(n, "runs-on"); runner != nil && s.shell == "" && strings.Contains(strings.ToLower(scalarsOf(runner)), "windows") {
		s.shell = "pwsh"
	}
	if shell := get(get(get(n, "defaults"), "run"), "shell"); shell != nil {
		s.shell = shell.Value
	}
	env := get(n, "env")
	if env == nil || env.Kind != yaml.MappingNode {
		return s
	}
	s.env = maps.Clone(s.env)
	if s.env == nil {
		s.env = map[string]string{}
	}
	for i := 0; i+1 < len(env.Content); i += 2 {
		if value := follow(env.Content[i+1]); value.Kind == yaml.ScalarNode {
			s.env[env.Content[i].Value] = expressions(value.Value, s.env)
		}
	}
	return s
}

// language is the program that runs a script: "bash", "pwsh", "python"; "" where
// nothing says it.
func (s surroundings) language(step *yaml.Node) string {
	shell := s.shell
	if own := get(step, "shell"); own != nil {
		shell = own.Value
	}
	command, _, _ := strings.Cut(strings.TrimSpace(shell), " ")
	if command == "" {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(path.Base(command)), ".exe")
}

// scalarsOf are the words of a scalar, or of a list or mapping of them.
func scalarsOf(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	var words []string
	for _, child := range n.Content {
		if child.Kind == yaml.ScalarNode {
			words = append(words, child.Value)
		}
	}
	return strings.Join(words, " ")
}

// follow is the node behind an alias.
func follow(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// get is the value of a key in a mapping, or in what is merged into it; nil: there
// is none.
func get(n *yaml.Node, key string) *yaml.Node { return getWithin(n, key, 0) }

// maxMerged is how deep mappings are merged into mappings; one can be merged into
// itself.
const maxMerged = 10

func getWithin(n *yaml.Node, key string, depth int) *yaml.Node {
	n = follow(n)
	if n == nil || n.Kind != yaml.MappingNode || depth > maxMerged {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return follow(n.Content[i+1])
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value != "<<" {
			continue
		}
		if value := getWithin(n.Content[i+1], key, depth+1); value != nil {
			return value
		}
	}
	return nil
}
