"""The people who may answer about a vendor: theirs and ours."""
