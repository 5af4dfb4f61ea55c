// Command client calls GitHub in ways that programs in Go do. The tests of record run it.
package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/cli/go-gh/v2/pkg/api"
	"github.com/cli/go-gh/v2/pkg/config"
)

func main() {
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(way string, args []string) error {
	switch way {
	case "http":
		return get(http.DefaultClient, args[0])
	case "http1":
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.ForceAttemptHTTP2 = false
		transport.TLSClientConfig = &tls.Config{NextProtos: []string{"http/1.1"}}
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
		return get(&http.Client{Transport: transport}, args[0])
	case "direct": // to an address, whatever the environment says
		transport := &http.Transport{
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, args[1])
			},
		}
		return get(&http.Client{Transport: transport}, args[0])
	case "go-gh":
		client, err := api.NewRESTClient(api.ClientOptions{Host: "github.com", AuthToken: os.Getenv("SECRET")})
		if err != nil {
			return err
		}
		return client.Post("repos/octo-org/api/issues", strings.NewReader(`{"title":"body-secret"}`), &struct{}{})
	case "go-gh-login": // as "gh auth login" does where there is no keyring
		settings, err := config.Read(nil)
		if err != nil {
			return err
		}
		settings.Set([]string{"hosts", "github.com", "oauth_token"}, os.Getenv("SECRET"))
		return config.Write(settings)
	case "go-gh-settings":
		settings, err := config.Read(nil)
		if err != nil {
			return err
		}
		settings.Set([]string{"editor"}, "vim")
		return config.Write(settings)
	case "crowd": // many connections that say nothing, before a call
		return crowd(args[0], 60)
	case "go-gh-graphql":
		client, err := api.NewGraphQLClient(api.ClientOptions{Host: "github.com", AuthToken: os.Getenv("SECRET")})
		if err != nil {
			return err
		}
		return client.Do(`query { repository(owner: "octo-org", name: "api") { name } }`, nil, &struct{}{})
	}
	return fmt.Errorf("unknown way %s", way)
}

// crowd opens connections to the proxy, as many as the system lets it, and makes a call while
// they are open.
func crowd(address string, most int) error {
	proxy, err := url.Parse(os.Getenv("HTTPS_PROXY"))
	if err != nil {
		return err
	}
	var open []net.Conn
	for range most {
		conn, err := net.Dial("tcp", proxy.Host)
		if err != nil {
			break
		}
		open = append(open, conn)
	}
	const forCall = 8 // files that the call needs
	for _, conn := range open[max(0, len(open)-forCall):] {
		_ = conn.Close()
	}
	open = open[:max(0, len(open)-forCall)]
	called := make(chan error, 1)
	go func() { called <- get(http.DefaultClient, address) }()
	for _, conn := range open {
		_ = conn.Close()
	}
	return <-called
}

func get(client *http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}
