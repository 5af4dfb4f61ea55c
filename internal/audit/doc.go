// Package audit judges the requests and tokens of organizations against the
// templates of a configuration: verdicts, and findings that say why. It is
// pure: it reads nothing, calls nothing and has no clock of its own, so that
// the same configuration and snapshot give the same audit at any time.
package audit
