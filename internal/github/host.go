package github

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// dataResidency ends the hosts of GitHub Enterprise Cloud with data residency.
const dataResidency = ".ghe.com"

// APIURL returns the address of the API of a host, with a slash at its end: that
// of github.com, of SUBDOMAIN.ghe.com, or of a GitHub Enterprise Server. An
// override, as GITHUB_API_URL has it, takes its place, unless it is known to be
// the API of another host. The address is one to which a token may go: https, or
// http to this machine.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency/network-details-for-ghecom
func APIURL(host, override string) (string, error) {
	if override != "" {
		u, err := url.Parse(override)
		if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return "", fmt.Errorf("read GITHUB_API_URL: it is not the address of an API, such as https://api.github.com")
		}
		if !MayCarryToken(u) {
			return "", fmt.Errorf("read GITHUB_API_URL: patctl sends tokens only over https, not to %s://%s", u.Scheme, u.Host)
		}
		if of := apiOf(u); of != "" && !strings.EqualFold(of, host) && (!IsServer(of) || !IsServer(host)) {
			return "", fmt.Errorf("read GITHUB_API_URL: it is the API of %s, but the configuration is for the host %s. Set the variable to the API of that host, or unset it", of, host)
		}
		u.Path = strings.TrimRight(u.Path, "/") + "/"
		return u.String(), nil
	}
	host = strings.ToLower(host)
	if host == "" || strings.ContainsAny(host, "/?#@\\ \t\r\n%") {
		return "", fmt.Errorf("find the API: %q is not a host, such as github.com", host)
	}
	switch {
	case host == pat.DefaultHost:
		return "https://api.github.com/", nil
	case strings.HasSuffix(host, dataResidency):
		return "https://api." + host + "/", nil
	}
	return "https://" + host + "/api/v3/", nil
}

// apiOf returns the host to which an address is known to belong, or "": it may be
// a proxy. A server may have two names, so that of those only the kind counts.
func apiOf(u *url.URL) string {
	name := strings.ToLower(u.Hostname())
	host, isAPI := strings.CutPrefix(name, "api.")
	switch {
	case isAPI && !IsServer(host):
		return host
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/api/v3") && !isLoopback(name):
		return name
	}
	return ""
}

// MayCarryToken reports whether nobody between here and the address can read
// what is sent.
func MayCarryToken(u *url.URL) bool {
	if u.Scheme == "https" {
		return true
	}
	return u.Scheme == "http" && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// IsServer reports whether a host is a GitHub Enterprise Server.
func IsServer(host string) bool {
	host = strings.ToLower(host)
	return host != pat.DefaultHost && !strings.HasSuffix(host, dataResidency)
}

// SameOrigin reports whether a request to u goes where base is.
func SameOrigin(u, base *url.URL) bool {
	return u.Scheme == base.Scheme && strings.EqualFold(u.Host, base.Host)
}
