package githubtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/body"
	"github.com/patctl/patctl/internal/pat"
)

// AppID returns the id of the World's App, or 0.
func (h *Handler) AppID() int64 {
	if h.world.App == nil {
		return 0
	}
	return h.world.App.ID
}

func showApp(h *Handler, _ *request) *answer { return jsonAnswer(http.StatusOK, h.app()) }

// app is the App in answers.
func (h *Handler) app() map[string]any {
	app := h.world.App
	return map[string]any{
		"id": app.ID, "slug": app.Slug, "client_id": app.clientID(), "node_id": "A_1", "owner": body.NewUser("octocat"),
		"name": app.Slug, "description": "", "external_url": "https://github.com/" + app.Slug,
		"html_url": "https://github.com/apps/" + app.Slug, "created_at": body.Made, "updated_at": body.Made,
		"permissions": app.Permissions, "events": append([]string{}, app.Events...), "installations_count": len(h.installed()),
	}
}

// installed returns the organizations in which the App is installed.
func (h *Handler) installed() []*Organization {
	var out []*Organization
	for i := range h.world.Organizations {
		if o := &h.world.Organizations[i]; o.Installation != nil {
			out = append(out, o)
		}
	}
	return out
}

func listInstallations(h *Handler, r *request) *answer {
	orgs, enterprises := h.installed(), h.world.App.Enterprises
	return r.list(len(orgs)+len(enterprises), func(i int) element {
		if i < len(orgs) {
			return element{body: body.Marshal(h.installation(orgs[i]))}
		}
		return element{body: body.Marshal(h.onEnterprise(enterprises[i-len(orgs)]))}
	})
}

// onEnterprise is the installation in an enterprise, whose account has no login.
func (h *Handler) onEnterprise(slug string) map[string]any {
	id := body.Number(slug)
	fields := h.installation(&Organization{Login: slug, ID: id, Installation: &Installation{ID: id}})
	address := "https://github.com/enterprises/" + slug
	fields["target_type"], fields["html_url"] = "Enterprise", fmt.Sprintf("%s/settings/installations/%d", address, id)
	fields["account"] = map[string]any{
		"id": id, "node_id": "E_" + slug, "name": slug, "slug": slug, "description": nil, "website_url": nil,
		"html_url": address, "avatar_url": "https://avatars.githubusercontent.com/b/1", "created_at": body.Made, "updated_at": body.Made,
	}
	return fields
}

func organizationInstallation(h *Handler, r *request) *answer {
	if r.org.Installation == nil {
		return errorAnswer(http.StatusNotFound, "Not Found", docApps)
	}
	return jsonAnswer(http.StatusOK, h.installation(r.org))
}

func (h *Handler) installation(org *Organization) map[string]any {
	fields := map[string]any{
		"id": org.Installation.ID, "account": org.user().User(), "repository_selection": "all",
		"access_tokens_url": fmt.Sprintf("%s/app/installations/%d/access_tokens", body.APIURL, org.Installation.ID),
		"repositories_url":  body.APIURL + "/installation/repositories",
		"html_url":          fmt.Sprintf("https://github.com/organizations/%s/settings/installations/%d", org.Login, org.Installation.ID),
		"app_id":            h.world.App.ID, "app_slug": h.world.App.Slug, "client_id": h.world.App.clientID(),
		"target_id": org.ID, "target_type": "Organization", "permissions": org.Installation.permissions(),
		"events": []string{}, "created_at": body.Made, "updated_at": body.Made, "single_file_name": nil,
		"has_multiple_single_files": false, "single_file_paths": []string{}, "suspended_at": nil, "suspended_by": nil,
	}
	if org.Installation.Suspended {
		fields["suspended_at"], fields["suspended_by"] = body.Made, body.NewUser("octocat")
	}
	return fields
}

// permissions is never nil, so that it is an object in an answer.
func (i *Installation) permissions() map[string]string {
	out := map[string]string{}
	maps.Copy(out, i.Permissions)
	return out
}

// issueToken makes an installation token, with fewer permissions where asked.
func issueToken(h *Handler, r *request) *answer {
	org := h.installationByID(r.op.Params["installation_id"])
	if org == nil {
		return errorAnswer(http.StatusNotFound, "Not Found", docApps)
	}
	if org.Installation.Suspended {
		return suspended()
	}
	permissions, ok := narrowed(r.body, org.Installation.permissions())
	if !ok {
		return errorAnswer(http.StatusUnprocessableEntity, "The permissions requested are not granted to this installation.", docApps)
	}
	expires := h.now().Add(time.Duration(h.world.App.TokenLifetime) * time.Second).Truncate(time.Second).UTC()
	token := fmt.Sprintf("ghs_fake%028d", len(h.issued)+1)
	h.issued[token] = Credential{Token: token, Kind: InstallationToken, Organization: org.Login, Permissions: permissions, ExpiresAt: expires}
	h.through[token] = org.Installation.ID
	return jsonAnswer(http.StatusCreated, map[string]any{
		"token": token, "expires_at": expires.Format(time.RFC3339), "permissions": permissions, "repository_selection": "all",
	})
}

func (h *Handler) installationByID(id string) *Organization {
	for _, o := range h.installed() {
		if strconv.FormatInt(o.Installation.ID, 10) == id {
			return o
		}
	}
	return nil
}

// narrowed returns the permissions that a body asks for, if they are granted.
func narrowed(body []byte, granted map[string]string) (map[string]string, bool) {
	var asked struct {
		Permissions map[string]string `json:"permissions"`
	}
	if len(body) > 0 && json.Unmarshal(body, &asked) != nil {
		return nil, false
	}
	if len(asked.Permissions) == 0 {
		return granted, true
	}
	for name, level := range asked.Permissions {
		if !pat.Level(granted[name]).Includes(pat.Level(level)) {
			return nil, false
		}
	}
	return asked.Permissions, true
}
