"""Make the sound of documents, read by a synthetic voice or recorded by a person.

``narration.narrate`` does all of it for one document and a synthetic voice: ``script``
lists what to say, ``synthesis`` makes the sound of each sentence with an engine,
``joining`` joins them into one file and ``timing`` computes where each sentence is in it.
``recordings.narrate`` does the same for a recording by a person.
"""
