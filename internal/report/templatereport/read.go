package templatereport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// ReadDocument reads what the format json writes: the inventory. Each address
// occurs once in the result. A document that is none, that another major
// version wrote, or in which something does not belong is an error.
func ReadDocument(data []byte) ([]pat.Template, error) {
	doc, err := decodeTemplates(data)
	if err != nil {
		return nil, err
	}
	if doc.Templates == nil {
		return nil, errors.New("it does not have a list of templates, so it is not a document from patctl render -o json")
	}
	templates := make([]pat.Template, 0, len(*doc.Templates))
	seen := map[string]bool{}
	for i, raw := range *doc.Templates {
		t, err := readTemplate(raw, doc.FormatVersion)
		switch {
		case err != nil:
			return nil, fmt.Errorf("template %d: %w", i+1, err)
		case seen[t.Address]:
			return nil, fmt.Errorf("template %d: the address %s occurs twice", i+1, diag.Printable(t.Address))
		}
		seen[t.Address] = true
		templates = append(templates, t)
	}
	return templates, nil
}

// templatesFrame is the document with its templates as they are written.
type templatesFrame struct {
	FormatVersion string             `json:"format_version"`
	PatctlVersion string             `json:"patctl_version"`
	Templates     *[]json.RawMessage `json:"templates"`
}

func decodeTemplates(data []byte) (*templatesFrame, error) {
	data, err := exactjson.Text(data)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("<<<<<<<")) || bytes.Contains(data, []byte("\n<<<<<<< ")) {
		return nil, errors.New("it contains conflict markers from an unresolved merge")
	}
	doc := &templatesFrame{}
	if err := format.Unmarshal(data, doc); err != nil {
		return nil, err
	}
	major, _, _ := strings.Cut(doc.FormatVersion, ".")
	switch {
	case doc.FormatVersion == "":
		return nil, errors.New("it does not have a format_version, so it is not a document from patctl render -o json")
	case major != "1":
		return nil, fmt.Errorf("its format_version is %q, but this version of patctl supports only 1.x", doc.FormatVersion)
	}
	return doc, nil
}

// readTemplate reads an element of the list. What this version does not know is
// a mistake in a document of its own format, and an addition in a later one.
func readTemplate(raw json.RawMessage, version string) (pat.Template, error) {
	var e Entry
	dec := json.NewDecoder(bytes.NewReader(raw))
	if version == format.FormatVersion {
		dec.DisallowUnknownFields()
	}
	if err := dec.Decode(&e); err != nil {
		return pat.Template{}, errors.New(strings.TrimPrefix(exactjson.InWords(err).Error(), "json: "))
	}
	if err := exactjson.Check(raw, &e); err != nil {
		return pat.Template{}, err
	}
	if err := complete(raw); err != nil {
		return pat.Template{}, err
	}
	return e.Pat(), e.Check()
}

// essential are the members without which a template would be compared as if it
// allowed something else. One that is null is there.
type essential struct {
	Address      json.RawMessage `json:"address"`
	Name         json.RawMessage `json:"name"`
	TargetName   json.RawMessage `json:"target_name"`
	ExpiresIn    json.RawMessage `json:"expires_in"`
	Permissions  json.RawMessage `json:"permissions"`
	Repositories json.RawMessage `json:"repositories"`
	Owners       json.RawMessage `json:"owners"`
}

func complete(raw json.RawMessage) error {
	var m essential
	if err := json.Unmarshal(raw, &m); err != nil {
		return exactjson.InWords(err)
	}
	for _, member := range []struct {
		name  string
		value json.RawMessage
	}{
		{"address", m.Address}, {"name", m.Name}, {"target_name", m.TargetName}, {"expires_in", m.ExpiresIn},
		{"permissions", m.Permissions}, {"repositories", m.Repositories}, {"owners", m.Owners},
	} {
		if member.value == nil {
			return fmt.Errorf("it does not have %s", member.name)
		}
	}
	return nil
}
