package child

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

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
	d.ghSettings = config
	if err := os.WriteFile(filepath.Join(d.ghConfig, "config.yml"), config, 0o600); err != nil {
		return err
	}
	return d.linkHosts(source)
}

// GHSettingsChanged reports whether the command has changed the settings of gh, which end with
// the directory.
func (d *Directory) GHSettingsChanged() bool {
	if d.ghConfig == "" {
		return false
	}
	text, err := os.ReadFile(filepath.Join(d.ghConfig, "config.yml"))
	return err == nil && !bytes.Equal(text, d.ghSettings)
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
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) { // the home directory may be a file
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

// hostsFile is the file in which gh keeps accounts, and tokens where there is no keyring.
const hostsFile = "hosts.yml"

// linkHosts lets gh find the accounts where they are, and "gh auth login" write them there: a
// token must not get into a temporary directory. A file system without links gets no copy. If the
// user's directory can't be made, the link leads nowhere: gh finds no accounts, and can't write any.
func (d *Directory) linkHosts(source string) error {
	file, link := filepath.Join(source, hostsFile), filepath.Join(d.ghConfig, hostsFile)
	made, err := makeDirectories(source)
	d.made = made
	if linked := os.Symlink(file, link); linked == nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("link the accounts of gh: %w", err)
	}
	if f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		d.emptyHosts = file
		_ = f.Close()
	}
	if err := os.Link(file, link); err != nil {
		return fmt.Errorf("link the accounts of gh: %w", err)
	}
	return nil
}

// makeDirectories makes a directory with those above it, and returns what it made, the deepest
// first.
func makeDirectories(dir string) (made []string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	return made, os.MkdirAll(dir, 0o700)
}

// removeUnused removes what was made for accounts that nobody signed in to.
func (d *Directory) removeUnused() {
	if info, err := os.Stat(d.emptyHosts); err == nil && info.Size() == 0 {
		_ = os.Remove(d.emptyHosts)
	}
	for _, dir := range d.made {
		_ = os.Remove(dir) // fails if there is something in it
	}
}

// Accounts are the hosts that gh is signed in to, as far as its file can be read.
func Accounts(e Environ, dir string) []string {
	text, err := os.ReadFile(filepath.Join(Settings{Dir: dir}.pathOf(ghConfigOf(e)), hostsFile))
	if err != nil {
		return nil
	}
	var accounts map[string]yaml.Node
	if yaml.Unmarshal(text, &accounts) != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(accounts))
}
