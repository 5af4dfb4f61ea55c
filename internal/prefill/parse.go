package prefill

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Link is what a link to the form says.
type Link struct {
	Host     string // lower-case, with its port where that is not the usual one
	Template pat.Template
	// Written are the permissions as the link writes them, before aliases get
	// their right names; only of links that were found in a text.
	Written pat.Permissions
	// Ignored are the parameters that the form drops, in the order of the link.
	Ignored []Parameter
	// Rewritten are the permissions that URL states otherwise although the form
	// takes them, in the order of the link: aliases, metadata=read where GitHub adds it.
	Rewritten []Parameter
}

// Parameter is a parameter of a link, decoded where that is possible, with a
// reason in whole sentences.
type Parameter struct {
	Name, Value, Why string
}

// hostName is a name of letters, digits, hyphens and dots, with an optional port.
var hostName = lazyregexp.New(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// userInfo is what precedes a host: it may be a password.
var userInfo = lazyregexp.New(`//[^/?#]*@`)

// maxShown is how much of an address an error repeats, in bytes.
const maxShown = 200

// Parse reads a link to the form. The template has what a link can hold, under
// the names that URL writes, so that Parse of URL of the template gives the
// same template and the same link. A permission that the catalog does not know
// is in the template if its value is a level, and a known one is with
// whatever value it has: package check says what is wrong with them. Every other wrong
// parameter is in Ignored. No parameter is in both.
//
// An address that does not lead to the form is an error that says why.
func Parse(raw string, c *catalog.Catalog) (Link, error) {
	raw = strings.TrimSpace(raw)
	u, host, err := formAddress(raw)
	if err != nil {
		return Link{}, fmt.Errorf("%s is not a template link: %w", shown(userInfo.ReplaceAllString(raw, "//...@")), err)
	}
	r := reader{catalog: c, link: Link{Host: host}, permissions: pat.Permissions{}}
	r.read(splitQuery(u.RawQuery))
	return r.link, nil
}

// formAddress takes an address apart and returns its host in one spelling.
func formAddress(raw string) (*url.URL, string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		var parse *url.Error
		if errors.As(err, &parse) {
			err = parse.Err // without the address, which may be long and hostile
		}
		return nil, "", err
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return nil, "", errors.New("it does not begin with https:// or http://")
	}
	if u.User != nil {
		return nil, "", errors.New("it contains a user name before the host")
	}
	host := plainHost(u)
	if !hostName.MatchString(host) {
		return nil, "", fmt.Errorf("%q is not the name of a host", host)
	}
	return u, host, checkPath(u.Path)
}

// plainHost returns the host in lower case, without the port that the scheme
// takes anyway.
func plainHost(u *url.URL) string {
	host := strings.ToLower(u.Host)
	if u.Scheme == "http" {
		return strings.TrimSuffix(host, ":80")
	}
	return strings.TrimSuffix(host, ":443")
}

func checkPath(path string) error {
	switch trimmed := strings.TrimRight(path, "/"); trimmed {
	case formPath:
		return nil
	case "/settings/tokens/new":
		return errors.New("it opens the form for classic tokens, which have scopes instead of permissions")
	}
	return fmt.Errorf("its path is %s, but the path of the form is %q", shown(path), formPath)
}

// shown quotes text from outside, so that it is safe to print, and cuts it.
func shown(s string) string {
	if len(s) > maxShown {
		s = s[:maxShown] + "..."
	}
	return fmt.Sprintf("%q", s)
}
