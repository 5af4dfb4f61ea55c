// Package pat holds the values that every other package speaks of: a
// permission and its level, a template, a subject that is judged, the
// built-in rules. It reads nothing, prints nothing and decides nothing.
package pat
