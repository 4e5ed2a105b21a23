"""The session screen: several people, several vendors."""
