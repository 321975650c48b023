#!/usr/bin/env bash
# Makes dist/vagknuten_VERSION_ARCH.deb from an installation in a folder of its own. Needs dpkg-dev for the dependencies;
# no root.
#   packaging/build-deb.sh [VERSION]
set -euo pipefail
cd "$(dirname "$0")/.."

stage=.build/deb/stage
rm -rf .build/deb
mkdir -p .build/deb/debian dist
make --no-print-directory install PREFIX=/usr DESTDIR="$PWD/$stage"

version="${1:-$("$stage/usr/bin/vagknuten" --version | awk '{print $2}')-1}"
maintainer="The Vägknuten authors <vagknuten@localhost>"
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct 2>/dev/null || date +%s)"
export SOURCE_DATE_EPOCH
arch="$(dpkg --print-architecture)"

install -d "$stage/lib/systemd/system" "$stage/etc/default"
install -m 644 packaging/systemd/*.service packaging/systemd/*.timer "$stage/lib/systemd/system/"
install -m 644 packaging/default "$stage/etc/default/vagknuten"
# Debian's own places for what `make install` puts where other systems look.
mkdir -p "$stage/usr/share/zsh/vendor-completions"
mv "$stage/usr/share/zsh/site-functions/_vagknuten" "$stage/usr/share/zsh/vendor-completions/"
rmdir "$stage/usr/share/zsh/site-functions"

doc="$stage/usr/share/doc/vagknuten"
install -d "$doc/handbok"
install -m 644 docs/handbok/*.md "$doc/handbok/"
install -m 644 packaging/debian/copyright "$doc/copyright"
gzip -9n <CHANGELOG.md >"$doc/changelog.gz"
printf 'vagknuten (%s) stable; urgency=medium\n\n  * What is new stands in changelog.gz.\n\n -- %s  %s\n' \
  "$version" "$maintainer" "$(LC_ALL=C date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.Debian.gz"
chmod 644 "$doc"/*.gz
gzip -9nf "$stage/usr/share/man/man1/vagknuten.1"
install -Dm 644 packaging/debian/lintian-overrides "$stage/usr/share/lintian/overrides/vagknuten"

# The libraries that the program really needs, with the versions that have what it calls.
printf 'Source: vagknuten\n\nPackage: vagknuten\nArchitecture: any\n' >.build/deb/debian/control
depends="$(cd .build/deb && dpkg-shlibdeps -O "stage/usr/bin/vagknuten" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')"
[ -n "$depends" ] || { echo "the dependencies cannot be told" >&2; exit 1; }

mkdir -p "$stage/DEBIAN"
for script in preinst postinst prerm postrm; do
  install -m 755 "packaging/debian/$script" "$stage/DEBIAN/$script"
done
echo /etc/default/vagknuten >"$stage/DEBIAN/conffiles"
cat >"$stage/DEBIAN/control" <<CONTROL
Package: vagknuten
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -ks --exclude=DEBIAN "$stage" | cut -f1)
Depends: $depends, tzdata, init-system-helpers (>= 1.54), adduser
Recommends: systemd, bash-completion
Section: misc
Priority: optional
Description: Case-flow engine for inter-agency rehabilitation projects
 Keeps cases, opens tasks, reminds and escalates by rules that are written in
 YAML as statecharts, decision tables and dated guidelines, and can always say
 why. Everything people read is in Swedish.
 .
 One program and one database file; no server, no network. A timer does the
 daily run, another makes a verified copy every night.
CONTROL
(cd "$stage" && find . -type f -not -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod 644 "$stage/DEBIAN/md5sums" "$stage/DEBIAN/conffiles" "$stage/DEBIAN/control"
find "$stage" -type d -exec chmod 755 {} +

deb="dist/vagknuten_${version}_${arch}.deb"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$deb" >/dev/null
echo "$deb"
