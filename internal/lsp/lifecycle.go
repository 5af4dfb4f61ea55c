package lsp

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/creachadair/jrpc2"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// capabilities are what a client can do.
type capabilities struct {
	Window struct {
		ShowDocument struct {
			Support bool `json:"support"`
		} `json:"showDocument"`
	} `json:"window"`
	Workspace struct {
		DidChangeWatchedFiles struct {
			DynamicRegistration bool `json:"dynamicRegistration"`
		} `json:"didChangeWatchedFiles"`
	} `json:"workspace"`
}

type initializeParams struct {
	Capabilities     capabilities `json:"capabilities"`
	RootURI          string       `json:"rootUri"`
	WorkspaceFolders []struct {
		URI string `json:"uri"`
	} `json:"workspaceFolders"`
}

type object = map[string]any

func (s *Server) initialize(_ context.Context, p initializeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase, s.client = running, p.Capabilities
	for _, folder := range p.WorkspaceFolders {
		if dir, ok := pathOf(folder.URI); ok {
			s.folders = append(s.folders, dir)
		}
	}
	if dir, ok := pathOf(p.RootURI); ok && len(s.folders) == 0 {
		s.folders = append(s.folders, dir)
	}
	return object{
		"serverInfo":   object{"name": "patctl", "version": s.opts.Version},
		"capabilities": offered(),
	}, nil
}

// offered is what the server can do.
func offered() object {
	const incremental = 2 // a change is a range and its new text
	return object{
		"positionEncoding":           "utf-16",
		"textDocumentSync":           object{"openClose": true, "change": incremental, "save": true},
		"completionProvider":         object{"triggerCharacters": []string{".", `"`, "=", "{", " "}},
		"hoverProvider":              true,
		"signatureHelpProvider":      object{"triggerCharacters": []string{"(", ","}},
		"definitionProvider":         true,
		"referencesProvider":         true,
		"renameProvider":             object{"prepareProvider": true},
		"documentSymbolProvider":     true,
		"workspaceSymbolProvider":    true,
		"documentFormattingProvider": true,
		"documentLinkProvider":       object{"resolveProvider": false},
		"codeActionProvider":         object{"codeActionKinds": []string{"quickfix"}},
		"codeLensProvider":           object{"resolveProvider": false},
		"inlayHintProvider":          true,
		"executeCommandProvider":     object{"commands": []string{analysis.OpenLink}},
		"semanticTokensProvider": object{
			"legend": object{"tokenTypes": language.TokenTypes, "tokenModifiers": language.TokenModifiers},
			"full":   true,
		},
	}
}

// initialized asks the client to report files that others change.
func (s *Server) initialized(ctx context.Context, _ json.RawMessage) (any, error) {
	s.mu.Lock()
	watches := s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.mu.Unlock()
	if !watches {
		return nil, nil
	}
	var watchers []object
	for _, suffix := range filename.Suffixes {
		watchers = append(watchers, object{"globPattern": "**/*" + suffix})
	}
	go func() { // the client may answer only after it has sent more
		_, err := s.rpc.Callback(ctx, "client/registerCapability", object{"registrations": []object{{
			"id": "files", "method": "workspace/didChangeWatchedFiles", "registerOptions": object{"watchers": watchers},
		}}})
		if err != nil {
			s.opts.Log.Debug("register", "error", err)
		}
	}()
	return nil, nil
}

func (s *Server) shutdown(context.Context, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	return nil, nil
}

func (s *Server) exit(context.Context, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != shutDown {
		s.phase = exited
	}
	go s.stop() // it waits for this handler
	return nil, nil
}

// cancel ends a request that is still running.
func (s *Server) cancel(_ context.Context, p struct {
	ID json.RawMessage `json:"id"`
}) (any, error) {
	s.rpc.CancelRequest(string(p.ID))
	return nil, nil
}

// executeCommand opens a link that fills GitHub's form in.
func (s *Server) executeCommand(ctx context.Context, p struct {
	Command   string   `json:"command"`
	Arguments []string `json:"arguments"`
}) (any, error) {
	if p.Command != analysis.OpenLink || len(p.Arguments) != 1 {
		return nil, jrpc2.Errorf(jrpc2.InvalidParams, "the command is %s with a link", analysis.OpenLink)
	}
	link := p.Arguments[0]
	parsed, err := prefill.Parse(link, catalog.Default())
	if err != nil || !plainLink(link) || parsed.Host != pat.DefaultHost && !strings.HasSuffix(parsed.Host, ".ghe.com") {
		return nil, jrpc2.Errorf(jrpc2.InvalidParams, "the link does not lead to GitHub's form for a token")
	}
	s.mu.Lock()
	shows := s.client.Window.ShowDocument.Support
	s.mu.Unlock()
	if !shows {
		s.tell(ctx, "window/showMessage", object{"type": messageInfo, "message": link})
		return nil, nil
	}
	_, err = s.rpc.Callback(ctx, "window/showDocument", object{"uri": link, "external": true})
	return nil, err
}

// plainLink reports whether a link is encrypted, and has only what can be in a link, as those that
// patctl makes: a program that opens links could take more for something else.
func plainLink(link string) bool {
	return strings.HasPrefix(link, "https://") && !strings.ContainsFunc(link, func(c rune) bool {
		return c <= ' ' || c > '~' || strings.ContainsRune("\"'<>\\^`{|}", c)
	})
}
