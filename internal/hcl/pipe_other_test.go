//go:build !unix

package hcl_test

import "errors"

// makePipe reports that the system has no named pipes.
func makePipe(string) error { return errors.ErrUnsupported }
