"""What a team has in its folder: pages, easy versions, pictures, recordings, dates."""
