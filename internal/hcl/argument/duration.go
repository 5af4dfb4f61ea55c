package argument

import (
	"fmt"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// Duration reads a duration, such as "10m", as time.ParseDuration does.
func (r *Reader) Duration(name string) (d time.Duration, known bool) {
	text := r.Text(name)
	if !r.Args.Known(name) {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		r.report(diag.Error(r.At(name), "invalid-duration", "Invalid duration",
			fmt.Sprintf("The argument %q requires a number with a unit, such as \"90s\", \"10m\", or \"1h30m\", and %q is not a duration.", name, text)))
		r.Unset(name)
		return 0, false
	}
	return d, true
}

// ShortDuration writes a duration as people do: 10m rather than 10m0s.
func ShortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
