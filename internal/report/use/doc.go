// Package use is what reports show of the use of tokens: what a log shows of each token, and
// of the tokens of each template.
package use
