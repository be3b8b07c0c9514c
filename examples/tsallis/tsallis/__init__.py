"""Work that does not add: links for x ⊕ y, in the manner of Tsallis and Kaniadakis."""
