package scan

import "strings"

// Place says whose an address is.
type Place uint8

// The places.
const (
	Open    Place = iota // the address does not say: "{url}", "{base}/user"
	Path                 // a path without a host: "/user"
	API                  // the REST API, of github.com or of an enterprise
	Service              // another host of GitHub's: raw.githubusercontent.com, ghcr.io
	Website              // github.com itself
	Foreign              // anybody else
)

// services are GitHub's hosts beside the API.
var services = words("raw.githubusercontent.com", "codeload.github.com", "media.githubusercontent.com", "gist.githubusercontent.com", "objects.githubusercontent.com",
	"ghcr.io", "docker.pkg.github.com", "npm.pkg.github.com", "maven.pkg.github.com", "nuget.pkg.github.com", "rubygems.pkg.github.com",
	"models.github.ai", "models.inference.ai.azure.com", "api.githubcopilot.com", "gist.github.com")

// PlaceOf says whose an address is, and its host in lower case.
func PlaceOf(address string) (Place, string) {
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") {
		return Path, ""
	}
	host, path, web := hostOf(address)
	name, _, _ := strings.Cut(host, ":")
	switch {
	case name == "api.github.com" || name == "uploads.github.com" || strings.HasPrefix(name, "api.") && strings.HasSuffix(name, ".ghe.com"):
		return API, name
	case services[name]:
		return Service, name
	case name == "github.com" || name == "www.github.com":
		return Website, name
	case strings.HasPrefix(path, "/api/v3/") || path == "/api/v3" || path == "/api/graphql":
		return API, name
	case !web || strings.Contains(host, "{"):
		return Open, ""
	}
	return Foreign, name
}

// hostOf divides an address; web: it has a scheme and a host.
func hostOf(address string) (host, path string, web bool) {
	rest := address
	if scheme, after, ok := strings.Cut(address, "://"); ok && !strings.ContainsAny(scheme, "/?#") {
		rest, web = after, true
	} else {
		rest = strings.TrimPrefix(rest, "//")
		web = rest != address
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	host, path = rest[:end], rest[end:]
	return strings.ToLower(host[strings.LastIndexByte(host, '@')+1:]), path, web
}

// Speaks reports whether a text mentions GitHub at all, so that it is worth reading.
func Speaks(text string) bool {
	for _, sign := range []string{"ithub", "ctokit", "itHub", "ITHUB", "ghe.com", "ghcr.io", "api/v3", "probot"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}
