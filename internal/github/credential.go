package github

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// accessToken is the credential_type of classic and fine-grained tokens.
const accessToken = "personal access token"

// wireCredential is an authorization for single sign-on in GitHub's field names, without the
// end of a token and the fingerprint of a key.
//
// https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization
type wireCredential struct {
	Login        string     `json:"login"`
	CredentialID int64      `json:"credential_id"`
	Type         string     `json:"credential_type,omitempty"`
	Scopes       []string   `json:"scopes"`
	AuthorizedAt *time.Time `json:"credential_authorized_at"`
	AccessedAt   *time.Time `json:"credential_accessed_at"`
	ID           *int64     `json:"authorized_credential_id"`
	Note         string     `json:"authorized_credential_note"`
	ExpiresAt    *time.Time `json:"authorized_credential_expires_at"`
}

func (w *wireCredential) isToken() bool { return strings.EqualFold(w.Type, accessToken) }

// token checks a wire form for what the audit of a classic token cannot do without.
func (w *wireCredential) token() (pat.ClassicToken, error) {
	t := pat.ClassicToken{
		CredentialID: w.CredentialID, Owner: w.Login, Note: w.Note, Scopes: slices.Clone(w.Scopes),
		AuthorizedAt: w.AuthorizedAt, LastUsedAt: w.AccessedAt, ExpiresAt: w.ExpiresAt,
	}
	slices.Sort(t.Scopes)
	t.Scopes = slices.DeleteFunc(slices.Compact(t.Scopes), func(scope string) bool { return scope == "" })
	switch {
	case w.CredentialID <= 0:
		return t, errors.New("it does not have a credential_id")
	case w.Login == "":
		return t, fmt.Errorf("credential %d has no login", w.CredentialID)
	case w.ID != nil && *w.ID <= 0:
		return t, fmt.Errorf("credential %d has the authorized_credential_id %d, but it must be positive", w.CredentialID, *w.ID)
	case w.ID != nil:
		t.ID = *w.ID
	}
	return t, nil
}

// DecodeCredentials returns the personal access tokens of GitHub's list of authorizations for
// single sign-on, sorted by credential_id. It leaves out other credentials, and tokens without
// scopes whose ID is that of a fine-grained token. An element that cannot be read is a gap.
func DecodeCredentials(elements []json.RawMessage, fineGrained map[int64]bool) ([]pat.ClassicToken, []Gap) {
	var failed Failures
	tokens := make([]pat.ClassicToken, 0, len(elements))
	for i, data := range elements {
		var w wireCredential
		var t pat.ClassicToken
		err := exactjson.Unmarshal(data, &w)
		switch {
		case err != nil:
		case w.Type == "":
			err = errors.New("it does not have a credential_type")
		case !w.isToken():
			continue
		default:
			t, err = w.token()
		}
		switch {
		case err != nil:
			failed.Add(int64(i+1), err.Error())
		case len(t.Scopes) > 0 || !fineGrained[t.ID]:
			tokens = append(tokens, t)
		}
	}
	tokens, twice := uniqueCredentials(tokens)
	return tokens, append(elementGaps(&failed, WhatCredentials), twice...)
}

// elementGaps names the elements of a list that could not be read.
func elementGaps(failed *Failures, list string) []Gap {
	return failed.Gaps(func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("elements %s of the %s", numbers, list)
		}
		return fmt.Sprintf("element %s of the %s", numbers, list)
	})
}

// uniqueCredentials sorts tokens by credential_id and keeps one of those with the same, as
// Unique does for requests and tokens.
func uniqueCredentials(tokens []pat.ClassicToken) ([]pat.ClassicToken, []Gap) {
	written := func(t pat.ClassicToken) string {
		text, err := json.Marshal(newWireCredential(t))
		if err != nil {
			panic(fmt.Sprintf("encode a classic token: %v", err))
		}
		return string(text)
	}
	slices.SortFunc(tokens, func(a, b pat.ClassicToken) int {
		if a.CredentialID != b.CredentialID {
			return cmp.Compare(a.CredentialID, b.CredentialID)
		}
		return cmp.Compare(written(a), written(b))
	})
	var failed Failures
	out := slices.CompactFunc(tokens, func(a, b pat.ClassicToken) bool {
		if a.CredentialID == b.CredentialID && !reflect.DeepEqual(a, b) {
			failed.Add(a.CredentialID, contradiction)
		}
		return a.CredentialID == b.CredentialID
	})
	return out, failed.Gaps(func(numbers string, _ bool) string { return WhatCredentials + " with the credential_id " + numbers })
}

// newWireCredential is the opposite of token.
func newWireCredential(t pat.ClassicToken) wireCredential {
	w := wireCredential{
		Login: t.Owner, CredentialID: t.CredentialID, Scopes: append([]string{}, t.Scopes...), Note: t.Note,
		AuthorizedAt: t.AuthorizedAt, AccessedAt: t.LastUsedAt, ExpiresAt: t.ExpiresAt,
	}
	if t.ID != 0 {
		w.ID = &t.ID
	}
	return w
}

// credentialFile is a token of the list in a snapshot.
type credentialFile struct{ element[wireCredential] }

// MarshalJSON writes the token in GitHub's field names.
func (c credentialFile) MarshalJSON() ([]byte, error) { return plainJSON(c.value) }

func encodeCredentials(tokens []pat.ClassicToken) []credentialFile {
	if tokens == nil {
		return nil
	}
	out := make([]credentialFile, len(tokens))
	for i, t := range tokens {
		out[i].value = newWireCredential(t)
	}
	return out
}

// decodeCredentials reads the tokens in a snapshot. They need no credential_type.
func decodeCredentials(files []credentialFile) ([]pat.ClassicToken, []Gap) {
	if files == nil {
		return nil, nil
	}
	var failed Failures
	tokens := make([]pat.ClassicToken, 0, len(files))
	for i := range files {
		w, err := files[i].value, files[i].err
		var t pat.ClassicToken
		switch {
		case err != nil:
		case w.Type != "" && !w.isToken():
			err = errors.New("it is not a personal access token")
		default:
			t, err = w.token()
		}
		if err != nil {
			failed.Add(int64(i+1), err.Error())
			continue
		}
		tokens = append(tokens, t)
	}
	tokens, twice := uniqueCredentials(tokens)
	return tokens, append(elementGaps(&failed, WhatCredentials), twice...)
}

// credentials gives the owners and notes of tokens pseudonyms.
func (r *redaction) credentials(tokens []pat.ClassicToken) []pat.ClassicToken {
	out := slices.Clone(tokens)
	for i := range out {
		out[i].Owner, out[i].Note = r.pseudonym("user", out[i].Owner), r.tokenName(out[i].Note)
	}
	return out
}
