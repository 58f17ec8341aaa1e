"""`python -m convert` is `newsconvert`."""

from convert.cli import main

if __name__ == "__main__":
    main()
