// Package diagnosticreport is the document of what is wrong with a configuration,
// as patctl validate writes it: the diagnostics in the shape of Terraform's JSON,
// as text, as workflow commands, as SARIF, and as JUnit's XML.
package diagnosticreport
