"""A vendor's dossier: the verdict and every reason for it, down to each person's answers."""
