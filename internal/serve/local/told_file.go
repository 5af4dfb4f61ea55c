package local

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/serve/notify"
)

// toldFormat is the version of the file. Within one major version things are only added.
const toldFormat = "1.0"

// toldFile is the file of what was told.
type toldFile struct {
	FormatVersion string       `json:"format_version"`
	Records       []toldRecord `json:"records"`
}

type toldRecord struct {
	Target       string    `json:"target"`
	Organization string    `json:"organization"`
	Subject      string    `json:"subject"`
	Verdict      string    `json:"verdict"`
	External     string    `json:"external"`
	Told         bool      `json:"told"`
	At           time.Time `json:"at"`
}

// load returns what is in a file. A broken one is set aside: nothing was told then, so
// people are told about what is pending once more.
func load(file File, warn func(string)) (map[toldKey]notify.Record, error) {
	data, err := file.Load()
	if err != nil {
		return nil, err
	}
	records := map[toldKey]notify.Record{}
	if data == nil {
		return records, nil
	}
	document, err := decode(data)
	if err == nil {
		for _, r := range document.Records {
			records[keyOf(notify.Record(r))] = notify.Record(r)
		}
		return records, nil
	}
	text := fmt.Sprintf("%s cannot be read: %v. Targets are told about pending requests again.", file.Name, err)
	if err := file.SetAside(); err != nil {
		text += fmt.Sprintf(" The file could not be renamed either, and is replaced: %v.", err)
	}
	warn(text)
	return records, nil
}

func decode(data []byte) (toldFile, error) {
	var document toldFile
	if err := exactjson.Unmarshal(data, &document); err != nil {
		return document, err
	}
	major, _, _ := strings.Cut(toldFormat, ".")
	if got, _, ok := strings.Cut(document.FormatVersion, "."); !ok || got != major {
		return document, fmt.Errorf("format_version is %.20q, and this version of patctl reads %s", document.FormatVersion, toldFormat)
	}
	for _, r := range document.Records {
		if r.Target == "" || r.Organization == "" || r.Subject == "" {
			return document, errors.New("a record has no target, organization, or subject")
		}
	}
	return document, nil
}

// encode returns the file of records.
func encode(records []notify.Record) ([]byte, error) {
	document := toldFile{FormatVersion: toldFormat, Records: make([]toldRecord, 0, len(records))}
	for _, r := range records {
		document.Records = append(document.Records, toldRecord(r))
	}
	data, err := json.MarshalIndent(document, "", "  ")
	return append(data, '\n'), err
}
