package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/lsp/filename"
)

// languageOf are the file names that the language server reads, by how they end, and
// the language IDs that editors use for them.
var languageOf = map[string]string{
	".pat.hcl": "patctl", ".pattest.hcl": "patctl-test", ".patvars": "patctl-vars",
	".pat.json": "json", ".patvars.json": "json",
}

// hclLanguages are those of an editor that knows files in JSON as JSON.
var hclLanguages = map[string]string{".pat.hcl": "patctl", ".pattest.hcl": "patctl-test", ".patvars": "patctl-vars"}

// serverCommand starts the language server.
var serverCommand = []string{"patctl", "lsp"}

func editorFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot, "editors", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// editorTOML decodes a file into a shape, and reports names that the shape lacks.
func editorTOML(t *testing.T, name string, shape any) {
	t.Helper()
	meta, err := toml.Decode(editorFile(t, name), shape)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, key := range meta.Undecoded() {
		t.Errorf("%s: %s is no setting that this editor is known to have", name, key)
	}
}

func sameLanguages(t *testing.T, want, got map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("file names and language IDs (-patctl +editor):\n%s", diff)
	}
}

// helixLanguage is a language in the languages.toml of Helix.
type helixLanguage struct {
	Name               string
	Scope              string
	Grammar            string
	FileTypes          []struct{ Glob string }     `toml:"file-types"`
	LanguageID         string                      `toml:"language-id"`
	LanguageServers    []string                    `toml:"language-servers"`
	CommentToken       string                      `toml:"comment-token"`
	BlockCommentTokens struct{ Start, End string } `toml:"block-comment-tokens"`
	Indent             struct {
		TabWidth int `toml:"tab-width"`
		Unit     string
	}
	AutoFormat bool `toml:"auto-format"`
}

func TestHelixFiles(t *testing.T) {
	var settings struct {
		LanguageServer map[string]struct {
			Command string
			Args    []string
		} `toml:"language-server"`
		Language []helixLanguage
	}
	editorTOML(t, "helix/languages.toml", &settings)
	server := settings.LanguageServer["patctl"]
	if diff := cmp.Diff(serverCommand, append([]string{server.Command}, server.Args...)); diff != "" {
		t.Error(diff)
	}
	languages := map[string]string{}
	for _, l := range settings.Language {
		for _, file := range l.FileTypes {
			languages[strings.TrimPrefix(file.Glob, "*")] = l.LanguageID
		}
		if !slices.Contains(l.LanguageServers, "patctl") || l.Scope == "" {
			t.Errorf("%+v", l)
		}
		// Helix looks for the queries of a language by its name, not by its grammar.
		for _, query := range []string{"highlights", "indents", "injections", "textobjects"} {
			if text := editorFile(t, "helix/queries/"+l.Name+"/"+query+".scm"); text != "; inherits: "+l.Grammar+"\n" {
				t.Errorf("%s %s: %s", l.Name, query, text)
			}
		}
	}
	sameLanguages(t, languageOf, languages)
}

func TestZedFiles(t *testing.T) {
	var extension struct {
		ID, Name, Description, Version, Repository string
		SchemaVersion                              int `toml:"schema_version"`
		Authors                                    []string
		LanguageServers                            map[string]struct {
			Name        string
			Languages   []string
			LanguageIDs map[string]string `toml:"language_ids"`
		} `toml:"language_servers"`
		Grammars map[string]struct{ Repository, Commit string }
	}
	editorTOML(t, "zed/extension.toml", &extension)
	server := extension.LanguageServers["patctl"]
	var names []string
	languages := map[string]string{}
	for _, dir := range []string{"patctl", "patctl-test", "patctl-vars"} {
		var config struct {
			Name, Grammar   string
			PathSuffixes    []string `toml:"path_suffixes"`
			LineComments    []string `toml:"line_comments"`
			BlockComment    []string `toml:"block_comment"`
			AutocloseBefore string   `toml:"autoclose_before"`
			TabSize         int      `toml:"tab_size"`
			WordCharacters  []string `toml:"word_characters"`
			Brackets        []struct {
				Start, End     string
				Close, Newline bool
				NotIn          []string `toml:"not_in"`
			}
		}
		editorTOML(t, "zed/languages/"+dir+"/config.toml", &config)
		names = append(names, config.Name)
		for _, suffix := range config.PathSuffixes {
			languages["."+suffix] = server.LanguageIDs[config.Name]
		}
		if commit := extension.Grammars[config.Grammar].Commit; !regexp.MustCompile(`^[0-9a-f]{40}$`).MatchString(commit) {
			t.Errorf("the grammar %s is at the commit %q", config.Grammar, commit)
		}
		// Zed has no inheritance of queries: the languages have copies of one text.
		for _, query := range []string{"highlights", "brackets", "indents"} {
			if editorFile(t, "zed/languages/"+dir+"/"+query+".scm") != editorFile(t, "zed/languages/patctl/"+query+".scm") {
				t.Errorf("%s of %s differs from the one of patctl", query, dir)
			}
		}
		editorFile(t, "zed/languages/"+dir+"/outline.scm")
	}
	sameLanguages(t, hclLanguages, languages)
	if diff := cmp.Diff(names, server.Languages); diff != "" {
		t.Errorf("languages of the server: %s", diff)
	}
	var crate struct {
		Package struct {
			Name, Version, Edition, License string
			Publish                         bool
		}
		Lib struct {
			Path      string
			CrateType []string `toml:"crate-type"`
		}
		Dependencies map[string]string
	}
	editorTOML(t, "zed/Cargo.toml", &crate)
	source := editorFile(t, "zed/"+crate.Lib.Path)
	if crate.Package.Version != extension.Version || !strings.Contains(source, `which("patctl")`) || !strings.Contains(source, `vec!["lsp".to_string()]`) {
		t.Errorf("%s %s:\n%s", crate.Package.Version, extension.Version, source)
	}
}

func TestJetBrainsFiles(t *testing.T) {
	var template struct {
		ID, Name            string
		ProgramArgs         map[string]string
		ExpandConfiguration bool
		FileTypeMappings    []struct {
			FileType struct {
				Name     string
				Patterns []string
			}
			LanguageID string
		}
	}
	decoder := json.NewDecoder(strings.NewReader(editorFile(t, "jetbrains/patctl/template.json")))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&template); err != nil {
		t.Fatal(err)
	}
	languages := map[string]string{}
	for _, mapping := range template.FileTypeMappings {
		for _, pattern := range mapping.FileType.Patterns {
			languages[strings.TrimPrefix(pattern, "*")] = mapping.LanguageID
		}
	}
	sameLanguages(t, languageOf, languages)
	want := map[string]string{"default": "patctl lsp", "windows": "patctl.exe lsp"}
	if diff := cmp.Diff(want, template.ProgramArgs); diff != "" {
		t.Error(diff)
	}
}

func TestVSCodeFiles(t *testing.T) {
	var extension struct {
		Contributes struct {
			Languages []struct {
				ID         string
				Extensions []string
			}
			Grammars []struct{ Language, Path string }
		}
	}
	if err := json.Unmarshal([]byte(editorFile(t, "vscode/package.json")), &extension); err != nil {
		t.Fatal(err)
	}
	languages := map[string]string{}
	for _, l := range extension.Contributes.Languages {
		for _, suffix := range l.Extensions {
			languages[suffix] = l.ID
		}
	}
	sameLanguages(t, hclLanguages, languages)
	// JetBrains IDEs read the grammars of this directory as a TextMate bundle.
	for _, grammar := range extension.Contributes.Grammars {
		editorFile(t, "vscode/"+grammar.Path)
	}
}

// TestEditorSuffixes: editors start the server for what it reads.
func TestEditorSuffixes(t *testing.T) {
	names := slices.Sorted(maps.Keys(languageOf))
	if diff := cmp.Diff(slices.Sorted(slices.Values(filename.Suffixes)), names); diff != "" {
		t.Errorf("file names (-server +editors):\n%s", diff)
	}
}

// TestEditorPatterns: the files of Neovim and Emacs, which are programs, have each file
// name and language. What they do with them is in TestNeovimFiles and TestEmacsFiles.
func TestEditorPatterns(t *testing.T) {
	neovim := editorFile(t, "neovim/ftdetect/patctl.vim")
	plugin := editorFile(t, "neovim/lua/patctl.lua")
	emacs := editorFile(t, "emacs/patctl-mode.el")
	for suffix, id := range hclLanguages {
		if want := "*" + suffix + " set filetype=" + id + "\n"; !strings.Contains(neovim, want) {
			t.Errorf("Neovim has no %s", want)
		}
		if want := `("` + strings.ReplaceAll(suffix, ".", `\\.`) + `\\'" . ` + id + `-mode)`; !strings.Contains(emacs, want) {
			t.Errorf("Emacs has no %s", want)
		}
		if want := `:language-id "` + id + `"`; !strings.Contains(emacs, want) {
			t.Errorf("Emacs has no %s", want)
		}
	}
	for suffix, id := range languageOf {
		if want := `['` + strings.ReplaceAll(suffix, ".", "%.") + `$'] = '` + id + `'`; !strings.Contains(plugin, want) {
			t.Errorf("Neovim has no %s", want)
		}
	}
	for text, want := range map[string]string{plugin: "cmd = { 'patctl', 'lsp' }", emacs: `'("patctl" "lsp")`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
}
