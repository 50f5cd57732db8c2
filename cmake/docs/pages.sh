#!/bin/sh
# SPDX-License-Identifier: MIT
# sh pages.sh file.md
# A page as Doxygen gets it: guides with a label, by which they are linked, since what Doxygen makes of a file's name
# changes with its version; with links to the examples' pages, and without those to files that are not pages. The
# headings of the front page are not entries of the tree, in which they would come before the guides.
case $1 in
  */guides/*) edit="1s/^# .*/& {#guide-$(basename "$1" .md)}/" ;;
  */README.md) edit='s,^## (.*),<h2>\1</h2>,' ;;
  *) edit= ;;
esac
# shellcheck disable=SC2016 # backticks, not commands
sed -E 's,\[([^]]*)\]\((LICENSE|\.github/[^)]*)\),\1,g
  s,\]\((examples/guides/)?([a-z0-9-]+)\.md\),](@ref guide-\2),g
  s,\[`([^]]*)`\]\(examples/([a-z_]+\.cpp)\),[\1](@ref \2),g' "$1" | sed -E "$edit"
