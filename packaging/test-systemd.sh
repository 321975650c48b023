#!/usr/bin/env bash
# Tries the units where they live: boots a systemd of its own over a throw-away copy of this machine's files, installs the
# package there, and lets systemd start the daily run and the copy in their sandboxes. Needs root, systemd, and a kernel that
# lets us mount; where that is not to be had it says so.
#   packaging/test-systemd.sh [PACKAGE.deb]
set -euo pipefail
cd "$(dirname "$0")/.."
deb="$(realpath "${1:-$(ls -t dist/vagknuten_*.deb | head -1)}")"
say() { echo "systemd: $*"; }

[ "$(id -u)" = 0 ] || { say "skipped: not root"; exit 0; }
[ -x /lib/systemd/systemd ] || { say "skipped: systemd is not here"; exit 0; }

work="$(mktemp -d)"
boot=""
cleanup() {
  [ -z "$boot" ] || kill -KILL "$boot" 2>/dev/null || true
  [ -z "$boot" ] || wait "$boot" 2>/dev/null || true
  umount -l "$work/root" 2>/dev/null || true
  umount -l "$work/layer" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
fail() {
  echo "systemd: FAILED: $*" >&2
  inside journalctl -b --no-pager 2>/dev/null | grep -iE 'vagknuten|failed' | tail -40 >&2 || true
  exit 1
}

mkdir "$work/layer" "$work/root"
mount -t tmpfs tmpfs "$work/layer" 2>/dev/null || { say "skipped: nothing can be mounted here"; exit 0; }
mkdir "$work/layer/upper" "$work/layer/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/layer/upper,workdir=$work/layer/work" "$work/root" 2>/dev/null ||
  { say "skipped: no overlay can be mounted here"; exit 0; }
cp "$deb" "$work/root/root/vagknuten.deb"
# A container's word that nothing is to be started.
rm -f "$work/root/usr/sbin/policy-rc.d"

cat >"$work/boot" <<'BOOT'
set -e
mount --make-rprivate /
cd "$1"
mount -t proc proc proc
for place in run tmp; do mount -t tmpfs tmpfs $place; done
mount --rbind /sys sys
mount --rbind /dev dev
# Not a chroot: from one, no unit gets users of its own (PrivateUsers=).
mkdir -p oldroot
pivot_root . oldroot
umount -l /oldroot
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=journal
BOOT
unshare --fork --pid --mount --uts --ipc --kill-child bash "$work/boot" "$work/root" >"$work/log" 2>&1 &
boot=$!

# In the namespaces of the systemd that was booted.
inside() { nsenter -t "$first" -m -u -i -p env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
first=""
state=""
for _ in $(seq 60); do
  sleep 0.5
  kill -0 "$boot" 2>/dev/null || { say "skipped: systemd does not start here: $(tail -1 "$work/log")"; exit 0; }
  first="$(pgrep -P "$boot" | head -1)"
  [ -n "$first" ] || continue
  state="$(inside systemctl is-system-running 2>/dev/null || true)"
  case "$state" in running | degraded) break ;; esac
done
case "$state" in running | degraded) ;; *) say "skipped: systemd is not up after 30 s ($state)"; exit 0 ;; esac

daily=vagknuten-dagskorning.service
copy=vagknuten-sakerhetskopia.service
result() { inside systemctl show -P Result "$1"; }
# Without what the runtime underneath remarks when the copy's connection is closed: a thread that is not given more than others.
journal() {
  inside journalctl -b --no-pager -o cat SYSLOG_IDENTIFIER=vagknuten | grep -v 'Failed to set thread priority' || true
}

inside dpkg -i /root/vagknuten.deb >"$work/dpkg" 2>&1 || fail "dpkg: $(tail -3 "$work/dpkg")"
for timer in ${daily%.service}.timer ${copy%.service}.timer; do
  [ "$(inside systemctl is-active "$timer")" = active ] || fail "$timer does not wait for its time"
done
inside systemctl start $daily || fail "$daily before there is anything to do"
[ "$(inside systemctl show -P ConditionResult $daily)" = no ] || fail "$daily ran before there is anything to do"

inside runuser -u vagknuten -- vagknuten init /var/lib/vagknuten >/dev/null || fail "init"
for unit in $daily $copy; do
  inside systemctl start $unit || fail "$unit: $(result $unit)"
  [ "$(result $unit)" = success ] || fail "$unit: $(result $unit)"
done
journal | grep -q "dagskörningen är klar" || fail "the daily run has not told the journal"
journal | grep -q "säkerhetskopian är gjord" || fail "the copy has not told the journal"
inside sh -c 'ls /var/backups/vagknuten/*.sqlite' >/dev/null || fail "there is no copy"
inside runuser -u vagknuten -- vagknuten status --katalog /var/lib/vagknuten >/dev/null || fail "status"
[ "$(journal | wc -l)" = 2 ] || fail "the journal has more than what was done: $(journal)"

# A machine that was lost: its copy, made elsewhere by another account, is laid out here, and work goes on.
mkdir "$work/lost"
dpkg-deb -x "$deb" "$work/lost/root"
lost() {
  VAGKNUTEN_SHARE="$work/lost/root/usr/share/vagknuten" VAGKNUTEN_HOME="$work/lost/home" "$work/lost/root/usr/bin/vagknuten" "$@"
}
lost init "$work/lost/home" --konto "$(id -un)" >/dev/null
lost ärende nytt deltagare kortnamn=Ek födelsedatum=1990-05-04 bostadsort=Oskarshamn 'anmäld av=Försäkringskassan' >/dev/null
lost säkerhetskopiera "$work/root/root/kopia.sqlite" >/dev/null
head="$(lost verifiera --json | grep '"head"' | grep -oE '[0-9a-f]{64}')"
rm -rf "$work/lost"
inside sh -c 'chmod 644 /root/kopia.sqlite && mv /root/kopia.sqlite /tmp/ && find /var/lib/vagknuten -mindepth 1 -delete'
inside runuser -u vagknuten -- vagknuten återställ /tmp/kopia.sqlite --katalog /var/lib/vagknuten >/dev/null || fail "restoring"
inside runuser -u vagknuten -- vagknuten verifiera --räkna-om --huvud "$head" --katalog /var/lib/vagknuten >/dev/null ||
  fail "what was restored is not what was lost"
inside systemctl start $daily || fail "$daily after the restore"

# What goes wrong is seen: the unit fails, the journal says why, and the next run is well again.
inside sh -c 'cd /var/lib/vagknuten/Rules/* && cp budget.yaml /root && echo "  : fel" >>budget.yaml'
inside systemctl start $daily 2>/dev/null && fail "$daily ran by rules with errors"
[ "$(result $daily)" = exit-code ] || fail "$daily by rules with errors: $(result $daily)"
journal | grep -q "reglerna går inte att använda" || fail "the journal does not say what is wrong with the rules"
inside sh -c 'cp /root/budget.yaml /var/lib/vagknuten/Rules/*/'
inside systemctl start $daily || fail "$daily after the rules were mended"

inside dpkg --purge vagknuten >"$work/dpkg" 2>&1 || fail "purge: $(tail -3 "$work/dpkg")"
for timer in ${daily%.service}.timer ${copy%.service}.timer; do
  inside systemctl is-active --quiet "$timer" && fail "$timer is left behind"
done
say "$(inside systemctl --version | head -1): the units ran in their sandboxes, told the journal, went on from a copy of another machine, and failed when they should"
