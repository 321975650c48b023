#!/usr/bin/env bash
# Completes commands in the shells that are here, also in a locale that is not UTF-8.
#   packaging/test-completions.sh PROGRAM SHARE
set -euo pipefail
program="$(readlink -f "$1")" share="$(readlink -f "$2")"
bin="$(dirname "$program")"
fail() { echo "completions: FAILED: $*" >&2; exit 1; }
has() { # shell, what was completed, expected...
  local shell="$1" got="$2" word
  for word in "${@:3}"; do grep -qxF -- "$word" <<<"$got" || fail "$shell: no $word in: $(tr '\n' ' ' <<<"$got")"; done
}

bash_complete() { # locale, words...
  LC_ALL="$1" PATH="$bin:$PATH" bash --norc --noprofile -c '
    source "$0"
    COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
    COMP_TYPE=9; COMP_KEY=9
    _vagknuten vagknuten "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"; printf "%s\n" "${COMPREPLY[@]}"' \
    "$share/bash-completion/completions/vagknuten" "${@:2}"
}
for locale in C.UTF-8 C; do
  has "bash $locale" "$(bash_complete "$locale" vagknuten "")" ärende säkerhetskopiera återställ dagskörning status
  has "bash $locale" "$(bash_complete "$locale" vagknuten ärende "")" nytt visa
  has "bash $locale" "$(bash_complete "$locale" vagknuten säkerhetskopiera --)" --ersätt --behåll --katalog
done
has "bash" "$(bash_complete C.UTF-8 vagknuten sä)" säkerhetskopiera
echo "completions: bash"

if command -v fish >/dev/null; then
  for locale in C.UTF-8 C; do
    complete() {
      LC_ALL="$locale" HOME="$(mktemp -d)" PATH="$bin:$PATH" fish --no-config -c "
        source $share/fish/vendor_completions.d/vagknuten.fish; complete -C '$1'" | cut -f1
    }
    # In a locale without them fish shows other letters as escapes; what stands for itself must come.
    has "fish $locale" "$(complete 'vagknuten ')" status uppgifter
  done
  locale=C.UTF-8
  has fish "$(complete 'vagknuten ')" ärende säkerhetskopiera återställ
  has fish "$(complete 'vagknuten ärende ')" nytt visa
  has fish "$(complete 'vagknuten säkerhetskopiera --')" --ersätt --behåll
  echo "completions: fish"
else
  echo "completions: fish is not here"
fi

if command -v zsh >/dev/null; then
  folder="$share/zsh/vendor-completions"
  [ -d "$folder" ] || folder="$share/zsh/site-functions"
  zsh -n "$folder/_vagknuten" || fail "zsh: syntax"
  got="$(LC_ALL=C.UTF-8 PATH="$bin:$PATH" python3 "$(dirname "$0")/complete_zsh.py" "$folder" 'vagknuten ')"
  for word in ärende säkerhetskopiera återställ status; do grep -qF "$word" <<<"$got" || fail "zsh: no $word in $got"; done
  got="$(LC_ALL=C.UTF-8 PATH="$bin:$PATH" python3 "$(dirname "$0")/complete_zsh.py" "$folder" 'vagknuten säkerhetskopiera --')"
  for word in --ersätt --behåll; do grep -qF -- "$word" <<<"$got" || fail "zsh: no $word in $got"; done
  echo "completions: zsh"
else
  echo "completions: zsh is not here"
fi
