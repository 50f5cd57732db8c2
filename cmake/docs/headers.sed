# A header as Doxygen gets it.

# Doxygen 1.9 takes the quotes of 30'000 for those of a character, and loses its place.
s/([0-9])'([0-9])/\1\2/g

# All of a header is of the subject that its first lines name (see subjects.dox). Without a name, a group ends that never
# began, which is a warning.
/^\/\/\/ @ingroup /{
  h
  s,.*,///,
}
/^(FIRECRAWL_BEGIN_NAMESPACE|namespace [a-z]+ \{)$/{
  G
  s,\n/// @ingroup (.*), /** @addtogroup \1 */ /** @{ */,
}
s,^(FIRECRAWL_END_NAMESPACE$|\}  // namespace ),/** @} */ &,

# Doxygen gives classes a page, aliases a line.
s,^using PageRange = .*;$,/** @note An alias of JobRange<JobPage>. */ class PageRange : public JobRange<JobPage> {};,
s,^using DocumentRange = .*;$,/** @note An alias of JobRange<Document>. */ class DocumentRange : public JobRange<Document> {};,
