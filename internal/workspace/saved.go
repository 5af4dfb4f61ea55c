package workspace

import (
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/input"
)

// MaxPlan is the size in bytes from which a file that patctl saved is refused.
const MaxPlan = cli.MaxData

// ReadLimitedFile reads a regular file of at most limit bytes.
func ReadLimitedFile(path string, limit int64) ([]byte, error) {
	return input.ReadFile(path, limit)
}
