#!/bin/sh
# SPDX-License-Identifier: MIT
# sh cmake/prose.sh [file...]
# Looks for words that a reader whose first language is not English has to translate, prints what to write instead, and
# fails if there are any. In *.hpp, *.ipp and *.cpp it looks at comments and at texts in quotes, in other files at all
# lines. Text in `backticks` is not looked at. Without arguments: the documents, the examples, the headers and the tests.
# A line that has to keep such a word, as in a quotation, contains "prose: keep" (in a comment).
set -eu

if [ $# -eq 0 ]; then
  cd "$(dirname "$0")/.."
  # shellcheck disable=SC2046  # no name there has a blank
  set -- README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md examples/guides/*.md cmake/docs/*.dox examples/*.cpp \
    examples/*/*.hpp $(find include -name '*.[hi]pp' | sort) $(find tests -name '*.[hc]pp' | sort)
fi

# Written for mawk, too: no \b and no {n}. Each line is made lower case and gets a blank at both ends, so that a
# pattern can ask for what is before and after a word.
exec awk '
function rule(pattern, advice, except) {
  ++rules
  patterns[rules] = pattern
  advices[rules] = advice
  exceptions[rules] = except
}

BEGIN {
  word_end = "[^a-z_]"
  rule("[^a-z]anew" word_end, "again")
  rule("[^a-z]behind" word_end, "after", "behind (a |an |the |that |its |such a )?(cdn|proxy|nginx|load|server|tunnel|firewall|tls)|(nothing|left|leaves?|leave it) behind")
  rule("[^a-z](stands|stood)" word_end, "is, is in", "stands for")
  rule("[^a-z](may|can|could|to) stand" word_end, "be, be in")
  rule("[^a-z]holds" word_end, "contains, has, is true", "holds? *\\(")
  rule("[^a-z](may|can|could|to|never) hold" word_end, "contain, keep", "hold *\\(")
  rule("[^a-z]is no [a-z]", "is not a", "(there|it) is no (longer|more|use)|there is no |is no (longer|more) ")
  rule("[^a-z]will do[.,;:) ]", "is enough", "will do (it|so|this|that|what) ")
  rule("[^a-z]may not (take|have)" word_end, "is free to ignore, perhaps has not")
  rule("[^a-z]beside" word_end, "next to, in addition to, with")
  rule("[^a-z](only|also|except|even|but|unless|not|mostly|thrown|empty|none|null|false|true) where" word_end, "if, when")
  rule("@throws [a-z:]+ where ", "if, when")
  rule("%where ", "if, when", "%where (to|is|are|do|does|did|each|all) |%where [^,.;:]*[.;:?] ")
  rule("[^a-z]where (there|nothing|none|no|one|it|they|that) (is|are|was|were|does|did|has|have|comes|came|names?)" word_end, "if, when", "(goes on|go on|begins?|ends?|tells?|shows?|prints?|knows?|says?) where ")
  rule("[^a-z](where )?its kin" word_end, "the like")
  rule("[^a-z](befalls?|heeds?|whence|thence|lest|thereof|hereby|whilst)" word_end, "a plainer word")
  rule("[^a-z]for want of" word_end, "because there is no")
  rule("[^a-z](told|tells) of" word_end, "reported, says, is about")
  rule("[^a-z]nobody.?s business" word_end, "internal")
}

# What a person reads of a line of C++: its comment and its texts in quotes. Code in between becomes a mark.
function prose_of(line,   text, c, i, quoted) {
  text = ""
  quoted = 0
  for (i = 1; i <= length(line); ++i) {
    c = substr(line, i, 1)
    if (quoted && c == "\\") {
      ++i
      text = text " "
    } else if (c == "\"") {
      quoted = !quoted
      text = text " | "
    } else if (quoted) {
      text = text c
    } else if (substr(line, i, 2) == "//") {
      return text substr(line, i)
    }
  }
  return text
}

{
  line = $0
  if (line ~ /prose: keep/) next
  if (FILENAME ~ /\.(hpp|ipp|cpp)$/) line = prose_of(line)
  gsub(/`[^`]*`/, "`", line)
  # A sentence that begins with it, and goes on after a comma, says nearly always: if.
  gsub(/Where /, "%where ", line)
  line = " " tolower(line) " "
  for (i = 1; i <= rules; ++i) {
    if (line !~ patterns[i]) continue
    if (exceptions[i] != "") {
      rest = line
      gsub(exceptions[i], "", rest)
      if (rest !~ patterns[i]) continue
    }
    match(line, patterns[i])
    found = substr(line, RSTART, RLENGTH)
    gsub(/^[^a-z]+|[^a-z]+$/, "", found)
    printf "%s:%d: \"%s\": %s\n    %s\n", FILENAME, FNR, found, advices[i], $0
    ++count
  }
}

END {
  if (count > 0) {
    printf "%d places to write in plainer words\n", count
    exit 1
  }
}' "$@"
