"""The atelier: write, hear, test and sign easy versions, in a browser of this machine."""
