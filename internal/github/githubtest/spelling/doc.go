// Package spelling writes secrets in many ways, and finds them in outputs. It knows
// nothing of how secrets are taken out.
package spelling
