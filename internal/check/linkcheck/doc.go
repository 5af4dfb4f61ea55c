// Package linkcheck checks links to GitHub's form as templates are checked, says
// what can be put right in them without a choice, and what a link to the form for
// classic tokens asks for.
package linkcheck
