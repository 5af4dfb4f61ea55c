// Package reading is what all readers of calls have in common: the calls that a
// text holds, with their places, and what could not be read. It reads nothing
// itself.
package reading
