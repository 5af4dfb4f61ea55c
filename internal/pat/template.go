package pat

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Limits of GitHub's form, in characters (code points) and days.
//
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens
const (
	MaxNameLength        = 40
	MaxDescriptionLength = 1024
	MaxLoginLength       = 39
	MinExpiryDays        = 1
	MaxExpiryDays        = 366
	DefaultExpiryDays    = 30 // what the form takes where the link says nothing
)

// DefaultHost is the host whose form a link opens where nothing else is declared.
const DefaultHost = "github.com"

// Template is a token that may exist, as its owner declared it. Strings are as
// written; whether they are valid is for package check to say.
type Template struct {
	Address       string // template.release["api"], module.ci.template.reader
	Name          string
	Description   string
	TargetName    string // resource owner; empty: the user who opens the link
	ExpiresIn     Expiry
	Permissions   Permissions
	Repositories  Repositories
	Owners        []string // logins and teams (see ParseTeam) that may hold the token; empty: anyone
	Justification string
	Endpoints     []string
	Labels        map[string]string
	Match         Match
}

// Expiry is the lifetime that a template allows. The zero value says nothing.
type Expiry struct {
	Days  int  // as declared, valid or not
	Never bool // declared as "none"
}

// IsZero reports whether no lifetime is declared.
func (e Expiry) IsZero() bool { return e == Expiry{} }

// String gives the value of the link's parameter expires_in: days as a
// number, "none", or "" where no lifetime is declared.
func (e Expiry) String() string {
	switch {
	case e.Never:
		return "none"
	case e.IsZero():
		return ""
	}
	return strconv.Itoa(e.Days)
}

// MarshalJSON writes a number of days, "none", or null.
func (e Expiry) MarshalJSON() ([]byte, error) {
	switch {
	case e.Never:
		return []byte(`"none"`), nil
	case e.IsZero():
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(e.Days), 10), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Expiry) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		*e = Expiry{}
		return nil
	case `"none"`:
		*e = Expiry{Never: true}
		return nil
	}
	var days int
	if err := json.Unmarshal(b, &days); err != nil {
		return fmt.Errorf(`expires_in is a number of days, "none" or null: %w`, err)
	}
	*e = Expiry{Days: days}
	return nil
}

// Selection is a choice of repositories that needs no list.
type Selection string

// The choices of repositories in the form. SelectedRepositories leaves the list
// to the person; NoRepositories reads public ones only.
const (
	AllRepositories      Selection = "all"
	SelectedRepositories Selection = "selected"
	NoRepositories       Selection = "none"
)

// Repositories is what a template says about repositories: one of the words, or a
// list of names with * and ?. The zero value says nothing.
type Repositories struct {
	Selection Selection
	Patterns  []string // not nil: a list was given, perhaps an empty one
}

// IsZero reports whether nothing is declared.
func (r Repositories) IsZero() bool { return r.Selection == "" && r.Patterns == nil }

// MarshalJSON writes a word, a list, or null.
func (r Repositories) MarshalJSON() ([]byte, error) {
	switch {
	case r.Patterns != nil:
		return json.Marshal(r.Patterns)
	case r.Selection != "":
		return json.Marshal(string(r.Selection))
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (r *Repositories) UnmarshalJSON(b []byte) error {
	*r = Repositories{}
	if string(b) == "null" {
		return nil
	}
	if len(b) > 0 && b[0] == '[' {
		r.Patterns = []string{}
		return json.Unmarshal(b, &r.Patterns)
	}
	return json.Unmarshal(b, (*string)(&r.Selection))
}

// Match says which tokens claim a template.
type Match struct {
	Name  string // glob with * and ?; empty: the template's name, ignoring case
	Exact bool   // fewer permissions than declared deviate too
}
