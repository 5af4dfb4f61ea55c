package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
)

// pathOf is the path of a file URI. ok is false for other URIs.
func pathOf(uri string) (name string, ok bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Host != "" && u.Host != "localhost" || u.Path == "" {
		return "", false
	}
	name = u.Path
	if len(name) >= 3 && name[2] == ':' { // file:///C:/
		name = name[1:]
	}
	name = filepath.FromSlash(name)
	return filepath.Clean(name), filepath.IsAbs(name)
}

// uriOf is the file URI of an absolute path.
func uriOf(name string) string {
	slashed := filepath.ToSlash(name)
	if !strings.HasPrefix(slashed, "/") { // C:/
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}
