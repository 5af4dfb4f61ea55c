// Package planning puts together what plan shows and apply carries out: the
// configuration, what it is compared with, and the reviews that the requests and
// tokens ask for.
package planning
