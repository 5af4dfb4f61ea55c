// Package linkreport is the document of the links in a project's files: text, JSON,
// SARIF and the commands of GitHub's workflows.
package linkreport
