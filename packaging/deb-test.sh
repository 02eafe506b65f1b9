#!/bin/sh
# Installs, runs, removes and purges a .deb, and looks for what is left. Prints `N passed, N failed`.
#
#   packaging/deb-test.sh DEB           in a Debian of its own (debootstrap, chroot): needs root and, the
#                                       first time, the network. Where that cannot be, as --quick, and says so
#   packaging/deb-test.sh DEB --quick   in an empty folder that dpkg takes for the root; needs no root
#
#   SUITE    which Debian (bookworm)
#   DEBIAN   the folder with the tar file of that Debian, made once (default: ~/.cache/mcpgate)
set -eu
umask 022
export LC_ALL=C.UTF-8

deb=$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")
quick=${2-}
suite=${SUITE:-bookworm}
store=${DEBIAN:-${XDG_CACHE_HOME:-$HOME/.cache}/mcpgate}
if [ -z "$quick" ] && { [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; }; then
  echo "deb: no chroot, for that needs root and debootstrap; dpkg gets an empty folder instead"
  quick=--quick
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-deb.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
place=$scratch/root
. "$(dirname "$0")/claims.sh"
files() { (cd "$place" && find . -path ./var/lib/dpkg -prune -o -path ./home -prune -o -print | sort); }

mkdir "$place"
if [ -n "$quick" ]; then
  mkdir -p "$place/var/lib/dpkg/updates" "$place/var/lib/dpkg/info"
  : >"$place/var/lib/dpkg/status"
  # dpkg would look for libc6 in the empty folder: the program finds that of this machine.
  package() { dpkg --root="$place" --log="$scratch/log" --force-not-root --force-depends "$@"; }
  inside() { env -i HOME="$place/home/user" PATH="$place/usr/bin:/usr/bin:/bin" "$@" </dev/null; }
  where=an\ empty\ folder
else
  if [ ! -f "$store/debian-$suite.tar" ]; then
    echo "deb: fetching Debian $suite into $store, once"
    mkdir -p "$store"
    debootstrap --variant=minbase "$suite" "$scratch/fresh" http://deb.debian.org/debian >"$scratch/log" 2>&1 ||
      { tail -n 5 "$scratch/log" && exit 1; }
    tar -C "$scratch/fresh" --exclude='./var/cache/apt/archives/*.deb' --exclude='./var/lib/apt/lists/*' -cf "$scratch/tar" .
    mv "$scratch/tar" "$store/debian-$suite.tar"
    rm -rf "$scratch/fresh"
  fi
  tar -C "$place" -xf "$store/debian-$suite.tar"
  cp "$deb" "$place/tmp/mcpgate.deb"
  # A mount table and processes of its own: /proc as in a real Debian, and nothing outlives the command.
  in_chroot() { unshare --mount --pid --fork --mount-proc="$place/proc" chroot "$place" /usr/bin/env -i "$@" </dev/null; }
  package() { in_chroot PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive dpkg "$@"; }
  inside() { in_chroot HOME=/home/user PATH=/usr/bin:/bin "$@"; }
  deb=/tmp/mcpgate.deb
  where="Debian $(cat "$place/etc/debian_version")"
fi
mkdir -p "$place/home/user/.cursor"
files >"$scratch/before"
talk() {
  call='{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"inject_test","arguments":{}}}'
  inside sh -c "{ printf '%s\n' '$call'; sleep 2; } | mcpgate run -- mcpgate demo-server" | grep 'mcpgate blocked: injection_phrase_detected'
}

if command -v lintian >/dev/null; then
  LC_ALL=C lintian --allow-root --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$1" \
    >"$scratch/lintian" 2>&1 && code=0 || code=$?
  check "lintian has no errors; $(grep -c '^W:' "$scratch/lintian" || true) warnings" sh -c "cat '$scratch/lintian'; exit $code"
  sed -n 's/^W: /    warning: /p' "$scratch/lintian"
else
  echo "deb: not run: lintian is not installed"
fi
check "dpkg installs it in $where" package -i "$deb"
[ -n "$quick" ] || check "no java beside it" not inside sh -c 'command -v java'
check "mcpgate version" inside mcpgate version
check "the man pages are where man looks" test -s "$place/usr/share/man/man1/mcpgate.1.gz"
check "a session: an attack is blocked" talk
check "mcpgate verify" inside mcpgate verify
check "mcpgate doctor" inside mcpgate doctor
printf '{"mcpServers": {"demo": {"command": "mcpgate", "args": ["demo-server"]}}}\n' >"$place/home/user/.cursor/mcp.json"
cp "$place/home/user/.cursor/mcp.json" "$scratch/mcp.json"
check "mcpgate install" inside mcpgate install --yes
check "the client starts the gate in /usr/bin" grep -q '"command": "[^"]*/usr/bin/mcpgate"' "$place/home/user/.cursor/mcp.json"
check "mcpgate uninstall" inside mcpgate uninstall --yes
check "the client's file is what it was" cmp "$scratch/mcp.json" "$place/home/user/.cursor/mcp.json"
check "installing it again" package -i "$deb"
check "dpkg removes it" package -r mcpgate
check "the command is gone" not inside sh -c 'command -v mcpgate'
check "dpkg purges it" package --purge mcpgate
files >"$scratch/after"
check "no file is left but dpkg's own books" diff "$scratch/before" "$scratch/after"
check "dpkg knows it no more" not grep -q 'Package: mcpgate' "$place/var/lib/dpkg/status"
check "the user's audit log stays" test -s "$place/home/user/.mcpgate/audit.db"
tally
