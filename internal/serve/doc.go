// Package serve is the server that looks at organizations when GitHub says that something
// happened in them, and every so often anyway. It is level-triggered: a delivery says where to
// look, and what is done follows from what is read then.
//
// The package puts parts together: deliveries come in by serve/webhook, a queue hands out
// looks, a reviewer makes them, and what they found goes to the metrics, the status page, and
// the notifications. How a configuration is loaded, and what is kept where, is handed in.
package serve
