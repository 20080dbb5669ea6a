"""From sentences to sound.

``narrate.narrate`` does all of it for one document: ``script`` says what to say,
``synth`` makes the sound of each sentence with an engine, ``package`` joins them into one
file and ``timing`` tells where each sentence is in it.
"""
