// Package transport holds the layers that a call goes through on its way to GitHub,
// from the client down to the wire: cache, limits, retries, authorization,
// accounting, whole answers. Below the authorization alone there is a token. What
// goes through the layers is not known to them.
package transport
