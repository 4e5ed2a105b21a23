"""A vendor's dossier: every reason, down to who answered what."""
