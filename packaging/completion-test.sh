#!/bin/sh
# Sources what `mcpgate completion` prints in each shell that is here and asks it to complete. Lints the man
# pages where mandoc is. Prints `N passed, N failed`; what is not installed is named and not counted.
#
#   packaging/completion-test.sh [IMAGE]
set -eu
export LC_ALL=C.UTF-8

root=$(cd "$(dirname "$0")/.." && pwd -P)
image=${1-$root/target/image}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-completion.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0
# expect CLAIM WORDS FILE: every word stands in the file.
expect() {
  for word in $2; do
    if grep -q -e "$word" "$3"; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAILED: $1: no $word in: $(head -c 300 "$3" | tr '\n' ' ')"
    fi
  done
}
here() { command -v "$1" >/dev/null || { echo "not run: no $1" && return 1; }; }

if here bash; then
  # shellcheck disable=SC2016
  bash -c '. "$1"
    ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mcpgate; printf "%s\n" "${COMPREPLY[@]}"; }
    ask mcpgate in; ask mcpgate install --d; ask mcpgate install clau; ask mcpgate tail --fo
    ask mcpgate completion f; ask mcpgate run -- prin' bash "$image/share/completions/mcpgate.bash" >"$scratch/bash"
  expect bash "install --dry-run claude-code claude-desktop --follow fish printf" "$scratch/bash"
fi
if here zsh; then
  # shellcheck disable=SC2016
  zsh -fc 'compadd() { shift; print -l -- $@; }; compdef() { :; }; _files() { :; }; _command_names() { print names; }
    . $1
    words=(mcpgate ""); CURRENT=2; _mcpgate; words=(mcpgate install ""); CURRENT=3; _mcpgate
    words=(mcpgate run -- ""); CURRENT=4; _mcpgate' zsh "$image/share/completions/mcpgate.zsh" >"$scratch/zsh"
  expect zsh "uninstall doctor --dry-run claude-code names" "$scratch/zsh"
  zsh -fc 'autoload -Uz compinit; compinit -u -d $2/dump; . $1; print $_comps[mcpgate]' zsh \
    "$image/share/completions/mcpgate.zsh" "$scratch" >"$scratch/zsh2" 2>&1
  expect "zsh with compinit" "_mcpgate" "$scratch/zsh2"
fi
if here fish; then
  # shellcheck disable=SC2016
  HOME=$scratch fish -N -c 'source $argv[1]
    complete -C "mcpgate in"; complete -C "mcpgate install --d"; complete -C "mcpgate install clau"' \
    "$image/share/completions/mcpgate.fish" >"$scratch/fish"
  expect fish "^install --dry-run claude-code" "$scratch/fish"
fi
if here mandoc; then
  for page in "$image"/share/man/man*/*; do
    if mandoc -T lint -W warning "$page" >"$scratch/lint" 2>&1; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAILED: $page"
      head -n 10 "$scratch/lint"
    fi
  done
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
