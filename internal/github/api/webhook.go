package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/exactjson"
)

// requestEvent is the event that GitHub sends about requests for tokens.
//
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#personal_access_token_request
const requestEvent = "personal_access_token_request"

// DiagnoseWebhook checks whether the App's webhook tells patctl serve of requests: how it is
// configured, whether the App is subscribed to the event, and whether deliveries arrive. It
// reads no secret, and changes nothing. Call it after a Diagnose that found the identity right.
//
// GitHub does not tell whether the webhook is active.
func (c *Client) DiagnoseWebhook(ctx context.Context) []Check {
	if c.app == nil {
		return []Check{{"webhook", "", CheckSkipped, "Only a GitHub App has a webhook that can be checked, and these credentials are a token. Set GITHUB_APP_ID and GITHUB_APP_PEM_FILE."}}
	}
	hook := c.checkHook(ctx)
	if hook.Status == CheckSkipped {
		return []Check{hook}
	}
	return []Check{hook, c.checkEvents(ctx), c.checkDeliveries(ctx)}
}

// hookConfig is the configuration of an App's webhook.
//
// https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app
type hookConfig struct {
	URL         string          `json:"url"`
	ContentType string          `json:"content_type"`
	Secret      string          `json:"secret"`       // hidden by asterisks; "": there is none
	InsecureSSL json.RawMessage `json:"insecure_ssl"` // "0", "1", or such a number
}

func (c *Client) checkHook(ctx context.Context) Check {
	var hook hookConfig
	err := c.readApp(ctx, "app/hook/config", &hook)
	var answered *gh.ErrorResponse
	switch {
	case errors.As(err, &answered) && answered.Response != nil && answered.Response.StatusCode == http.StatusNotFound:
		return Check{"webhook", "", CheckProblem, "GitHub answered 404: the App has no webhook. " + setHook}
	case err != nil:
		return Check{"webhook", "", CheckProblem, c.explain(err, reading{})}
	}
	problems := hook.problems()
	if len(problems) == 0 {
		return Check{"webhook", "", CheckOK, "GitHub sends deliveries to " + hook.address() + ". The content type is JSON, certificates are verified, and a secret is set."}
	}
	where := "GitHub sends deliveries to " + hook.address() + ". "
	if hook.URL == "" {
		where = ""
	}
	return Check{"webhook", "", CheckProblem, where + strings.Join(problems, " ")}
}

const setHook = `In the settings of the App, under "Webhook", select "Active", and set the webhook URL to the address of patctl serve with the path /webhook.`

// problems are whole sentences on what is wrong with the webhook, each with what to do.
func (h *hookConfig) problems() []string {
	if h.URL == "" {
		return []string{"The webhook has no URL. " + setHook}
	}
	var out []string
	if u, err := url.Parse(h.URL); err != nil || u.Host == "" {
		out = append(out, "The webhook URL is not valid. "+setHook)
	} else if u.Scheme != "https" {
		out = append(out, "The webhook URL does not begin with https://, so deliveries can be read on their way. Use HTTPS.")
	}
	if !strings.EqualFold(h.ContentType, "json") { // without one, GitHub's default is form
		out = append(out, `The content type is not JSON, and patctl serve does not read forms. In the settings of the App, select the content type "application/json".`)
	}
	if verify := strings.Trim(string(h.InsecureSSL), `"`); verify != "0" && verify != "" && verify != "null" {
		out = append(out, `GitHub does not verify the certificate of the server. In the settings of the App, select "Enable SSL verification".`)
	}
	if h.Secret == "" {
		out = append(out, "The webhook has no secret, so deliveries are not signed, and patctl serve rejects them. Set the same secret in the settings of the App and for patctl serve.")
	}
	return out
}

// address is the URL without what can be a credential.
func (h *hookConfig) address() string {
	u, err := url.Parse(h.URL)
	if err != nil || u.Host == "" {
		return "an address that is not a URL"
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return shown.String() + " (user, password, and query are not shown)"
	}
	return shown.String()
}

func (c *Client) checkEvents(ctx context.Context) Check {
	var app struct {
		Events []string `json:"events"`
	}
	if err := c.readApp(ctx, "app", &app); err != nil {
		return Check{"events", "", CheckProblem, c.explain(err, reading{})}
	}
	if !slices.Contains(app.Events, requestEvent) {
		return Check{"events", "", CheckProblem, "The App is not subscribed to the event " + requestEvent +
			`. In the settings of the App, under "Permissions & events", select "Personal access token request". The App needs read access to "Personal access token requests" for that.`}
	}
	return Check{"events", "", CheckOK, "The App is subscribed to the event " + requestEvent + "."}
}

// readApp makes a call as the App itself, and reads its whole answer.
func (c *Client) readApp(ctx context.Context, path string, into any) error {
	req, err := c.app.request(path)
	if err != nil {
		return err
	}
	var data bytes.Buffer
	resp, err := c.app.api.Do(ctx, req, &data)
	if err == nil {
		err = wholeAnswer(resp.Response)
	}
	if err == nil {
		if err = exactjson.Unmarshal(data.Bytes(), into); err != nil {
			err = fmt.Errorf("read GitHub's response: %w", err)
		}
	}
	return err
}
