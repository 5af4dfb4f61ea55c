package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// dataResidency is the domain of GitHub Enterprise Cloud with data residency.
const dataResidency = ".ghe.com"

// hostHasForm: the links of templates are documented for github.com and for
// SUBDOMAIN.ghe.com.
func hostHasForm(r *run) {
	if r.HostRange == nil {
		return
	}
	host := strings.ToLower(r.Host)
	subdomain, residency := strings.CutSuffix(host, dataResidency)
	switch {
	case !isHost(host), host == "ghe.com", residency && strings.Contains(subdomain, "."), strings.HasSuffix(host, "."+pat.DefaultHost):
		r.error(nil, *r.HostRange, "malformed-host", "Malformed host",
			fmt.Sprintf("%q is not a valid GitHub host. Set it to %q or %q, without a scheme, port, or path.", r.Host, pat.DefaultHost, "SUBDOMAIN.ghe.com")+meantHost(host))
	case host == pat.DefaultHost, residency:
	default:
		r.warn(nil, *r.HostRange, "undocumented-host", "Host without documented links",
			fmt.Sprintf("GitHub documents template links for github.com and SUBDOMAIN.ghe.com, but not for GitHub Enterprise Server, and %q looks like a server. "+
				"Test a link there before others rely on it.", r.Host))
	}
}

// isHost reports whether text is a domain name: labels of letters, digits and
// inner hyphens, 253 characters at most.
func isHost(text string) bool {
	if text == "" || len(text) > 253 {
		return false
	}
	for label := range strings.SplitSeq(text, ".") {
		if !isWord(label) || strings.HasSuffix(label, "-") || len(label) > 63 {
			return false
		}
	}
	return true
}

// meantHost is the question for the host within an address.
func meantHost(text string) string {
	meant := strings.TrimSpace(text)
	if _, rest, ok := strings.Cut(meant, "://"); ok {
		meant = rest
	}
	meant, _, _ = strings.Cut(meant, "/")
	meant, _, _ = strings.Cut(meant, ":")
	if strings.HasSuffix(meant, "."+pat.DefaultHost) {
		meant = pat.DefaultHost
	}
	if subdomain, ok := strings.CutSuffix(meant, dataResidency); ok {
		meant = subdomain[strings.LastIndexByte(subdomain, '.')+1:] + dataResidency
	}
	if meant == text || !isHost(meant) || meant == "ghe.com" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", meant)
}
