package child

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/record"
)

// configuration is what a program reads besides the environment, and what wins over it.
type configuration struct {
	program string
	files   func(Environ) []string
	setting *lazyregexp.Regexp

	variables []string // that win over the usual ones
}

// configurations are those of programs that call GitHub.
//
// https://curl.se/docs/manpage.html#-K
// https://www.gnu.org/software/wget/manual/html_node/Wgetrc-Commands.html
// https://docs.npmjs.com/cli/using-npm/config
var configurations = []configuration{
	{program: "curl", files: curlFiles, setting: lazyregexp.New(`(?m)^\s*-{0,2}(?:proxy|preproxy|noproxy|cacert|capath|socks\w*|unix-socket)\b|^\s*-x\b`)},
	{program: "wget", files: wgetFiles, setting: lazyregexp.New(`(?mi)^\s*(?:https?[-_]?proxy|no[-_]?proxy|ca[-_]?certificate|ca[-_]?directory)\s*=|^\s*use[-_]?proxy\s*=\s*(?:off|no|0)`)},
	{
		program: "npm", files: npmFiles, setting: lazyregexp.New(`(?m)^\s*(?:(?:https?-)?proxy|no-?proxy)\s*=`),
		variables: []string{"npm_config_proxy", "npm_config_https_proxy", "npm_config_noproxy", "NPM_CONFIG_PROXY", "NPM_CONFIG_HTTPS_PROXY", "NPM_CONFIG_NOPROXY"},
	},
}

func curlFiles(e Environ) []string {
	home := e.Get("HOME")
	return []string{filepath.Join(e.First("CURL_HOME", "XDG_CONFIG_HOME", "HOME"), ".curlrc"), filepath.Join(home, ".curlrc"), filepath.Join(home, ".config", "curlrc")}
}

func wgetFiles(e Environ) []string {
	home := e.Get("HOME")
	files := []string{"/etc/wgetrc", filepath.Join(home, ".wget2rc"), filepath.Join(home, ".config", "wget", "wget2rc")}
	if file := e.Get("WGETRC"); file != "" {
		return append(files, file)
	}
	return append(files, filepath.Join(home, ".wgetrc"))
}

func npmFiles(e Environ) []string {
	if file := e.First("npm_config_userconfig", "NPM_CONFIG_USERCONFIG"); file != "" {
		return []string{file}
	}
	return []string{filepath.Join(e.Get("HOME"), ".npmrc")}
}

// Detours are the user's settings by which clients may go around the proxy. Names of files are
// relative to the directory of the command.
func Detours(e Environ, dir string) []record.Gap {
	var gaps []record.Gap
	for _, c := range configurations {
		if c.found(e, dir) {
			gaps = append(gaps, record.Gap{Kind: record.DirectConnection, Detail: "The configuration of " + c.program + " sets a proxy or certificates, so " + c.program + " may go around the proxy of record."})
		}
	}
	return gaps
}

func (c configuration) found(e Environ, dir string) bool {
	if e.First(c.variables...) != "" {
		return true
	}
	for _, file := range c.files(e) {
		text, err := os.ReadFile(Settings{Dir: dir}.pathOf(file))
		if err == nil && c.setting.Match(text) {
			return true
		}
	}
	return false
}

// Limits say what can't be recorded on this system, whatever the command is.
func Limits() []string {
	if runtime.GOOS == "linux" {
		return nil
	}
	return []string{"On this system, programs in Go other than gh don't trust the certificate of record. Their calls fail, and the record says so."}
}
