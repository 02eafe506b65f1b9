#!/bin/sh
# Installs mcpgate for one user, without root, and removes it again.
#
#   install.sh TARBALL [PREFIX]      checks TARBALL against TARBALL.sha256, then installs below PREFIX
#   install.sh --remove [PREFIX]     the reverse; the audit log ~/.mcpgate stays
#
# PREFIX is ~/.local. The program goes to PREFIX/lib/mcpgate, and links to it into PREFIX/bin and PREFIX/share.
set -eu
umask 022

die() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# The links that an installation has: WHERE TARGET, both below PREFIX.
links() {
  echo 'bin/mcpgate lib/mcpgate/bin/mcpgate'
  echo 'share/man/man1/mcpgate.1 lib/mcpgate/share/man/man1/mcpgate.1'
  echo 'share/man/man5/mcpgate-policy.5 lib/mcpgate/share/man/man5/mcpgate-policy.5'
  echo 'share/man/man7/mcpgate-filter.7 lib/mcpgate/share/man/man7/mcpgate-filter.7'
  echo 'share/bash-completion/completions/mcpgate lib/mcpgate/share/completions/mcpgate.bash'
  echo 'share/zsh/site-functions/_mcpgate lib/mcpgate/share/completions/mcpgate.zsh'
  echo 'share/fish/vendor_completions.d/mcpgate.fish lib/mcpgate/share/completions/mcpgate.fish'
}

remove() {
  links | while read -r link target; do
    if [ -L "$prefix/$link" ] && [ "$(readlink "$prefix/$link")" = "$prefix/$target" ]; then
      rm -f "$prefix/$link"
      folder=$(dirname "$link")
      while [ "$folder" != . ] && rmdir "$prefix/$folder" 2>/dev/null; do
        folder=$(dirname "$folder")
      done
    fi
  done
  rm -rf "$prefix/lib/mcpgate"
  rmdir "$prefix/lib" "$prefix" 2>/dev/null || true
}

[ $# -gt 0 ] || die "say which tarball, or --remove"
prefix=${2-"$HOME/.local"}
case $prefix in
/*) ;;
*) prefix=$PWD/$prefix ;;
esac

if [ "$1" = --remove ]; then
  if [ -x "$prefix/bin/mcpgate" ]; then
    "$prefix/bin/mcpgate" uninstall --yes </dev/null || die "clients still name mcpgate; see above"
  fi
  remove
  echo "mcpgate is gone from $prefix; its audit log stays in ~/.mcpgate"
  exit 0
fi

tarball=$1
[ -f "$tarball" ] || die "no such file: $tarball"
[ -f "$tarball.sha256" ] || die "no checksum beside it: $tarball.sha256"
expected=$(cut -d ' ' -f 1 "$tarball.sha256")
if command -v sha256sum >/dev/null 2>&1; then
  actual=$(sha256sum "$tarball" | cut -d ' ' -f 1)
else
  actual=$(shasum -a 256 "$tarball" | cut -d ' ' -f 1)
fi
[ "$expected" = "$actual" ] || die "the checksum of $tarball is wrong: it is damaged, or not ours"

mkdir -p "$prefix/lib"
fresh=$(mktemp -d "$prefix/lib/.mcpgate.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
trap 'exit 129' HUP INT TERM
tar -xzf "$tarball" -C "$fresh"
"$fresh"/*/bin/mcpgate version >/dev/null || die "this mcpgate does not run here: is it for this platform?"
remove # of an older version; what clients name stays the same
mkdir -p "$prefix/lib"
mv "$fresh"/* "$prefix/lib/mcpgate"
links | while read -r link target; do
  mkdir -p "$prefix/$(dirname "$link")"
  ln -s "$prefix/$target" "$prefix/$link"
done
"$prefix/bin/mcpgate" version
case :$PATH: in
*:"$prefix/bin":*) ;;
*) echo "put $prefix/bin on your PATH, or name it in full" ;;
esac
echo "next: mcpgate install"
