"""Link easy versions by people to their sources; record reviews and signatures.

Whatever asks people (a sheet, a page) goes the same way, with functions that touch no disk:

- ``review_digests(page, …).version`` is what they are asked about: print it;
- ``ReviewSheet`` is what they answered, passage by passage, with the version, the place and
  the number of people; ``tally`` counts several of them;
- ``corrected`` notes what was read, once their wordings are in the text;
- ``signed`` gives the next state, or refuses words that nobody read;
- ``standing`` tells how far the text was read, for whoever publishes it.
"""
