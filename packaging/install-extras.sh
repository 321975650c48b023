#!/usr/bin/env bash
# What the program says of itself, where shells and man look for it: completions and the manual page.
#   packaging/install-extras.sh PROGRAM SHARE
set -euo pipefail
program="$1" share="$2"
umask 022
put() { # path, words...
  install -d "$(dirname "$share/$1")"
  # A file that is only read by a shell names none.
  "$program" "${@:2}" | sed '1{/^#!/d}' >"$share/$1"
}
put bash-completion/completions/vagknuten --generate-completion-script bash
put zsh/site-functions/_vagknuten --generate-completion-script zsh
put fish/vendor_completions.d/vagknuten.fish --generate-completion-script fish
put man/man1/vagknuten.1 manual
