"""The files of a team: pages, easy versions, pictures, recordings, dates."""
