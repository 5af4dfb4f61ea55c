// Package tokenrequest reads a request for a token that somebody filed as an
// issue, with an issue form, and makes a template of it. The text is a
// stranger's: each field is checked, and what is wrong with it is reported with
// its line. Nothing in it is evaluated.
//
// The package reads no file and calls nothing. Whether the template goes together
// with a configuration is for package adopt to say.
package tokenrequest
