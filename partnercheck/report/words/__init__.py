"""The sentences about a verdict, its trend, its lenses, and agreements with the vendor."""
