// Package metrics gives Prometheus figures about a server.
package metrics

import (
	_ "github.com/prometheus/client_golang/prometheus/promhttp"
)
