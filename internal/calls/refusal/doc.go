// Package refusal finds the calls that GitHub refused, in what it and its clients
// say of a refusal: messages, headers, bodies of answers, errors of several lines.
package refusal
