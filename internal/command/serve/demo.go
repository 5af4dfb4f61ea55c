package serve

import (
	"context"
	"fmt"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/serve/demo"
)

// demoToken is the token of the status page in a demonstration, which is on loopback.
const demoToken = "patctl-demonstration"

// runDemo serves the example organization from a GitHub in memory. It needs no network and
// no credentials, and uses none that are there.
func (o *options) runDemo(ctx context.Context, e *cli.Env, v *cli.View) error {
	world, err := demo.Start(e.Now)
	if err != nil {
		return fmt.Errorf("start the demonstration: %w", err)
	}
	defer world.Close() //nolint:errcheck // what is left is in the system's temporary directory
	finished, err := cli.Unfinished.Begin(func() (func(), error) { return func() { _ = world.Close() }, nil })
	if err != nil {
		return err
	}
	defer finished()
	inside := e.Again()
	inside.Hangups = e.Hangups
	inside.Environ = append(world.Environ(e.Environ),
		webhookSecret+"="+world.WebhookSecret.Reveal(), webhookSecret+fileSuffix+"=",
		serveToken+"="+demoToken, serveToken+fileSuffix+"=", databaseURL+"=", databaseURL+fileSuffix+"=")
	inside.Dir, inside.StoredToken, inside.CacheDir = world.Configuration, nil, ""
	inside.Global.Vars, inside.Global.VarFiles = nil, nil
	o.act, o.database = true, ""
	with := setting{arrived: world.Arrived, signals: &e.Signals, ready: func(address string) {
		v.Printf("This demonstration serves the organization %s from a GitHub in memory.\n\n", demo.Organization)
		v.Printf("Status page: http://%s/\n  Any user name, password %s\n\n", address, demoToken)
		v.Printf("To send a delivery, as GitHub does when a member requests a token, run:\n\n  %s\n\n", world.Command("http://"+address))
		v.Printf("Each delivery brings another request, which is reviewed within seconds. The reviews of the\n" +
			"requests that are pending at the start take about 10 seconds, because patctl makes them\n" +
			"one second apart. To stop the server, press Ctrl-C.\n\n")
		v.Stdout.Flush()
	}}
	return o.serve(ctx, inside, v, with)
}
