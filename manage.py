#!/usr/bin/env python
"""Django's command line, for this project. It starts the embedded PostgreSQL where a command needs it."""

import os
import sys

from hrnet.settings import use_profile

NO_DATABASE = {"help", "version", "--help", "--version", "startapp", "makemessages", "compilemessages"}


def main() -> int:
    """Run the command of ``sys.argv``; return the exit status."""
    use_profile()
    from django.core.management import execute_from_command_line

    from hrnet.embedded import installation_server
    from hrnet.ops.places import OpsError

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    server = None
    try:
        if not os.environ.get("DATABASE_URL") and command not in NO_DATABASE:
            server = installation_server()
            server.acquire()
        execute_from_command_line(sys.argv)
    except OpsError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        if server:
            server.release()
    return 0


if __name__ == "__main__":
    sys.exit(main())
