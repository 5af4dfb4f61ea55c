// Package storm is what tests of a server let loose on it: a fake GitHub whose organizations
// change all the time and whose answers fail, and deliveries that are late, doubled, broken, or
// forged. It keeps account of every review, and compares the end with one run of apply.
package storm
