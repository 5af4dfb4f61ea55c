// Package proxy is an HTTP proxy on loopback that notes each call to GitHub in a
// record and passes it on unchanged. Connections to other hosts are tunneled, and
// not looked at.
package proxy
