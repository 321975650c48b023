#!/usr/bin/env bash
# Tries the package as IT would: installs it, lays out the folder, works in it, upgrades, removes and purges.
# As root it is really installed on this machine, and taken away again. Else it is unpacked and run from there, and the
# scripts of the package are only read by the shell; it says which.
#   packaging/test-deb.sh [PACKAGE.deb]
set -euo pipefail
cd "$(dirname "$0")/.."
deb="${1:-$(ls -t dist/vagknuten_*.deb | head -1)}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

say() { echo "deb: $*"; }
fail() { echo "deb: FAILED: $*" >&2; exit 1; }

# --- what can be told without installing ---
for unit in packaging/systemd/*.service packaging/systemd/*.timer; do
  # The units name a program that is perhaps not installed here.
  sed 's|/usr/bin/vagknuten|/bin/true|' "$unit" >"$work/$(basename "$unit")"
done
if command -v systemd-analyze >/dev/null; then
  systemd-analyze verify --man=no "$work"/*.service "$work"/*.timer 2>"$work/verify" || fail "$(cat "$work/verify")"
  grep -E 'vagknuten-' "$work/verify" && fail "the units have remarks"
  for unit in "$work"/*.service; do
    systemd-analyze security --offline=yes --threshold=20 --no-pager "$unit" >"$work/security" ||
      fail "$(tail -1 "$work/security")"
    say "$(basename "$unit"): $(grep -oE 'exposure level.*' "$work/security")"
  done
else
  say "systemd-analyze is not here: the units are not verified"
fi
# A time between two and three does not exist in the night when summer time begins.
grep -E "^OnCalendar=.* 02:" packaging/systemd/*.timer && fail "a timer goes between two and three"
for script in packaging/debian/{preinst,postinst,prerm,postrm}; do sh -n "$script"; done
if command -v lintian >/dev/null; then
  # The project has no address for mail, and is not in Debian.
  ours="bogus-mail-host,bogus-mail-host-in-debian-changelog,initial-upload-closes-no-bugs"
  lintian --allow-root --fail-on error,warning --suppress-tags "$ours" "$deb" || fail "lintian"
  say "lintian: no errors, no warnings"
fi

# --- completions and manual ---
mkdir "$work/root"
dpkg-deb -x "$deb" "$work/root"
program="$work/root/usr/bin/vagknuten"
commands="$("$program" --experimental-dump-help | python3 -c '
import json, sys
def walk(c, path):
    inner = [s for s in c.get("subcommands", []) if s["commandName"] != "help" and s.get("shouldDisplay", True)]
    if not inner: print(" ".join(path))
    for s in inner: walk(s, path + [s["commandName"]])
walk(json.load(sys.stdin)["command"], [])')"
page="$(LC_ALL=C.UTF-8 MANWIDTH=200 man -l "$work/root/usr/share/man/man1/vagknuten.1.gz" 2>"$work/man" | col -bx)"
[ ! -s "$work/man" ] || fail "man: $(cat "$work/man")"
while read -r command; do
  grep -qF "vagknuten $command" <<<"$page" || fail "the manual does not have: $command"
done <<<"$commands"
say "manual: $(wc -l <<<"$commands") commands"
packaging/test-completions.sh "$program" "$work/root/usr/share"

if [ "$(id -u)" != 0 ]; then
  say "not root: unpacked, not installed"
  VAGKNUTEN_SHARE="$work/root/usr/share/vagknuten" "$program" init "$work/f" >/dev/null
  "$program" dagskörning --katalog "$work/f" >/dev/null
  "$program" status --katalog "$work/f" >/dev/null
  say "passed"
  exit 0
fi

# --- really installed ---
for place in /var/lib/vagknuten /var/backups/vagknuten /etc/default/vagknuten; do
  [ ! -e "$place" ] || fail "$place is there already: this machine is in use"
done
dpkg-query -W -f '${Status}' vagknuten 2>/dev/null | grep -q ' installed$' && fail "the package is installed already"
cleanup() {
  dpkg --purge vagknuten >/dev/null 2>&1 || true
  rm -rf /var/lib/vagknuten /var/backups/vagknuten "$work"
  userdel vagknuten 2>/dev/null || true
  groupdel vagknuten 2>/dev/null || true
}
trap cleanup EXIT
as() { (cd / && runuser -u vagknuten -- env -i PATH=/usr/bin:/bin "$@"); }

dpkg -i "$deb" >"$work/log" 2>&1 || { cat "$work/log"; fail "dpkg -i"; }
grep -q 'vagknuten init /var/lib/vagknuten' "$work/log" || fail "the installation does not say what to do next"
[ "$(stat -c '%U:%G %a' /var/lib/vagknuten)" = "vagknuten:vagknuten 2770" ] || fail "the folder's owner"
[ "$(stat -c '%U:%G %a' /var/backups/vagknuten)" = "vagknuten:vagknuten 700" ] || fail "the copies' folder"
as vagknuten init /var/lib/vagknuten --konto "$(id -un)" >/dev/null
# Somebody in the role that most tasks are for, else the status says that they wait for nobody.
as sh -c 'echo "  vera: {name: Vera Ek, account: vera, roles: [vägledare]}" >>/var/lib/vagknuten/Rules/vagknuten-2.0/medarbetare.yaml'
[ "$(stat -c '%U:%G %a' /var/lib/vagknuten/vagknuten.sqlite)" = "vagknuten:vagknuten 660" ] ||
  fail "the database: $(stat -c '%U:%G %a' /var/lib/vagknuten/vagknuten.sqlite)"

# As the units do it, with next to no environment; and as a person, who need not say where.
as vagknuten dagskörning >/dev/null || fail "dagskörning as vagknuten"
(cd / && env -u VAGKNUTEN_HOME vagknuten ärende nytt deltagare kortnamn=Ek födelsedatum=1990-05-04 \
  bostadsort=Oskarshamn "anmäld av=Försäkringskassan" >/dev/null) || fail "a case by a person"
(cd / && vagknuten dagskörning >/dev/null) || fail "dagskörning by hand"
strange="$(find /var/lib/vagknuten ! -user vagknuten)"
[ -z "$strange" ] || fail "root left files of its own: $strange"
as vagknuten dagskörning >/dev/null || fail "dagskörning after root"
as sh -c 'vagknuten säkerhetskopiera --ersätt --behåll 14 /var/backups/vagknuten' >/dev/null || fail "säkerhetskopiera"
(cd / && vagknuten status) >"$work/status" || fail "$(cat "$work/status")"

# The database as the first version of the program leaves it: what later forms brought is taken out.
set_back() {
  as python3 - <<'PYTHON' || fail "setting the database back"
import sqlite3
first = """properties events protected_values serials notes definitions contents definition_files families cases
  case_states tasks coming escalations spendings meetings agenda""".split()
store = sqlite3.connect("/var/lib/vagknuten/vagknuten.sqlite", isolation_level=None)
for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
    if name not in first:
        store.execute(f"DROP TABLE {name}")
store.executescript("""
  CREATE UNIQUE INDEX events_family ON events (family, version);
  ALTER TABLE events DROP COLUMN previous;
  ALTER TABLE families DROP COLUMN latest;
  PRAGMA user_version = 1;
""")
PYTHON
}

# An upgrade keeps the cases, the rules, and what IT has changed, also from an older form of the database.
head="$(cd / && vagknuten verifiera --json | grep '"head"')"
echo '# egen rad' >>/etc/default/vagknuten
echo '# egen rad' >>/var/lib/vagknuten/Rules/vagknuten-2.0/riktlinjer/tider.yaml
rules="$(find /var/lib/vagknuten/Rules -type f -exec md5sum {} + | sort | md5sum)"
next="$work/next"
dpkg-deb -R "$deb" "$next"
sed -i 's/^Version: .*/&+prov1/' "$next/DEBIAN/control"
echo '# ny rad i paketet' >>"$next/etc/default/vagknuten"
dpkg-deb --root-owner-group -Zgzip --build "$next" "$work/next.deb" >/dev/null
set_back
dpkg --force-confold -i "$work/next.deb" >"$work/log" 2>&1 </dev/null || { cat "$work/log"; fail "the upgrade"; }
# Here the copy before the upgrade is made by the new program, which then brings the database up to date; an older program
# leaves it as it is, and what IT does first meets the older form.
set_back
(cd / && vagknuten status) >"$work/status" || fail "status after the upgrade: $(cat "$work/status")"
set_back
[ "$(cd / && vagknuten verifiera --json | grep '"head"')" = "$head" ] || fail "the upgrade changed the history"
[ "$(find /var/lib/vagknuten/Rules -type f -exec md5sum {} + | sort | md5sum)" = "$rules" ] || fail "the upgrade changed the rules"
grep -q 'egen rad' /etc/default/vagknuten || fail "the upgrade took a setting away"
ls /var/backups/vagknuten/fore-uppgradering-fran-*.sqlite >/dev/null || fail "no copy before the upgrade"
set_back
as vagknuten säkerhetskopiera --ersätt /var/backups/vagknuten >/dev/null || fail "säkerhetskopiera after the upgrade"
strange="$(find /var/lib/vagknuten ! -user vagknuten)"
[ -z "$strange" ] || fail "root left files of its own: $strange"
as vagknuten dagskörning >/dev/null || fail "dagskörning after the upgrade"

# Removed: the program goes, everything else stays. Purged: the settings go, the cases stay.
dpkg -r vagknuten >/dev/null 2>&1 || fail "remove"
[ ! -e /usr/bin/vagknuten ] && [ -e /var/lib/vagknuten/vagknuten.sqlite ] && [ -e /etc/default/vagknuten ] || fail "remove"
dpkg --force-confold -i "$deb" >"$work/log" 2>&1 </dev/null || { cat "$work/log"; fail "installing again"; }
(cd / && vagknuten verifiera) >/dev/null || fail "installing again"
dpkg --purge vagknuten >"$work/log" 2>&1 </dev/null || fail "purge"
[ ! -e /etc/default/vagknuten ] && [ -e /var/lib/vagknuten/vagknuten.sqlite ] || fail "purge"
grep -q 'sudo rm -r /var/lib/vagknuten' "$work/log" || fail "purge does not say what is left"
left="$(find /etc /usr /var /lib /run -xdev \( -path /var/lib/vagknuten -o -path /var/backups/vagknuten \) -prune \
  -o -iname '*vagknuten*' -print 2>/dev/null || true)"
[ -z "$left" ] || fail "left after purge: $left"
say "passed: installed, used, upgraded, removed, purged"
