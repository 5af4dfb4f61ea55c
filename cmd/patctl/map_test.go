package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/patctl/patctl"

// domain are the packages that know templates, requests and tokens, but neither
// how results are written nor the command line.
var domain = []string{
	"internal/apply", "internal/plan", "internal/adopt", "internal/audit", "internal/check", "internal/hcl", "internal/github", "internal/git",
	"internal/worktree", "internal/prefill", "internal/calls", "internal/calls/reading", "internal/calls/known", "internal/calls/argument", "internal/calls/scan", "internal/calls/javascript",
	"internal/tokenrequest", "internal/audit/classictoken",
	"internal/calls/operations", "internal/calls/workflow", "internal/catalog", "internal/input", "internal/exactjson", "internal/diag", "internal/pat",
	"internal/catalog/library", "internal/catalog/ghcli", "internal/catalog/graphql", "internal/catalog/action", "internal/catalog/scope",
	"internal/catalog/gap", "internal/catalog/search", "internal/catalog/condition", "internal/check/linkcheck", "internal/github/api",
	"internal/usage", "internal/usage/auditlog", "internal/migrate", "internal/overlay",
	"internal/catalog/mask", "internal/catalog/page",
	"internal/testcase", "internal/lsp", "internal/lsp/analysis", "internal/lsp/protocol",
	"internal/record", "internal/record/authority", "internal/record/proxy", "internal/record/child",
	"internal/github/credential", "internal/github/transport", "internal/hcl/layout", "internal/hcl/subject", "internal/hcl/syntax", "internal/hcl/schema", "internal/hcl/literal",
}

// packageMap says which packages of the module each package may import: only
// what is named. A name that ends in /* stands for every package of that folder,
// and none of those may import another. Change the map with a better one, and say
// why in the same commit.
var packageMap = map[string][]string{
	"cmd/patctl":                            {"internal/command", "internal/cli"}, // the process and nothing else
	"docs/schemas":                          {},
	"internal/command/mcp":                  {"docs/schemas", "internal/cli", "internal/prefill", "internal/catalog", "internal/pat"}, // runs the other commands
	"internal/command":                      {"internal/command/*", "internal/workspace", "internal/workspace/used", "internal/cli", "internal/report/*", "internal/format", "internal/hcl", "internal/catalog", "internal/catalog/scope", "internal/diag", "internal/pat"},
	"internal/command/generate":             {"internal/command", "internal/cli"}, // man pages and completions: a program of its own
	"internal/command/*":                    slices.Concat([]string{"internal/planning", "internal/workspace", "internal/workspace/used", "internal/workspace/lock", "internal/workspace/checks", "internal/cli", "internal/report/*", "internal/format", "internal/serve", "internal/serve/*"}, domain),
	"internal/planning":                     slices.Concat([]string{"internal/workspace", "internal/cli", "internal/report/*", "internal/format"}, domain),
	"internal/workspace/checks":             {"internal/cli", "internal/format", "internal/github/api", "internal/diag"}, // what is missing
	"internal/workspace/lock":               {"internal/workspace", "internal/cli", "internal/diag"},                     // one process acts at a time
	"internal/workspace/used":               slices.Concat([]string{"internal/cli"}, domain),                             // sources of --used
	"internal/workspace/shards":             {"internal/cli", "internal/github", "internal/diag"},                        // files of --snapshot
	"internal/workspace":                    slices.Concat([]string{"internal/workspace/shards", "internal/cli", "internal/report/*", "internal/format"}, domain),
	"internal/cli":                          {"internal/report/*", "internal/format", "internal/input", "internal/hcl", "internal/diag"}, // hcl: which files are a configuration, for hints
	"internal/cli/clitest":                  {"internal/cli", "internal/diag"},                                                           // imported from tests only
	"internal/report/auditreport":           {"internal/report/rows", "internal/report/comparison", "internal/report/breakdown", "internal/report/classic", "internal/report/use", "internal/report/judged", "internal/format", "internal/audit", "internal/hcl", "internal/exactjson", "internal/diag", "internal/pat"},
	"internal/report/planreport":            {"internal/report/declared", "internal/report/judged", "internal/format", "internal/plan", "internal/audit", "internal/exactjson", "internal/diag", "internal/pat"},
	"internal/report/linkreport":            {"internal/format", "internal/check", "internal/prefill", "internal/diag", "internal/pat", "internal/check/linkcheck"},
	"internal/report/templatereport":        {"internal/report/declared", "internal/format", "internal/hcl", "internal/prefill", "internal/catalog", "internal/catalog/condition", "internal/exactjson", "internal/diag", "internal/pat"},
	"internal/report/diagnosticreport":      {"internal/format", "internal/diag", "internal/pat"},
	"internal/report/migratereport":         {"internal/format", "internal/migrate", "internal/usage", "internal/record", "internal/catalog", "internal/catalog/condition", "internal/diag", "internal/pat"},
	"internal/report/testreport":            {"internal/format", "internal/testcase", "internal/diag", "internal/pat"},
	"internal/report/snapshotreport":        {"internal/format", "internal/github", "internal/diag", "internal/pat"},
	"internal/report/rows":                  {"internal/report/comparison", "internal/report/judged", "internal/format", "internal/diag", "internal/pat"},                                 // the list of the page of an audit
	"internal/report/comparison":            {"internal/report/judged", "internal/format", "internal/diag", "internal/pat"},                                                               // a section of the document of an audit
	"internal/report/judged":                {"internal/report/use", "internal/format", "internal/exactjson", "internal/audit", "internal/audit/excess", "internal/diag", "internal/pat"}, // shapes that documents share
	"internal/report/breakdown":             {"internal/report/judged", "internal/format", "internal/diag", "internal/pat"},                                                               // a section of the document of an audit
	"internal/report/classic":               {"internal/report/judged", "internal/format", "internal/audit", "internal/audit/classictoken", "internal/usage", "internal/diag"},
	"internal/report/use":                   {"internal/format", "internal/audit", "internal/usage", "internal/diag", "internal/pat"}, // what documents show of the use of tokens
	"internal/report/declared":              {"internal/format", "internal/diag", "internal/pat"},
	"internal/format":                       {"internal/exactjson", "internal/diag", "internal/pat"},                                                                                                                                                                                                                                              // knows no document
	"internal/format/formattest":            {"internal/hcl", "internal/catalog", "internal/diag", "internal/pat"},                                                                                                                                                                                                                                // imported from tests only
	"internal/report/auditreport/audittest": {"internal/audit/classictoken", "internal/usage", "internal/report/auditreport", "internal/report/comparison", "internal/report/judged", "internal/format", "internal/format/formattest", "internal/audit", "internal/hcl", "internal/prefill", "internal/catalog", "internal/diag", "internal/pat"}, // imported from tests only
	"internal/apply":                        {"internal/plan", "internal/audit", "internal/hcl", "internal/github", "internal/github/githubtest", "internal/exactjson", "internal/pat", "internal/github/api", "internal/github/transport", "internal/github/credential"},                                                                         // the one that acts: plan stays pure; githubtest: from tests
	"internal/plan":                         {"internal/audit", "internal/check", "internal/hcl", "internal/github", "internal/prefill", "internal/catalog", "internal/diag", "internal/pat", "internal/hcl/subject"},
	"internal/adopt":                        {"internal/audit", "internal/check", "internal/hcl", "internal/github", "internal/github/githubtest", "internal/prefill", "internal/catalog", "internal/diag", "internal/pat", "internal/check/linkcheck", "internal/hcl/layout", "internal/hcl/literal", "internal/hcl/syntax", "internal/tokenrequest"}, // githubtest, tokenrequest: from tests
	"internal/migrate":                      {"internal/usage", "internal/record", "internal/calls/known", "internal/calls/reading", "internal/catalog", "internal/catalog/gap", "internal/catalog/scope", "internal/pat"},                                                                                                                             // proposes values; writes no configuration
	"internal/overlay":                      {},
	"internal/testcase":                     {"internal/audit", "internal/check/linkcheck", "internal/hcl", "internal/hcl/expression", "internal/hcl/layout", "internal/hcl/literal", "internal/hcl/schema", "internal/hcl/syntax", "internal/hcl/tree", "internal/github", "internal/prefill", "internal/catalog", "internal/diag", "internal/pat"},
	"internal/tokenrequest":                 {"internal/exactjson", "internal/check", "internal/catalog", "internal/catalog/condition", "internal/diag", "internal/pat"},
	"internal/audit":                        {"internal/hcl", "internal/github", "internal/audit/classictoken", "internal/audit/excess", "internal/audit/shortlist", "internal/audit/span", "internal/usage", "internal/record", "internal/prefill", "internal/catalog", "internal/catalog/gap", "internal/diag", "internal/pat"},
	"internal/audit/excess":                 {"internal/lazyregexp"},
	"internal/audit/shortlist":              {"internal/pat"},
	"internal/audit/span":                   {},
	"internal/audit/classictoken":           {"internal/usage", "internal/github", "internal/record", "internal/pat"},
	"internal/check":                        {"internal/hcl", "internal/hcl/subject", "internal/prefill", "internal/catalog", "internal/catalog/gap", "internal/catalog/condition", "internal/diag", "internal/pat"},
	"internal/check/linkcheck":              {"internal/check", "internal/hcl", "internal/prefill", "internal/catalog", "internal/catalog/scope", "internal/diag", "internal/pat"},
	"internal/hcl":                          {"internal/catalog", "internal/diag", "internal/pat", "internal/hcl/argument", "internal/hcl/functions", "internal/hcl/variable", "internal/hcl/expression", "internal/hcl/tree", "internal/hcl/budget", "internal/hcl/syntax", "internal/hcl/schema", "internal/hcl/subject"},
	"internal/hcl/subject":                  {"internal/pat"},
	"internal/hcl/argument":                 {"internal/hcl/expression", "internal/diag", "internal/pat"}, // values of arguments; knows no kind of block
	"internal/hcl/syntax":                   {"internal/diag"},
	"internal/hcl/schema":                   {"internal/hcl/subject", "internal/catalog", "internal/pat"}, // the language as a table
	"internal/hcl/literal":                  {"internal/diag"},
	"internal/hcl/budget":                   {"internal/diag"},
	"internal/hcl/tree":                     {"internal/hcl/syntax", "internal/diag"},
	"internal/hcl/layout":                   {"internal/hcl/syntax", "internal/diag"},
	"internal/hcl/expression":               {"internal/hcl/budget", "internal/hcl/subject", "internal/diag"},
	"internal/hcl/variable":                 {"internal/hcl/expression", "internal/hcl/budget", "internal/hcl/syntax", "internal/diag"},
	"internal/hcl/functions":                {"internal/hcl/tree", "internal/hcl/budget", "internal/hcl/syntax", "internal/catalog", "internal/catalog/gap", "internal/diag", "internal/pat"},
	"internal/github":                       {"internal/github/githubtest", "internal/exactjson", "internal/diag", "internal/pat"}, // githubtest: from tests; else it is a cycle
	"internal/github/credential":            {"internal/github"},
	"internal/github/transport":             {"internal/github", "internal/github/credential"},                                                                                                                                         // layers of a call; what goes through them is not known to them
	"internal/github/api":                   {"internal/exactjson", "internal/github", "internal/github/credential", "internal/github/transport", "internal/github/githubtest", "internal/pat"},                                        // githubtest: from tests
	"internal/github/githubtest":            {"internal/github", "internal/pat", "internal/github/githubtest/body", "internal/github/githubtest/issue", "internal/github/githubtest/delivery", "internal/github/githubtest/assertion"}, // serve --demo links it: what checks calls is handed in
	"internal/github/githubtest/checked":    {"internal/github/githubtest", "internal/github/githubtest/contract"},                                                                                                                     // imported from tests only
	"internal/github/githubtest/invented":   {"internal/github/githubtest", "internal/pat"},                                                                                                                                            // imported from tests only
	"internal/github/githubtest/delivery":   {"internal/github/githubtest/body"},                                                                                                                                                       // knows nothing of a world
	"internal/github/githubtest/body":       {},                                                                                                                                                                                        // what GitHub tells of users and repositories; knows nothing of a world
	"internal/github/githubtest/spelling":   {},                                                                                                                                                                                        // knows nothing of how secrets are taken out
	"internal/github/githubtest/contract":   {"internal/github/githubtest/body"},                                                                                                                                                       // GitHub's description of its calls; knows nothing of the fake GitHub
	"internal/github/githubtest/issue":      {"internal/github/githubtest/body"},
	"internal/github/githubtest/assertion":  {},
	"internal/lsp/analysis":                 {"internal/lsp/analysis/quick", "internal/lsp/filename", "internal/lsp/outline", "internal/lsp/protocol", "internal/hcl", "internal/hcl/schema", "internal/hcl/syntax", "internal/hcl/tree", "internal/hcl/functions", "internal/hcl/budget", "internal/lazyregexp", "internal/overlay", "internal/check", "internal/prefill", "internal/testcase", "internal/github", "internal/catalog", "internal/diag", "internal/pat"},
	"internal/lsp/analysis/quick":           {"internal/lsp/filename", "internal/overlay", "internal/hcl", "internal/hcl/syntax", "internal/check", "internal/lazyregexp", "internal/diag"},
	"internal/lsp":                          {"internal/lsp/analysis", "internal/lsp/filename", "internal/lsp/language", "internal/lsp/outline", "internal/lsp/protocol", "internal/overlay", "internal/hcl", "internal/hcl/layout", "internal/hcl/tree", "internal/prefill", "internal/catalog", "internal/diag", "internal/pat"}, // how the configuration is read is handed in
	"internal/lsp/language":                 {"internal/lsp/assist", "internal/lsp/filename", "internal/lsp/outline", "internal/lsp/protocol", "internal/hcl/schema", "internal/hcl/syntax", "internal/catalog", "internal/catalog/page", "internal/diag", "internal/pat"},                                                         // from the text alone
	"internal/lsp/assist":                   {"internal/lsp/cursor", "internal/lsp/filename", "internal/lsp/outline", "internal/lsp/protocol", "internal/hcl/schema", "internal/hcl/subject", "internal/catalog", "internal/catalog/page", "internal/catalog/condition", "internal/diag", "internal/pat"},                          // what a module declares is handed in
	"internal/lsp/cursor":                   {},                                                                                                                                                                                                                                                                                    // any text; knows nothing of the language's words
	"internal/lsp/filename":                 {"internal/hcl", "internal/testcase"},                                                                                                                                                                                                                                                 // how the files of each kind end
	"internal/lsp/outline":                  {"internal/lsp/protocol"},
	"internal/lsp/protocol":                 {},
	"bench":                                 {},                                 // runs programs, and knows none of their packages
	"bench/worst":                           {},                                 // writes what benchmarks read
	"internal/mutants":                      {},                                 // changes lines of other packages, as text
	"internal/git":                          {},                                 // files of a revision, and of a working tree; knows nothing of templates
	"internal/exactjson":                    {},                                 // JSON that can be read in one way only; knows nothing of what is in it
	"internal/input":                        {},                                 // files and streams with a bound; knows nothing of what is in them
	"internal/worktree":                     {"internal/git", "internal/input"}, // git: what it ignores; which files there are and what is in them; knows nothing of links
	"internal/prefill":                      {"internal/catalog", "internal/diag", "internal/pat"},
	"internal/calls":                        {"internal/calls/javascript", "internal/calls/shell", "internal/calls/refusal", "internal/calls/address", "internal/calls/source", "internal/calls/reading", "internal/calls/operations", "internal/calls/workflow", "internal/calls/suspect", "internal/calls/delegate", "internal/calls/*", "internal/calls/powershell", "internal/record", "internal/exactjson", "internal/diag"}, // calls in text; which endpoints exist is for the catalog to know
	"internal/calls/shell":                  {"internal/calls/address", "internal/calls/source", "internal/calls/reading", "internal/calls/suspect", "internal/calls/client", "internal/calls/delegate"},
	"internal/calls/delegate":               {"internal/calls/address", "internal/calls/reading"},                                                                // what commands run that is not in their words; knows no shell
	"internal/calls/argument":               {"internal/calls", "internal/calls/reading", "internal/catalog/ghcli", "internal/catalog/library", "internal/diag"}, // what a person types; above the readers of files
	"internal/calls/known":                  {"internal/calls/reading", "internal/catalog", "internal/catalog/ghcli", "internal/catalog/graphql", "internal/catalog/action", "internal/pat"},
	"internal/calls/client":                 {"internal/calls/address", "internal/calls/reading", "internal/calls/operations", "internal/calls/registry"}, // commands by their words; knows no shell
	"internal/calls/suspect":                {"internal/calls/refusal", "internal/calls/address", "internal/calls/source", "internal/calls/reading"},
	"internal/calls/refusal":                {"internal/calls/address", "internal/calls/source", "internal/calls/reading"},
	"internal/calls/source":                 {"internal/calls/reading"},
	"internal/calls/address":                {},
	"internal/calls/registry":               {}, // which commands speak to registries, and to which
	"internal/calls/reading":                {},
	"internal/calls/scan":                   {},                                                                                                         // tokens of programs; knows nothing of calls
	"internal/calls/program":                {"internal/calls/reading", "internal/calls/shell", "internal/calls/delegate", "internal/calls/operations"}, // commands and documents within programs
	"internal/calls/program/programtest":    {"internal/calls/reading", "internal/catalog"},                                                             // imported from tests only
	"internal/calls/golang":                 {"internal/calls/program", "internal/calls/reading", "internal/catalog/library"},
	"internal/calls/python":                 {"internal/calls/program", "internal/calls/scan", "internal/calls/reading", "internal/catalog/library"},
	"internal/calls/ruby":                   {"internal/calls/program", "internal/calls/scan", "internal/calls/reading", "internal/catalog/library"},
	"internal/calls/powershell":             {"internal/calls/client", "internal/calls/delegate", "internal/calls/program", "internal/calls/scan", "internal/calls/reading", "internal/catalog/library"},
	"internal/calls/operations":             {"internal/calls/reading"}, // documents of GraphQL; what a type needs is for the catalog to know
	"internal/calls/operations/generate":    {},
	"internal/calls/workflow":               {"internal/calls/delegate", "internal/calls/reading"}, // is handed the readers of scripts
	"internal/calls/javascript":             {"internal/calls/reading", "internal/calls/delegate", "internal/calls/scan", "internal/calls/shell", "internal/calls/operations", "internal/catalog/library"},
	"internal/catalog":                      {"internal/diag", "internal/pat"},
	"internal/catalog/generate":             {"internal/catalog", "internal/catalog/generate/docs", "internal/catalog/generate/renewal", "internal/pat"},
	"internal/catalog/generate/docs":        {}, // what a checkout of GitHub's documentation says; knows nothing of the facts
	"internal/catalog/generate/renewal":     {"internal/catalog/generate/docs"},
	"internal/catalog/facts":                {}, // tables as they were recorded; knows nothing of what they mean
	"internal/catalog/library":              {"internal/catalog/facts"},
	"internal/catalog/ghcli":                {"internal/catalog", "internal/catalog/facts", "internal/pat"},
	"internal/catalog/graphql":              {"internal/catalog", "internal/catalog/facts", "internal/pat"},
	"internal/catalog/action":               {"internal/catalog", "internal/catalog/facts", "internal/pat"},
	"internal/catalog/scope":                {"internal/catalog/facts", "internal/pat"},
	"internal/catalog/search":               {"internal/catalog", "internal/pat"},           // words that people type
	"internal/catalog/condition":            {},                                             // conditions in words
	"internal/catalog/gap":                  {"internal/catalog", "internal/catalog/scope"}, // why something is closed; whether it is, is for the catalog to know
	"internal/catalog/page":                 {"internal/catalog", "internal/pat"},           // where GitHub documents a permission
	"internal/catalog/mask":                 {"internal/catalog"},                           // names in paths that are not documented
	"internal/usage":                        {"internal/record", "internal/catalog", "internal/catalog/graphql", "internal/catalog/condition", "internal/catalog/mask", "internal/calls/known", "internal/calls/reading", "internal/github", "internal/exactjson", "internal/pat"},
	"internal/usage/auditlog":               {"internal/usage", "internal/record", "internal/catalog", "internal/exactjson", "internal/diag", "internal/pat"},          // events; what they mean for a permission is not known here
	"internal/serve":                        slices.Concat([]string{"internal/planning", "internal/serve/*", "internal/format", "internal/github/githubtest"}, domain), // githubtest: from benchmarks
	"internal/serve/status":                 {"internal/pat"},
	"internal/serve/queue":                  {},                                                                                                                                                                                                                         // which organizations are due; knows nothing of what a look is
	"internal/serve/reviewer":               slices.Concat([]string{"internal/planning", "internal/serve/status", "internal/serve/notify", "internal/serve/queue", "internal/github/githubtest"}, domain),                                                               // githubtest: from tests
	"internal/serve/webhook":                {"internal/exactjson", "internal/github", "internal/github/credential", "internal/diag"},                                                                                                                                   // secrets that no output shows; printable logs
	"internal/serve/notify":                 {"internal/serve/notify/message", "internal/serve/webhook", "internal/github", "internal/github/api", "internal/github/credential", "internal/github/githubtest", "internal/hcl/subject", "internal/diag", "internal/pat"}, // webhook: signs as GitHub does
	"internal/serve/local":                  {"internal/apply", "internal/exactjson", "internal/pat", "internal/serve/status", "internal/serve/notify", "internal/serve/queue", "internal/serve/reviewer"},                                                              // reviewer: from tests
	"internal/serve/postgres":               {"internal/apply", "internal/github/credential", "internal/pat", "internal/serve/status", "internal/serve/notify", "internal/serve/queue", "internal/serve/postgres/pgtest"},                                               // pgtest: from tests
	"internal/serve/storm":                  slices.Concat([]string{"internal/planning", "internal/serve/webhook", "internal/github/githubtest"}, domain),                                                                                                               // imported from tests only
	"internal/serve/postgres/pgtest":        {},                                                                                                                                                                                                                         // imported from tests only
	"internal/serve/page":                   {"internal/format", "internal/serve/status", "internal/serve/queue", "internal/github/credential", "internal/diag", "internal/pat"},                                                                                        // queue: only how much there is to do
	"internal/serve/metrics":                {"internal/apply", "internal/pat", "internal/serve/status", "internal/serve/queue", "internal/serve/webhook", "internal/serve/notify"},                                                                                     // webhook, notify: the values of labels
	"internal/serve/demo":                   {"internal/github", "internal/github/credential", "internal/github/githubtest", "internal/github/githubtest/body", "internal/pat", "internal/serve/webhook", "examples"},                                                   // credential: the key of its App is a secret
	"internal/record":                       {"internal/exactjson"},                                                                                                                                                                                                     // the document; knows nothing of proxies
	"internal/record/authority":             {},                                                                                                                                                                                                                         // certificates; knows nothing of calls
	"internal/serve/notify/message":         {"internal/format", "internal/hcl/subject", "internal/diag", "internal/pat"},
	"examples":                              {}, // files that are linked in
	"internal/record/proxy":                 {"internal/record", "internal/record/authority", "internal/calls/operations", "internal/catalog", "internal/catalog/graphql", "internal/catalog/mask"},
	"internal/record/child":                 {"internal/record"}, // runs a command; knows nothing of the proxy but its address
	"internal/record/recordtest/client":     {},                  // a program of the tests
	"internal/diag":                         {},
	"internal/lazyregexp":                   {},
	"internal/hostile":                      {}, // hostile texts; imported from tests only
	"internal/clocktest":                    {}, // times of a machine that was suspended; imported from tests only
	"internal/mutate":                       {}, // varies the seeds of fuzz targets; imported from tests only
	"internal/pat":                          {},
	"internal/site":                         {"internal/format"}, // the style of pages
	"internal/site/generate":                {"internal/site"},   // a program of its own
	"internal/picture":                      {},                  // draws terminals for the documentation; imported from tests only
}

// documentPackages are the packages that each know one document, from its shape in JSON to
// its page. None imports another.
var documentPackages = []string{
	"internal/report/auditreport", "internal/report/planreport", "internal/report/linkreport",
	"internal/report/templatereport", "internal/report/snapshotreport", "internal/report/diagnosticreport", "internal/report/migratereport",
	"internal/report/testreport",
}

// TestDocumentsAreApart: no document imports another, not even through the map.
func TestDocumentsAreApart(t *testing.T) {
	for _, dir := range documentPackages {
		for _, other := range packageMap[dir] {
			if slices.Contains(documentPackages, other) {
				t.Errorf("the map lets %s import %s", dir, other)
			}
		}
	}
}

func TestPackageMap(t *testing.T) {
	for _, f := range goFiles(t) {
		dir := path.Dir(f)
		if _, known := packageMap[entryOf(dir)]; !known {
			t.Errorf("%s: the package %s is not in the map", f, dir)
			continue
		}
		for _, imported := range importsOf(t, f) {
			local, ours := strings.CutPrefix(imported, modulePath+"/")
			if slices.Contains(forAll, local) {
				continue
			}
			if slices.Contains(forTests, local) && strings.HasSuffix(f, "_test.go") {
				continue
			}
			tested := strings.HasSuffix(f, "_test.go") && (dir == "cmd/patctl" || slices.Contains(importedByTests[dir], local))
			if ours && !tested && !mayImport(dir, local) {
				t.Errorf("%s: %s must not import %s", f, dir, local)
			}
		}
	}
}

// forAll are packages that every package may import: they know nothing.
var forAll = []string{"internal/lazyregexp"}

// forTests are packages that every test may import, and nothing else.
var forTests = []string{"internal/github/githubtest/checked", "internal/github/githubtest/invented", "internal/hostile", "internal/mutate", "internal/clocktest", "internal/cli/clitest", "internal/format/formattest", "internal/report/auditreport/audittest", "internal/calls/program/programtest"}

// importedByTests are packages above one that only its external tests import.
var importedByTests = map[string][]string{
	"internal/hcl/schema":            {"internal/hcl", "internal/testcase", "internal/diag"},                 // held against what reads files by it
	"internal/lsp/assist":            {"internal/hcl/functions", "internal/hcl/budget", "internal/hcl/tree"}, // what is shown, against what is called
	"internal/report/comparison":     {"internal/report/auditreport", "internal/audit"},                      // the document that it is a section of
	"internal/report/auditreport":    {"internal/github", "internal/catalog"},
	"internal/report/planreport":     {"internal/catalog"},
	"internal/report/linkreport":     {"internal/hcl", "internal/catalog"},
	"internal/report/testreport":     {"internal/audit", "internal/check/linkcheck", "internal/hcl"},
	"internal/report/templatereport": {"internal/plan"},
	"internal/catalog/library":       {"internal/catalog"}, // the endpoints that its methods name must exist
	"internal/catalog/scope":         {"internal/catalog"},
	"internal/adopt":                 {"internal/overlay", "internal/github/githubtest/invented"},
	"internal/github/githubtest":     {"internal/github/githubtest/contract", "internal/github/githubtest/invented"},                                // every call of it has a route
	"internal/migrate":               {"internal/adopt", "internal/check", "internal/hcl", "internal/overlay", "internal/prefill", "internal/diag"}, // what it proposes has to load
	"internal/lsp/language":          {"internal/check", "internal/hcl", "internal/testcase"},                                                       // a rename keeps what a configuration means
	"internal/serve/postgres":        {"internal/serve/reviewer"},                                                                                   // which declares what it keeps
	"internal/hcl":                   {"internal/check"},                                                                                            // what a value means is known only once it is checked
}

// entryOf is the entry of the map for a package: its own, or that of its folder.
func entryOf(dir string) string {
	if _, own := packageMap[dir]; own {
		return dir
	}
	return path.Dir(dir) + "/*"
}

func mayImport(dir, other string) bool {
	if dir == other { // an external test of its own package
		return true
	}
	return slices.ContainsFunc(packageMap[entryOf(dir)], func(allowed string) bool {
		return allowed == other || allowed == path.Dir(other)+"/*"
	})
}

// TestOneHCLPerFile keeps the two packages called hcl apart, so that neither
// needs another name.
func TestOneHCLPerFile(t *testing.T) {
	for _, f := range goFiles(t) {
		imports := importsOf(t, f)
		if slices.Contains(imports, modulePath+"/internal/hcl") && slices.Contains(imports, "github.com/hashicorp/hcl/v2") {
			t.Errorf("%s imports both internal/hcl and hashicorp's hcl", f)
		}
	}
}

const moduleRoot = "../.."

// goFiles returns the Go files of the module, relative to its root.
func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(moduleRoot, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && name != moduleRoot && (base == "testdata" || strings.HasPrefix(base, ".")) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(base, ".go") {
			rel, err := filepath.Rel(moduleRoot, name)
			if err != nil {
				return err
			}
			files = append(files, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(moduleRoot, filepath.FromSlash(file)), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imports []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, imported)
	}
	return imports
}
