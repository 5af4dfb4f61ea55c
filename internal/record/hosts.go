package record

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// githubDomains hold GitHub's hosts, each with all that is below it.
var githubDomains = []string{"github.com", "githubusercontent.com", "githubcopilot.com", "github.ai", "ghcr.io", "ghe.com"}

// Hosts say which hosts are GitHub's.
type Hosts struct {
	Domains []string // in lower case, each with all that is below it
	Servers []string // GitHub Enterprise Servers, with the port if they have one
}

// NewHosts returns GitHub's hosts, and those that the values of variables such as GH_HOST and
// GITHUB_API_URL name: a host, or an address. IP addresses are left out.
func NewHosts(named ...string) Hosts {
	h := Hosts{Domains: append([]string{}, githubDomains...)}
	for _, text := range named {
		address, name := split(text)
		if name == "" || strings.ContainsAny(name, "/ \t") || net.ParseIP(name) != nil || h.Is(name) {
			continue
		}
		h.Domains = append(h.Domains, name)
		h.Servers = append(h.Servers, strings.ToLower(address))
	}
	return h
}

// split gives the host of a text, as it is and in lower case without the port.
func split(text string) (address, name string) {
	address = text
	if u, err := url.Parse(text); err == nil && u.Host != "" {
		address = u.Host
	}
	name, _, err := net.SplitHostPort(address)
	if err != nil {
		name = strings.Trim(address, "[]")
	}
	return address, strings.ToLower(name)
}

// IsAddress reports whether a text as for NewHosts names a host by its IP address. No
// certificate of a record can vouch for it.
func IsAddress(text string) bool {
	_, name := split(text)
	return net.ParseIP(name) != nil
}

// Is reports whether a host, without its port, is GitHub's.
func (h Hosts) Is(host string) bool {
	host = strings.ToLower(host)
	for _, domain := range h.Domains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// serverNames are what people call their GitHub Enterprise Server.
var serverNames = []string{"github", "ghe", "ghes", "github-enterprise"}

// MayBeServer reports whether a host, which is not known to be GitHub's, is named as a GitHub
// Enterprise Server often is, such as github.example.com.
func MayBeServer(host string) bool {
	labels := strings.Split(strings.ToLower(host), ".")
	for i, label := range labels {
		if i < len(labels)-2 && slices.Contains(serverNames, label) {
			return true
		}
	}
	return false
}
