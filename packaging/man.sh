#!/bin/sh
# Writes the man pages of an image: packaging/man.sh IMAGE FOLDER
#
#   mcpgate.1         from what `mcpgate help` and `mcpgate help COMMAND` say
#   mcpgate-filter.7  from docs/TAIL.md
#   mcpgate-policy.5  from docs/POLICY.md, or from docs/rules/README.md while there is no policy file
set -eu
export LC_ALL=C

image=$1
folder=$2
root=$(cd "$(dirname "$0")/.." && pwd -P)
gate=$image/bin/mcpgate
mkdir -p "$folder"

# head NAME SECTION DESCRIPTION: the beginning of a page. The date is fixed, so that builds are alike.
head_of() {
  printf '.Dd January 1, 2025\n.Dt %s %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n' \
    "$(printf %s "$1" | tr a-z A-Z)" "$2" "$1" "$3"
}

# Lines as they stand.
literal() {
  echo '.Bd -literal'
  sed -e 's/\\/\\e/g' -e "s/^\([.']\)/\\\\\&\1/" -e 's/[[:space:]]*$//' | tr -cd '\12\40-\176'
  echo '.Ed'
}

# Markdown as far as our own pages use it.
markdown() {
  sed -e 's/…/.../g; s/–/-/g; s/▔/~/g; s/→/->/g; s/←/<-/g; s/×/x/g' "$1" | tr -cd '\12\40-\176' | awk '
    function text(s) {
      gsub(/\\/, "\\e", s)
      while (match(s, /\[[^]]*\]\([^)]*\)/)) {
        link = substr(s, RSTART + 1, RLENGTH - 1)
        sub(/\].*/, "", link)
        s = substr(s, 1, RSTART - 1) link substr(s, RSTART + RLENGTH)
      }
      parts = split(s, part, "`")
      s = ""
      for (i = 1; i <= parts; i++) { # a star in code is a star
        if (i % 2) gsub(/\*/, "", part[i])
        s = s part[i]
      }
      sub(/[ ]+$/, "", s)
      if (s ~ /^[.\047]/) s = "\\&" s
      return s
    }
    # A heading, in which no word is a macro (.At is one).
    function heading(s) {
      done = ""
      s = text(s)
      while (match(s, /(^| )[A-Z][a-z]( |$)/)) {
        if (substr(s, RSTART, 1) == " ") RSTART++
        done = done substr(s, 1, RSTART - 1) "\\&" substr(s, RSTART, 2)
        s = substr(s, RSTART + 2)
      }
      return done s
    }
    # A sentence begins a line, as mandoc likes it.
    function sentences(s) {
      done = ""
      while (match(s, /[^ .][.!?][)]* +[^ ]/)) {
        done = done substr(s, 1, RSTART + RLENGTH - 3) "\n"
        s = substr(s, RSTART + RLENGTH - 1)
      }
      return done s
    }
    function close_all() {
      if (bullets) { print ".El"; bullets = 0 }
      if (table) { print ".El"; table = 0 }
    }
    /^```/ {
      close_all()
      print code ? ".Ed" : ".Bd -literal -offset indent"
      code = !code
      gap = 0
      next
    }
    code { gsub(/\\/, "\\e"); if ($0 ~ /^[.\047]/) $0 = "\\&" $0; sub(/[ ]+$/, ""); print; next }
    /^# / { next }
    /^### / { close_all(); sub(/^### /, ""); print ".Ss " heading($0); gap = 0; next }
    /^## / { close_all(); sub(/^## /, ""); print ".Sh " toupper(text($0)); gap = 0; started = 1; next }
    !started && /[^ ]/ { print ".Sh DESCRIPTION"; started = 1 }
    # A row of a table is a term, of all cells but the last one, and what that one says; the heads are left out.
    /^\|/ && !table { close_all(); print ".Bl -tag -width Ds"; table = 1; gap = 0; next }
    /^\| *--/ { next }
    /^\|/ {
      gsub(/\\\|/, "/")
      gsub(/^\| *| *\|$/, "")
      cells = split($0, cell, / *\| */)
      term = cell[1]
      for (c = 2; c < cells; c++) if (cell[c] != "") term = term ": " cell[c]
      term = heading(term)
      gsub(/"/, "\\(dq", term)
      print ".It " term
      if (cells > 1) print sentences(text(cell[cells]))
      next
    }
    /^[-*] / { if (!bullets) { close_all(); print ".Bl -bullet"; bullets = 1 } print ".It"; gap = 0; print sentences(text(substr($0, 3))); next }
    /^ *$/ { if (!bullets) close_all(); gap = 1; next }
    {
      if ($0 !~ /^ /) close_all()
      if (gap && !bullets) print ".Pp"
      gap = 0
      sub(/^ +/, "")
      print sentences(text($0))
    }
    END { close_all() }' | awk '/^\.Pp$/ { held = 1; next } { if (held && $0 !~ /^\.(Sh|Ss|Bd|Bl)/ && before !~ /^\.(Sh|Ss|Ed)/) print ".Pp"; held = 0; print; before = $0 }'
}

{
  head_of mcpgate 1 'a security gate between an AI client and an MCP server'
  echo '.Sh SYNOPSIS'
  printf '.Nm\n.Ar command\n.Op Ar argument ...\n.Sh DESCRIPTION\n'
  "$gate" help | literal
  echo '.Sh COMMANDS'
  "$gate" help | sed -n '/^commands$/,/^$/s/^  \([a-z-]*\)  .*/\1/p' | while read -r command; do
    case $command in version | help) continue ;; esac
    echo ".Ss mcpgate $command"
    "$gate" help "$command" | literal
  done
  printf '.Sh FILES\n.Bl -tag -width Ds\n.It Pa ~/.mcpgate/audit.db\nThe audit log.\n'
  printf '.It Pa ~/.mcpgate/backups\nConfiguration files as they were before\n.Cm install .\n.El\n'
  printf '.Sh SEE ALSO\n.Xr mcpgate-policy 5 ,\n.Xr mcpgate-filter 7\n'
} >"$folder/mcpgate.1"

{
  head_of mcpgate-filter 7 'the filter language and the screen of mcpgate tail'
  markdown "$root/docs/TAIL.md"
  printf '.Sh SEE ALSO\n.Xr mcpgate 1\n'
} >"$folder/mcpgate-filter.7"

policy=$root/docs/POLICY.md
[ -f "$policy" ] || policy=$root/docs/rules/README.md
{
  head_of mcpgate-policy 5 'what mcpgate stops, and what it lets pass'
  markdown "$policy"
  printf '.Sh SEE ALSO\n.Xr mcpgate 1\n'
} >"$folder/mcpgate-policy.5"
