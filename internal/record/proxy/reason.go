package proxy

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"
)

// reason says why a host or a proxy did not answer, without what they sent, and without the
// address of the proxy, which may have a password.
func reason(err error) string {
	var (
		lookUp  *net.DNSError
		refused proxyRefused
		number  syscall.Errno
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		timeout net.Error
	)
	switch {
	case errors.As(err, &refused):
		return refused.Error()
	case errors.As(err, &lookUp):
		return "the name could not be resolved"
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid):
		return "the certificate is not trusted"
	case errors.As(err, &number):
		return number.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "it took too long"
	case strings.HasPrefix(err.Error(), "socks "):
		return "the SOCKS proxy did not connect"
	}
	return "the connection ended, or the answer could not be read"
}
