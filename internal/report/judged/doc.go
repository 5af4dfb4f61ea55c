// Package judged has the shapes of requests and tokens that were judged, as
// documents hold them: subjects and findings, gaps, selections and counts, and what
// describes a rule. It decides nothing.
package judged
