#!/bin/sh
# sh pages.sh file.md
# A page as Doxygen gets it: with a label that does not depend on Doxygen's version, with links to the examples' pages,
# and without those to files that are no pages.
case $1 in
  */guides/*) label="guide-$(basename "$1" .md)" ;;
  *) label= ;;
esac
# shellcheck disable=SC2016 # backticks, not commands
sed -E 's,\[([^]]*)\]\((LICENSE|\.github/[^)]*)\),\1,
  s,\[`([^]]*)`\]\(examples/([a-z_]+\.cpp)\),[\1](@ref \2),' "$1" | sed "${label:+1s/^# .*/& {#$label\}/}"
