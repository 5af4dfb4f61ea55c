// Package formattest has what the tests of documents share: hostile texts, golden
// files, what every page has to hold, and a browser. Only tests import it.
package formattest
