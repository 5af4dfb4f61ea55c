package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// Access is a hash of what a request asks for or a token may do: the same for a
// request and the token that it becomes. Repositories are in it only where they
// were read, and then it is another hash.
func Access(g pat.Grant) string {
	return hashOf(access{
		Name: g.TokenName, Owner: g.Owner, Selection: g.RepositorySelection, Permissions: sections(g.Permissions),
		RepositoriesRead: g.RepositoriesRead, Repositories: readRepositories(g), ExpiresAt: inUTC(g.ExpiresAt),
	})
}

type access struct {
	Name, Owner, Selection string
	Permissions            pat.GrantPermissions
	RepositoriesRead       bool
	Repositories           []string
	ExpiresAt              any
}

func readRepositories(g pat.Grant) []string {
	if !g.RepositoriesRead {
		return nil
	}
	return slices.Sorted(slices.Values(g.Repositories))
}

// sections are permissions in the form that a snapshot keeps, which has no empty
// sections.
func sections(p pat.GrantPermissions) pat.GrantPermissions {
	return pat.GrantPermissions{Organization: orNil(p.Organization), Repository: orNil(p.Repository), Other: orNil(p.Other)}
}

func hashOf(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}
