"""Link easy versions by people to their sources; record reviews and signatures."""
