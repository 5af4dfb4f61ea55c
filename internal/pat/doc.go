// Package pat holds the values that all other packages use: a
// permission and its level, a template, a subject that is judged, the
// built-in rules. It reads nothing, prints nothing and decides nothing.
package pat
