"""`python -m service` is `liaison`."""

from service.cli import main

if __name__ == "__main__":
    main()
