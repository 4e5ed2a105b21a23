"""A vendor's screens: its verdict, agenda, request, decision and conflicts."""
