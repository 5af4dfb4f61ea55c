// Package migrate proposes fine-grained tokens in the place of classic ones, from the calls
// that a log shows. Scopes are a ceiling, and become no permissions. Each call of a classic
// token is in exactly one place of the result: in the evidence of a template, among the
// calls that need no permission, among those that can't move or are unclear, or among the
// refused ones.
//
// It reads no file, and writes no configuration.
package migrate
