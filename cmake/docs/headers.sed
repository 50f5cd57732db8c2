# Doxygen 1.9 takes the quotes of 30'000 for those of a character, and loses its place.
s/([0-9])'([0-9])/\1\2/g
