// Package breakdown is the section of an audit that counts it by rule, template, owner, and
// organization.
package breakdown
