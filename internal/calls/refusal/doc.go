// Package refusal finds the calls that GitHub refused, in messages, headers, response
// bodies, and errors of several lines that GitHub and its clients print.
package refusal
