package child

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Environ are the variables of a process, as NAME=value.
type Environ []string

// Get returns the value of a variable, or "". Of several assignments the last counts, as
// in os/exec.
func (e Environ) Get(name string) string {
	for _, assignment := range slices.Backward(e) {
		if value, ok := strings.CutPrefix(assignment, name+"="); ok {
			return value
		}
	}
	return ""
}

// First returns the first value that is set.
func (e Environ) First(names ...string) string {
	for _, name := range names {
		if value := e.Get(name); value != "" {
			return value
		}
	}
	return ""
}

// with returns the variables with a further assignment.
func (e Environ) with(name, value string) Environ {
	prefix := name + "="
	kept := slices.DeleteFunc(slices.Clone(e), func(a string) bool { return strings.HasPrefix(a, prefix) })
	return append(kept, prefix+value)
}

// caFiles are the variables by which clients are told whom to trust. Each client reads its
// own: OpenSSL with Go, Ruby, and .NET, then curl, Git, Python, pip, Cargo, Deno, Bundler, the AWS
// tools, Elixir's Hex, and Perl.
var caFiles = []string{
	"SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "REQUESTS_CA_BUNDLE", "PIP_CERT", "CARGO_HTTP_CAINFO", "DENO_CERT",
	"BUNDLE_SSL_CA_CERT", "AWS_CA_BUNDLE", "HEX_CACERTS_PATH", "PERL_LWP_SSL_CA_FILE", "HTTPS_CA_FILE",
}

// nodeCAFile adds to what Node.js trusts, where the others replace.
const nodeCAFile = "NODE_EXTRA_CA_CERTS"

var proxies = []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"}

// Environ leads the clients of a command to the proxy.
func (d *Directory) Environ(base Environ) Environ {
	address := "http://" + d.ProxyAddress
	e := slices.Clone(base)
	for _, name := range proxies {
		e = e.with(name, address)
	}
	for _, name := range []string{"NO_PROXY", "no_proxy"} {
		if value := base.Get(name); value != "" {
			e = e.with(name, withoutGitHub(value, d.hosts))
		}
	}
	for _, name := range caFiles {
		e = e.with(name, d.bundle)
	}
	e = e.with(nodeCAFile, d.bundle).with("NODE_USE_ENV_PROXY", "1")
	e = e.with("NODE_OPTIONS", joined(base.Get("NODE_OPTIONS"), "--require "+quoted(d.preload)))
	if d.ghConfig != "" {
		e = e.with("GH_CONFIG_DIR", d.ghConfig)
	}
	if d.trustStore != "" {
		e = e.with("JAVA_TOOL_OPTIONS", joined(base.Get("JAVA_TOOL_OPTIONS"), javaOptions(d.ProxyAddress, d.trustStore)))
	}
	return d.gitEnviron(e, address)
}

// gitEnviron overrides the proxies of Git's configuration for GitHub's hosts: they win over
// the variables.
func (d *Directory) gitEnviron(e Environ, address string) Environ {
	number := 0
	_, _ = fmt.Sscanf(e.Get("GIT_CONFIG_COUNT"), "%d", &number)
	add := func(key, value string) {
		e = e.with(fmt.Sprintf("GIT_CONFIG_KEY_%d", number), key).with(fmt.Sprintf("GIT_CONFIG_VALUE_%d", number), value)
		number++
	}
	for _, host := range d.gitHosts {
		add("http.https://"+host+"/.proxy", address)
	}
	return e.with("GIT_CONFIG_COUNT", fmt.Sprint(number))
}

func joined(before, after string) string { return strings.TrimSpace(before + " " + after) }

// quoted writes a path for NODE_OPTIONS.
func quoted(path string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(path, `\`, `\\`), `"`, `\"`) + `"`
}

// javaOptions lead Java to the proxy. A path with spaces takes quotation marks around it,
// which the Java launcher removes.
func javaOptions(proxyAddress, trustStore string) string {
	host, port, _ := strings.Cut(proxyAddress, ":")
	options := fmt.Sprintf("-Dhttps.proxyHost=%s -Dhttps.proxyPort=%s", host, port)
	return options + fmt.Sprintf(` "-Djavax.net.ssl.trustStore=%s" -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=%s`, trustStore, trustStorePassword)
}

// withoutGitHub removes what keeps GitHub's hosts from the proxy. What is meant for all
// hosts goes, too: the proxy itself keeps to the user's list for the others.
func withoutGitHub(list string, hosts func(string) bool) string {
	var kept []string
	for entry := range strings.SplitSeq(list, ",") {
		name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(entry), "*"), "."), ":")
		name = strings.ToLower(name)
		if strings.TrimSpace(entry) == "*" || name == "com" || name == "ai" || name == "io" || name != "" && hosts(name) {
			continue
		}
		kept = append(kept, entry)
	}
	return strings.Join(kept, ",")
}

// found reports whether a program can be found in the directories of PATH.
func found(e Environ, program string) bool {
	for _, dir := range filepath.SplitList(e.Get("PATH")) {
		if path, err := exec.LookPath(filepath.Join(dir, program)); err == nil && path != "" {
			return true
		}
	}
	return false
}
