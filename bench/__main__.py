"""`python -m bench`: see `bench.run`."""

import typer

from bench.run import main

typer.run(main)
