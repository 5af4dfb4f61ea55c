// Package apply carries out the reviews of a plan: it reads again what they are
// about, leaves alone what is not as it was planned, asks GitHub for the rest in
// few calls, and reads once more what took effect. It is the one package that
// acts.
//
// It decides nothing: what a review is, and what of it is allowed, is the plan's.
// It writes no file but through the Journal that it is given, and makes no call
// but through the GitHub that it is given.
package apply
