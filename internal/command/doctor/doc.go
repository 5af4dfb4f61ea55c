// Package doctor is the command doctor: whether patctl can read GitHub, and if not, why.
package doctor
