#!/bin/sh
# Makes target/mcpgate_<version>_<arch>.deb from the image: the program in /usr/lib/mcpgate, a link in
# /usr/bin, man pages and completions where Debian has them. Needs dpkg-deb; prints the size.
#
#   packaging/deb.sh                 makes it
#   packaging/deb.sh --test [--quick]  and tries it (packaging/deb-test.sh)
set -eu
umask 022
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1735689600

root=$(cd "$(dirname "$0")/.." && pwd -P)
"$root/packaging/build.sh" --if-needed
version=$(sed -n 's:^    <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
arch=$(dpkg --print-architecture)
deb=$root/target/mcpgate_${version}_$arch.deb
tree=$root/target/deb
rm -rf "$tree" "$deb"
mkdir -p "$tree/DEBIAN" "$tree/usr/lib/mcpgate" "$tree/usr/bin" "$tree/usr/share/doc/mcpgate" \
  "$tree/usr/share/bash-completion/completions" "$tree/usr/share/zsh/vendor-completions" \
  "$tree/usr/share/fish/vendor_completions.d" "$tree/usr/share/lintian/overrides"
cp -R "$root/target/image/." "$tree/usr/lib/mcpgate/"
share=$tree/usr/lib/mcpgate/share
mv "$share/man" "$tree/usr/share/man"
find "$tree/usr/share/man" -type f -exec gzip -n -9 {} +
mv "$share/completions/mcpgate.bash" "$tree/usr/share/bash-completion/completions/mcpgate"
mv "$share/completions/mcpgate.zsh" "$tree/usr/share/zsh/vendor-completions/_mcpgate"
mv "$share/completions/mcpgate.fish" "$tree/usr/share/fish/vendor_completions.d/mcpgate.fish"
mv "$share/mcpgate.cdx.json" "$share/policy.schema.json" "$tree/usr/share/doc/mcpgate/"
mkdir "$tree/usr/share/doc/mcpgate/examples"
mv "$share/policy.example.toml" "$tree/usr/share/doc/mcpgate/examples/"
rm -rf "$share" "$tree/usr/lib/mcpgate/LICENSE" "$tree/usr/lib/mcpgate/README"
mv "$tree/usr/lib/mcpgate/NOTICE" "$tree/usr/share/doc/mcpgate/NOTICE"
ln -s ../lib/mcpgate/bin/mcpgate "$tree/usr/bin/mcpgate"
cat >"$tree/usr/share/doc/mcpgate/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: mcpgate

Files: *
Copyright: 2026 the mcpgate authors
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/mcpgate/lib/runtime/*
Copyright: 1995-2026 Oracle and/or its affiliates, and others
License: GPL-2 with Classpath exception
 On Debian systems the text is in /usr/share/common-licenses/GPL-2; the exception and the licences of what
 is in the run-time are in /usr/lib/mcpgate/lib/runtime/legal.
END
printf 'mcpgate (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- mcpgate authors <mcpgate@localhost>  Wed, 01 Jan 2025 00:00:00 +0000\n' "$version" |
  gzip -n -9 >"$tree/usr/share/doc/mcpgate/changelog.gz"
# A run-time of our own comes along, on purpose: the gate must start alike everywhere.
cat >"$tree/usr/share/lintian/overrides/mcpgate" <<END
mcpgate: embedded-library *
mcpgate: hardening-no-fortify-functions *
mcpgate: hardening-no-bindnow *
mcpgate: hardening-no-pie *
mcpgate: unstripped-binary-or-object *
mcpgate: shared-library-lacks-prerequisites *
mcpgate: initial-upload-closes-no-bugs *
mcpgate: extra-license-file *
END
cat >"$tree/DEBIAN/control" <<END
Package: mcpgate
Version: $version
Architecture: $arch
Maintainer: mcpgate authors <mcpgate@localhost>
Installed-Size: $(du -sk "$tree/usr" | cut -f 1)
Depends: libc6 (>= 2.17)
Section: net
Priority: optional
Description: security gate between an AI client and an MCP server
 Stands between an AI client and a Model Context Protocol server, forwards
 every message byte for byte, stops attacks before they reach the model or the
 tool, and records every message in an audit log on this machine.
END
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
chmod -R u+rwX,go+rX,go-w "$tree"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# What is only tried need not be small.
level=6
[ "${2-}" != --quick ] || level=1
dpkg-deb --root-owner-group -Zxz "-z$level" --build "$tree" "$deb" >/dev/null
rm -rf "$tree"
(cd "$root/target" && sha256sum "$(basename "$deb")") >"$deb.sha256"
echo "deb: $deb: $(($(wc -c <"$deb") / 1000000)) MB"
[ "${1-}" = --test ] || exit 0
shift
exec "$root/packaging/deb-test.sh" "$deb" "$@"
