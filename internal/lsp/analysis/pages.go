package analysis

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// documentation is where the pages are that codes lead to.
const documentation = "https://github.com/patctl/patctl/blob/main/docs/"

// pages are the sections of the documentation about what codes report.
var pages = map[string]string{
	"language.md#files":            "unreadable-file unreadable-directory no-configuration-files invalid-encoding",
	"language.md#patctl":           "unsupported-version invalid-version host-in-module malformed-host undocumented-host invalid-section known-permission",
	"language.md#variable":         "unused-variable undeclared-variable missing-value invalid-default incorrect-type missing-quotes stripped-quotes quoted-value block-in-values invalid-assignment invalid-validation null-argument",
	"language.md#locals":           "unused-local",
	"language.md#template":         "no-lifetime unlimited-lifetime invalid-lifetime no-permissions unknown-permission mistaken-permission permission-alias unsupported-level invalid-level mixed-permissions organization-permissions-without-target repositories-without-permission invalid-repositories foreign-repository malformed-glob invalid-team invalid-login invalid-target empty-name duplicate-name text-too-long long-link invalid-match exact-without-permissions",
	"language.md#endpoints":        "uncovered-endpoint unneeded-permission unknown-endpoint malformed-endpoint unlisted-endpoint",
	"language.md#module":           "invalid-module-source module-cycle block-in-module unsupported-argument",
	"language.md#policy":           "policy-violation invalid-condition invalid-error-message invalid-kind",
	"language.md#organization":     "undeclared-organization duplicate-organization invalid-organization invalid-review invalid-limit invalid-contact invalid-message long-message",
	"language.md#rule":             "unknown-rule",
	"language.md#exception":        "unselective-exception unreasoned-exception endless-exception long-exception lapsed-exception exception-lapses invalid-date unknown-template",
	"language.md#serve":            "secret-in-configuration invalid-variable-name invalid-path missing-url conflicting-arguments invalid-duration invalid-interval invalid-max-age invalid-event invalid-repository invalid-label too-many-labels serve-without-organization",
	"language.md#references":       "undeclared-reference invalid-reference reference-cycle",
	"language.md#functions":        "unknown-function",
	"language.md#sensitive-values": "sensitive-value",
	"language.md#limits":           "evaluation-limit too-complex large-configuration many-globs too-many-instances too-many-references too-many-errors too-many-warnings",
	"testing.md#blocks":            "missing-expect duplicate-case missing-name",
	"testing.md#request-and-token": "missing-organization unknown-organization unknown-team nothing-expected",
	"testing.md#link":              "invalid-link",
	"testing.md#snapshot":          "unreadable-snapshot unknown-subject missing-id",
}

// pageOf is the address of the documentation about a code, or "".
func pageOf(code diag.Code) string {
	if code == "" {
		return ""
	}
	for page, codes := range pages {
		for word := range strings.FieldsSeq(codes) {
			if word == string(code) {
				return documentation + page
			}
		}
	}
	return ""
}
