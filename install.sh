#!/bin/sh
# Installs patctl from its releases on Linux or macOS, after it has checked what it downloads:
#
#   curl -fsSL https://raw.githubusercontent.com/patctl/patctl/main/install.sh | sh
#
# Variables of the environment:
#   PATCTL_VERSION       the version to install, such as 0.1.0 (default: the latest release)
#   PATCTL_INSTALL_DIR   where to put the program (default: /usr/local/bin for root, else ~/.local/bin)
#   PATCTL_DOWNLOAD_URL  a mirror of https://github.com/patctl/patctl/releases/download
#
# The checksum of the archive must be the one in checksums.txt of the release. Where gh is there
# and logged in, the build attestation must be right, too. If a check fails, nothing is installed.
set -eu

repository=patctl/patctl
releases=https://github.com/$repository/releases

fail() {
	printf 'install.sh: %s\n' "$*" >&2
	exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# download URL FILE; what begins with https never becomes http.
download() {
	if has curl; then
		case $1 in
		https:*) protocol==https ;;
		*) protocol==http,https ;;
		esac
		curl --fail --silent --show-error --location --retry 3 --proto "$protocol" --output "$2" "$1"
	elif has wget; then
		wget --quiet --tries=3 --output-document="$2" "$1"
	else
		fail 'curl or wget is needed to download patctl.'
	fi
}

# latest prints the version of the latest release, which the address redirects to.
latest() {
	if has curl; then
		address=$(curl --fail --silent --location --head --output /dev/null --write-out '%{url_effective}' "$releases/latest") || address=
	else
		address=$(wget --quiet --max-redirect=0 --server-response --output-document=/dev/null "$releases/latest" 2>&1 |
			sed -n 's/^ *Location: *//p' | tail -n 1) || address=
	fi
	case $address in
	*/releases/tag/v*) printf '%s\n' "${address##*/v}" ;;
	*) fail "The latest release is not known. Set PATCTL_VERSION, for example PATCTL_VERSION=0.1.0." ;;
	esac
}

system() {
	case $(uname -s) in
	Linux) echo linux ;;
	Darwin) echo darwin ;;
	*) fail "There is no archive for $(uname -s). On Windows, use winget or Scoop. Elsewhere, run: go install github.com/$repository/cmd/patctl@latest" ;;
	esac
}

machine() {
	case $(uname -m) in
	x86_64 | amd64) echo amd64 ;;
	aarch64 | arm64) echo arm64 ;;
	*) fail "There is no archive for $(uname -m). Run: go install github.com/$repository/cmd/patctl@latest" ;;
	esac
}

# checksum FILE prints the SHA-256 of a file.
checksum() {
	if has sha256sum; then
		sha256sum "$1" | cut -d ' ' -f 1
	elif has shasum; then
		shasum -a 256 "$1" | cut -d ' ' -f 1
	else
		fail 'sha256sum or shasum is needed to check the download.'
	fi
}

# check_sum ARCHIVE compares an archive with checksums.txt beside it.
check_sum() {
	wanted=$(awk -v name="$(basename "$1")" '$2 == name || $2 == "*" name { print $1 }' "$(dirname "$1")/checksums.txt")
	[ -n "$wanted" ] || fail "checksums.txt does not list $(basename "$1"). Nothing was installed."
	[ "$(checksum "$1")" = "$wanted" ] ||
		fail "The checksum of $(basename "$1") is not the one in checksums.txt. Nothing was installed."
}

# check_attestation ARCHIVE asks gh, where it can be asked, who built an archive.
check_attestation() {
	if ! has gh || ! gh auth status >/dev/null 2>&1; then
		echo 'The build attestation was not checked: gh is not installed or not logged in.' >&2
		return
	fi
	if ! gh attestation verify --help >/dev/null 2>&1; then
		echo 'The build attestation was not checked: this version of gh is too old to check it.' >&2
		return
	fi
	gh attestation verify "$1" --repo "$repository" >/dev/null ||
		fail "The build attestation of $(basename "$1") is not valid. Nothing was installed."
}

# default_dir prints where the program goes.
default_dir() {
	if [ "$(id -u)" -eq 0 ]; then
		echo /usr/local/bin
	else
		echo "${HOME:?is not set: set PATCTL_INSTALL_DIR}/.local/bin"
	fi
}

main() {
	dir=${PATCTL_INSTALL_DIR:-$(default_dir)}
	case $dir in
	/*) ;;
	*) dir=$PWD/$dir ;;
	esac
	version=${PATCTL_VERSION:-}
	[ -n "$version" ] || version=$(latest)
	version=${version#v}
	case $version in
	*[!0-9A-Za-z.+-]* | '') fail "\"$version\" is not a version." ;;
	esac
	# One by one: an assignment has the status of its last substitution only.
	system=$(system)
	machine=$(machine)
	archive=patctl_${version}_${system}_$machine.tar.gz
	from=${PATCTL_DOWNLOAD_URL:-$releases/download}/v$version

	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	trap 'exit 1' HUP INT TERM
	download "$from/$archive" "$work/$archive" || fail "Cannot download $from/$archive."
	download "$from/checksums.txt" "$work/checksums.txt" || fail "Cannot download $from/checksums.txt."
	check_sum "$work/$archive"
	check_attestation "$work/$archive"

	tar -xzf "$work/$archive" -C "$work" patctl
	# The old program stays until the new one takes its place in one step.
	if ! { mkdir -p "$dir" && cp "$work/patctl" "$dir/.patctl.new" && chmod 755 "$dir/.patctl.new" && mv -f "$dir/.patctl.new" "$dir/patctl"; }; then
		rm -f "$dir/.patctl.new"
		fail "Cannot write patctl to $dir. To install it in another directory, set PATCTL_INSTALL_DIR."
	fi
	printf 'Installed patctl %s in %s.\n' "$version" "$dir"
	case :$PATH: in
	*:"$dir":*) ;;
	*) printf 'Add it to your PATH: export PATH="%s:$PATH"\n' "$dir" ;;
	esac
}

# All of the script is read before anything runs, so that half a download does nothing.
main
