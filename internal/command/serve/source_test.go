package serve

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/hcl"
)

// TestTimes: --interval wins over the block, and a default of max_age follows it.
func TestTimes(t *testing.T) {
	for name, test := range map[string]struct {
		block            string
		flag             time.Duration
		interval, maxAge time.Duration
	}{
		"nothing is set":                     {"", 0, 10 * time.Minute, 30 * time.Minute},
		"an empty block":                     {"serve {}", 0, 10 * time.Minute, 30 * time.Minute},
		"the flag alone":                     {"", time.Hour, time.Hour, 3 * time.Hour},
		"the flag with an empty block":       {"serve {}", time.Hour, time.Hour, 3 * time.Hour},
		"the flag with an interval":          {`serve { interval = "20m" }`, time.Hour, time.Hour, 3 * time.Hour},
		"an interval":                        {`serve { interval = "20m" }`, 0, 20 * time.Minute, time.Hour},
		"max_age":                            {`serve { max_age = "45m" }`, 0, 10 * time.Minute, 45 * time.Minute},
		"a flag that is longer than max_age": {`serve { max_age = "45m" }`, time.Hour, time.Hour, time.Hour},
	} {
		cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(test.block)}}, ".", hcl.Options{})
		if diags.HasErrors() {
			t.Fatalf("%s: %v", name, diags)
		}
		o := options{interval: test.flag}
		if interval, maxAge := o.times(cfg.Serve); interval != test.interval || maxAge != test.maxAge {
			t.Errorf("%s: interval %s and max_age %s, want %s and %s", name, interval, maxAge, test.interval, test.maxAge)
		}
	}
}
