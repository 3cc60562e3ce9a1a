"""Two to six institutions, networks or countries side by side: what they share, and what one has alone."""
