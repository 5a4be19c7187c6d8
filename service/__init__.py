"""The service: settings, the HTTP application and the command line. The only part that knows FastAPI and typer."""
