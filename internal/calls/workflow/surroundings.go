package workflow

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// surroundings are what jobs and workflows give to their steps.
type surroundings struct {
	env   *variables
	own   *variables // of the mapping itself, such as a step; nil: it has none
	shell string     // of defaults.run, or what the runner has; "": bash
	// credentials: a step of the job leaves a token for Git that is none of the job's own.
	credentials bool
}

// within gives the surroundings of what is in a mapping.
func (s surroundings) within(n *yaml.Node) surroundings {
	if runner := get(n, "runs-on"); runner != nil && s.shell == "" && strings.Contains(strings.ToLower(scalarsOf(runner)), "windows") {
		s.shell = "pwsh"
	}
	if shell := get(get(get(n, "defaults"), "run"), "shell"); shell != nil {
		s.shell = shell.Value
	}
	s.credentials = s.credentials || keepsCredentials(get(n, "steps"))
	s.own = nil
	env := get(n, "env")
	for _, key := range []string{"variables", "environment"} { // of other systems
		if other := get(n, key); env == nil && other != nil && other.Kind == yaml.MappingNode {
			env = other
		}
	}
	if env == nil || env.Kind != yaml.MappingNode {
		return s
	}
	s.env = &variables{own: map[string]string{}, outer: s.env}
	for i := 0; i+1 < len(env.Content); i += 2 {
		if value := follow(env.Content[i+1]); value.Kind == yaml.ScalarNode && len(s.env.own) < maxNames {
			s.env.own[env.Content[i].Value] = expressions(value.Value, s.env)
		}
	}
	s.own = &variables{own: s.env.own}
	return s
}

// keepsCredentials reports whether a checkout among steps leaves a token that it was
// given where Git finds it.
func keepsCredentials(steps *yaml.Node) bool {
	if steps == nil || steps.Kind != yaml.SequenceNode {
		return false
	}
	return slices.ContainsFunc(steps.Content, func(step *yaml.Node) bool {
		uses, with := get(step, "uses"), get(step, "with")
		if uses == nil || !strings.HasPrefix(uses.Value, "actions/checkout@") {
			return false
		}
		token, keep := get(with, "token"), get(with, "persist-credentials")
		return token != nil && token.Value != "" && !strings.Contains(token.Value, "github.token") && !strings.Contains(token.Value, "secrets.GITHUB_TOKEN") && (keep == nil || keep.Value != "false")
	})
}

// maxNames is more than the variables that one env has.
const maxNames = 1000

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
func get(n *yaml.Node, key string) *yaml.Node {
	n = follow(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	if value := own(n, key, len(n.Content)); value != nil {
		return value
	}
	budget := maxMerged
	return merged(n, key, len(n.Content), &budget)
}

// maxMerged is how many keys of merged mappings are looked at: a mapping can be
// merged into many, and into itself. GitHub takes no merged mappings at all.
const maxMerged = 500

// own is the value of one of the first keys of a mapping.
func own(n *yaml.Node, key string, end int) *yaml.Node {
	for i := 0; i+1 < end; i += 2 {
		if n.Content[i].Value == key {
			return follow(n.Content[i+1])
		}
	}
	return nil
}

// merged is the value of a key in what is merged into a mapping.
func merged(n *yaml.Node, key string, end int, budget *int) *yaml.Node {
	for i := 0; i+1 < end; i += 2 {
		if n.Content[i].Value != "<<" {
			continue
		}
		bases := []*yaml.Node{follow(n.Content[i+1])}
		if bases[0].Kind == yaml.SequenceNode {
			bases = bases[0].Content
		}
		for _, base := range bases {
			if base = follow(base); base.Kind != yaml.MappingNode || *budget <= 0 {
				continue
			}
			end := min(len(base.Content), 2**budget)
			*budget -= end/2 + 1
			if value := own(base, key, end); value != nil {
				return value
			}
			if value := merged(base, key, end, budget); value != nil {
				return value
			}
		}
	}
	return nil
}
