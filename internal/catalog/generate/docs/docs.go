// Package docs reads what GitHub's public documentation repository (github/docs) says about
// permissions: for each operation of the REST API what a fine-grained token needs, the
// names of permissions, and the parameters of the link. It reads a checkout and nothing
// else, and judges nothing.
package docs

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
)

// Data is what a checkout says. The lists are sorted.
type Data struct {
	Version    string // of the API: 2026-03-10
	Operations []Operation
	// Permissions are those of GitHub's permission data for fine-grained tokens.
	Permissions []Permission
	// Parameters are the rows of the table of the link's parameters; nil where the page has no
	// such table.
	Parameters []Permission
	// Unnamed are titles of permissions, as operations have them, for which no table has a name.
	// Sets with them are left out.
	Unnamed []string
}

// Permission is a permission by its name.
type Permission struct {
	Name    string   // the parameter: pull_requests
	Display string   // the label in the form
	Section string   // account, repository, or organization
	Levels  []string // lowest first
}

// Operation is an operation of the REST API. What it needs is known only where Listed.
type Operation struct {
	Method, Path string // in upper case; as documented
	Doc          string // group/page/anchor
	Listed       bool   // the documentation says which tokens can call it
	FineGrained  bool   // fine-grained tokens can
	GitHubApp    bool   // a GitHub App can, with any of its tokens
	Public       bool   // public resources can be read without a permission
	// Sets are the permissions, any one of which is enough: "issues:write", "actions:read". Sets that
	// tokens cannot hold are left out.
	Sets [][]string
	// AppOnly: there are sets, and a token can hold none of them.
	AppOnly bool
}

// versionPattern is the name of a directory with the data for github.com.
var versionPattern = regexp.MustCompile(`^fpt-(20[0-9]{2}-[0-9]{2}-[0-9]{2})$`)

// Read reads the newest version of the API in a checkout. An error says what is not as
// expected: the repository may have changed its shapes.
func Read(checkout fs.FS) (Data, error) {
	version, err := newest(checkout)
	if err != nil {
		return Data{}, err
	}
	data := Data{Version: version}
	names, err := readNames(checkout, version)
	if err != nil {
		return Data{}, err
	}
	var operationsErr, parametersErr error
	data.Operations, data.Unnamed, operationsErr = readOperations(checkout, version, names)
	data.Parameters, parametersErr = readParameters(checkout)
	data.Permissions = names.permissions()
	return data, errors.Join(operationsErr, parametersErr)
}

// newest returns the newest version that has data of both kinds.
func newest(checkout fs.FS) (string, error) {
	entries, err := fs.ReadDir(checkout, "src/rest/data")
	if err != nil {
		return "", fmt.Errorf("read the versions of the API: %w", err)
	}
	var versions []string
	for _, entry := range entries {
		match := versionPattern.FindStringSubmatch(entry.Name())
		if match == nil {
			continue
		}
		if _, err := fs.Stat(checkout, "src/github-apps/data/"+entry.Name()); err == nil {
			versions = append(versions, match[1])
		}
	}
	if versions == nil {
		return "", errors.New("read the versions of the API: src/rest/data has no fpt-YYYY-MM-DD with permission data in src/github-apps/data")
	}
	return slices.Max(versions), nil
}
