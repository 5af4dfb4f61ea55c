package child

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.yaml.in/yaml/v3"
)

// writeGHConfig writes a configuration for gh that is the user's, but sends all calls to
// the socket of the proxy. Whom gh signs in as stays in the user's own files.
func (d *Directory) writeGHConfig(s Settings) error {
	if !found(s.Environ, "gh") && s.Environ.Get("GH_CONFIG_DIR") == "" {
		return nil
	}
	source := s.pathOf(ghConfigOf(s.Environ))
	config, err := ghSettings(filepath.Join(source, "config.yml"), d.SocketPath())
	if err != nil {
		return err
	}
	d.ghConfig = filepath.Join(d.path, "gh")
	if err := os.Mkdir(d.ghConfig, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.ghConfig, "config.yml"), config, 0o600); err != nil {
		return err
	}
	return linkHosts(filepath.Join(source, "hosts.yml"), filepath.Join(d.ghConfig, "hosts.yml"))
}

// ghConfigOf is the directory of gh's configuration.
//
// https://cli.github.com/manual/gh_help_environment
func ghConfigOf(e Environ) string {
	switch {
	case e.Get("GH_CONFIG_DIR") != "":
		return e.Get("GH_CONFIG_DIR")
	case e.Get("XDG_CONFIG_HOME") != "":
		return filepath.Join(e.Get("XDG_CONFIG_HOME"), "gh")
	case runtime.GOOS == "windows" && e.Get("AppData") != "":
		return filepath.Join(e.Get("AppData"), "GitHub CLI")
	}
	return filepath.Join(e.First("HOME", "USERPROFILE"), ".config", "gh")
}

// ghSettings are the settings of a file, which may not exist, with the socket.
func ghSettings(file, socket string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the configuration of gh: %w", err)
	}
	settings := map[string]any{}
	if err := yaml.Unmarshal(text, &settings); err != nil {
		return nil, fmt.Errorf("read the configuration of gh: %s is not YAML", file)
	}
	if settings == nil {
		settings = map[string]any{}
	}
	settings["http_unix_socket"] = socket
	return yaml.Marshal(settings)
}

// linkHosts lets gh find the accounts, whose tokens may be in the file, where they are. A file
// system without links gets no copy of them.
func linkHosts(file, link string) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := os.Symlink(file, link); err == nil {
		return nil
	}
	if err := os.Link(file, link); err != nil {
		return fmt.Errorf("link the accounts of gh: %w", err)
	}
	return nil
}
