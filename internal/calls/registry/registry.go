package registry

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Clients are commands that speak to registries of packages.
var Clients = []string{
	"docker", "podman", "buildah", "skopeo", "oras", "crane", "helm", "nerdctl", "cosign", "npm", "yarn", "pnpm", "pip", "pip3", "pipx", "uv", "poetry", "nuget", "dotnet",
	"gem", "mvn", "gradle", "twine", "docker-compose",
}

// packageHost is a registry of GitHub's.
var packageHost = lazyregexp.New(`(?i)(?:^|//|[/@=:\s"',])((?:ghcr\.io|containers\.pkg\.github\.com|(?:docker|npm|maven|nuget|rubygems)\.pkg\.github\.com))(?:[/:\s"',]|$)`)

// localImages are commands of docker that only name an image.
var localImages = []string{"tag", "rmi", "images", "image", "inspect", "save", "load", "ps", "exec", "logs", "stop", "rm", "history", "logout", "commit", "import", "export"}

// Hosts returns GitHub's registries in the words of a client, each once. local: the
// command names an image there and does not speak to it.
func Hosts(words []string) (hosts []string, local bool) {
	for _, match := range packageHost.FindAllStringSubmatch(strings.Join(words, " "), -1) {
		if host := strings.ToLower(match[1]); !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts, isLocalImage(words)
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
