package shell

import (
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// registryClients are commands that speak to registries of packages.
var registryClients = []string{
	"docker", "podman", "buildah", "skopeo", "oras", "crane", "helm", "nerdctl", "cosign", "npm", "yarn", "pnpm", "pip", "pip3", "nuget", "dotnet",
	"gem", "mvn", "gradle", "twine", "docker-compose",
}

// packageHost is a registry of GitHub's.
var packageHost = regexp.MustCompile(`(?i)(?:^|//|[/@=:\s"',])((?:ghcr\.io|containers\.pkg\.github\.com|(?:docker|npm|maven|nuget|rubygems)\.pkg\.github\.com))(?:[/:\s"',]|$)`)

// localImages are commands of docker that only name an image.
var localImages = []string{"tag", "rmi", "images", "image", "inspect", "save", "load", "ps", "exec", "logs", "stop", "rm", "history", "logout", "commit", "import", "export"}

// registryCommand reads the words of a client, and finds GitHub's registries in them.
func registryCommand(words []string, _ string) outcome {
	text := strings.Join(words, " ")
	found := packageHost.FindAllStringSubmatch(text[:min(len(text), maxWord)], -1)
	if found == nil {
		return outcome{foreign: true}
	}
	if isLocalImage(words) {
		return outcome{local: true}
	}
	var calls []reading.Call
	for _, match := range found {
		call := reading.Call{Kind: reading.Host, Text: "host " + strings.ToLower(match[1])}
		if !slices.ContainsFunc(calls, func(other reading.Call) bool { return other.Text == call.Text }) {
			calls = append(calls, call)
		}
	}
	return outcome{calls: calls}
}

// isLocalImage reports whether a command names an image of a registry and does not
// speak to it: to build one speaks to it only with --push.
func isLocalImage(words []string) bool {
	i := slices.IndexFunc(words, func(word string) bool { return !strings.HasPrefix(word, "-") })
	if i < 0 {
		return false
	}
	builds := words[i] == "build" || words[i] == "buildx" || words[i] == "bake"
	pushes := slices.ContainsFunc(words, func(word string) bool {
		return word == "--push" || strings.Contains(word, "type=registry") || strings.Contains(word, "push=true")
	})
	return slices.Contains(localImages, words[i]) || builds && !pushes
}
