"""partnercheck: is this vendor a supplier, or a true business partner?"""

__version__ = "0.1.0"
