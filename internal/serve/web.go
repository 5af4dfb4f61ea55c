package serve

import (
	"context"
	"net/http"

	"github.com/patctl/patctl/internal/serve/page"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// web returns the server of all routes.
func (s *Server) web() *http.Server {
	return webhook.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.current.Load().ServeHTTP(w, r)
	}), s.Log)
}

// routes returns the routes with the secrets of a configuration.
func (s *Server) routes(c *Configuration) (*http.ServeMux, error) {
	deliveries, err := webhook.New(webhook.Config{
		Secrets: c.Secrets, Known: s.force.lookup, Add: s.arrived, Now: s.Now, Observe: s.Metrics.Delivery, Log: s.Log,
	})
	if err != nil {
		return nil, err
	}
	routes := http.NewServeMux()
	routes.Handle("/webhook", deliveries)
	routes.HandleFunc("GET /healthz", serveHealth)
	routes.HandleFunc("GET /readyz", s.serveReady)
	routes.Handle("GET /metrics", page.Guard(c.Token, s.Metrics.Handler()))
	routes.Handle("/", page.Handler(page.Options{Token: c.Token, Page: s.page, Failed: func(err error) {
		s.Log.Error("the status page could not be shown", "error", err)
	}}))
	return routes, nil
}

// page returns what the status page shows.
func (s *Server) page(ctx context.Context) (page.Page, error) {
	ctx, cancel := context.WithTimeout(ctx, storeTimeout)
	defer cancel()
	known, err := s.configured(ctx)
	if err != nil {
		return page.Page{}, err
	}
	now := s.force.state()
	ready := readinessOf(now, completeAt(known), s.Now())
	out := page.Page{
		Now: s.Now(), Version: s.Version, Host: s.Host, Acting: s.Act, Queue: s.Queue.Depth(), Organizations: known,
		Configuration: page.Configuration{LoadedAt: now.loadedAt}, Readiness: page.Readiness{OK: ready.ready, Reasons: ready.notes},
	}
	if now.failure != nil {
		out.Configuration.Failure = now.failure.Error()
	}
	return out, nil
}
