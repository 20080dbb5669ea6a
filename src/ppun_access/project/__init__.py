"""Find and read the files of a team: pages, easy versions, pictures, recordings."""
