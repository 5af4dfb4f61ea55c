package child

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/record"
)

// curlSetting is a line of curl's configuration that wins over the environment.
//
// https://curl.se/docs/manpage.html#-K
var curlSetting = lazyregexp.New(`(?m)^\s*-{0,2}(?:proxy|preproxy|noproxy|cacert|capath|socks\w*|unix-socket)\b|^\s*-x\b`)

// Detours are the user's settings by which clients may go around the proxy.
func Detours(e Environ) []record.Gap {
	var gaps []record.Gap
	for _, file := range []string{
		filepath.Join(e.First("CURL_HOME", "XDG_CONFIG_HOME", "HOME"), ".curlrc"), filepath.Join(e.Get("HOME"), ".curlrc"), filepath.Join(e.Get("HOME"), ".config", "curlrc"),
	} {
		text, err := os.ReadFile(file)
		if err == nil && curlSetting.Match(text) {
			return append(gaps, record.Gap{Kind: record.DirectConnection, Detail: "The configuration of curl sets a proxy or certificates, so curl may go around the proxy of record."})
		}
	}
	return gaps
}

// Limits say what can't be recorded on this system, whatever the command is.
func Limits() []string {
	if runtime.GOOS == "linux" {
		return nil
	}
	return []string{"On this system, programs in Go other than gh don't trust the certificate of record. Their calls fail, and the record says so."}
}
