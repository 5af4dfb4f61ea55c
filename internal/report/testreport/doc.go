// Package testreport is the document of a run of test cases: text, JSON, JUnit's XML, and the
// commands of GitHub's workflows.
package testreport
