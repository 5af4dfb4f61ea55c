package diagnosticreport

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// page describes the command.
const page = "https://github.com/patctl/patctl/blob/main/docs/commands.md#patctl-validate"

// syntaxCode names what comes from the parser, which has no codes.
const syntaxCode = "configuration"

// message is what a diagnostic says besides its summary.
func message(d *diag.Diagnostic) string {
	if d.Detail == "" {
		return d.Summary + "."
	}
	return d.Detail
}

// sarif writes SARIF 2.1.0 for code scanning: each diagnostic is a result. diag.Limit leaves fewer
// than format.MaxSARIFResults.
func (d *Document) sarif(b *bytes.Buffer, _ format.Style) {
	results, summaries := d.sarifResults()
	describe := func(r format.SARIFResult) format.SARIFRule {
		return format.NewSARIFRule(r.RuleID, format.RuleText{What: summaries[r.RuleID] + "."}, page, r.Level)
	}
	run := format.NewSARIFRun("patctl-validate/", d.PatctlVersion, results, describe)
	errors, warnings := diag.Count(d.Diagnostics)
	run.Invocations = []format.SARIFInvocation{{Successful: true, Notifications: []format.SARIFNotification{}}}
	run.Properties = format.SARIFProperties{Tally: d.Tally(), Counts: &format.FindingCounts{Error: errors, Warning: warnings}}
	run.Write(b)
}

// sarifResults returns the errors first, and what the rules are about.
func (d *Document) sarifResults() (results []format.SARIFResult, summaries map[string]string) {
	results, summaries = []format.SARIFResult{}, map[string]string{}
	seen := map[string]int{}
	for _, wantErrors := range []bool{true, false} {
		for _, of := range d.Diagnostics {
			if diag.IsError(of) == wantErrors {
				results = append(results, d.sarifResult(of, seen, summaries))
			}
		}
	}
	return results, summaries
}

func (d *Document) sarifResult(of *diag.Diagnostic, seen map[string]int, summaries map[string]string) format.SARIFResult {
	code, file := checkName(of), d.Directory
	summaries[code] = strings.TrimSuffix(of.Summary, ".")
	result := format.SARIFResult{
		RuleID: code, Level: format.SARIFLevel(severity(of)),
		Message: format.SARIFText{Text: format.WithoutLinks(diag.Printable(of.Summary + ": " + message(of)))},
	}
	place := d.place(of)
	if place == nil {
		// Code scanning shows nothing without a place: the directory of the configuration is one.
		place = &format.SourceRange{Filename: file}
	}
	result.Locations = []format.SARIFLocation{{Physical: format.NewSARIFPlace(*place)}}
	key := strings.Join([]string{code, place.Filename, of.Summary, of.Detail}, "\x00")
	seen[key]++
	result.PartialFingerprints = map[string]string{"patctl/v1": fingerprint(key, seen[key])}
	return result
}

func fingerprint(key string, occurrence int) string {
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(occurrence)))
	return hex.EncodeToString(sum[:16])
}
