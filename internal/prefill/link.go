package prefill

import (
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// formPath is the path of the form on every host that has one.
const formPath = "/settings/personal-access-tokens/new"

// The parameters of the form that are no permissions, in the order of the link.
const (
	paramName        = "name"
	paramDescription = "description"
	paramTargetName  = "target_name"
	paramExpiresIn   = "expires_in"
)

// metadata is the permission that GitHub adds to every token with another
// repository permission.
const metadata = "metadata"

// URL returns the link that opens the form on host with the fields of t filled
// in. An empty host is pat.DefaultHost. The parameters are always in the same
// order. Those without a value are left out, and so is metadata=read beside
// another repository permission, since GitHub adds it. Aliases stand under
// their right names. The result is plain ASCII without spaces, quotes, brackets or semicolons,
// whatever t holds.
func URL(host string, t pat.Template, c *catalog.Catalog) string {
	if host == "" {
		host = pat.DefaultHost
	}
	var q query
	q.add(paramName, t.Name)
	q.add(paramDescription, t.Description)
	q.add(paramTargetName, t.TargetName)
	q.add(paramExpiresIn, t.ExpiresIn.String())
	permissions := normal(t.Permissions, c)
	for _, name := range permissions.Names() {
		q.add(name, string(permissions[name]))
	}
	return "https://" + escapeHost(host) + formPath + q.String()
}

// query is the part of a link from the question mark on.
type query struct{ strings.Builder }

func (q *query) add(name, value string) {
	if value == "" {
		return
	}
	separator := byte('&')
	if q.Len() == 0 {
		separator = '?'
	}
	q.WriteByte(separator)
	q.WriteString(url.QueryEscape(name))
	q.WriteByte('=')
	q.WriteString(url.QueryEscape(value))
}

// escapeHost leaves a host with its port as it is. In anything else it leaves
// nothing that could end the link or begin another.
func escapeHost(host string) string {
	return strings.ReplaceAll(url.QueryEscape(host), "%3A", ":")
}

// normal returns the permissions as a link states them, which is the same for
// every way to state them. What is granted by none of them is left out.
func normal(p pat.Permissions, c *catalog.Catalog) pat.Permissions {
	stated := make(pat.Permissions, len(p))
	for name, level := range c.Canonical(p) {
		if level != pat.NoAccess && name != "" && !isFormField(name) {
			stated[name] = level
		}
	}
	if stated[metadata] == pat.Read && impliesMetadata(stated, c) {
		delete(stated, metadata)
	}
	return stated
}

// impliesMetadata reports whether GitHub adds metadata=read to the permissions
// by itself. It does so for a repository permission that the form takes.
func impliesMetadata(p pat.Permissions, c *catalog.Catalog) bool {
	for name := range p {
		known, ok := c.Permission(name)
		if name != metadata && ok && known.Section == pat.Repository && known.Status.Usable() {
			return true
		}
	}
	return false
}

// isFormField reports whether a parameter is a field of the form other than a
// permission.
func isFormField(name string) bool {
	switch name {
	case paramName, paramDescription, paramTargetName, paramExpiresIn:
		return true
	}
	return false
}
