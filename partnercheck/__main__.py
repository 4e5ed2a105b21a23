"""`python -m partnercheck`."""

from partnercheck.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
