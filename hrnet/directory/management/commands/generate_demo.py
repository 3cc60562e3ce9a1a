"""``manage.py generate_demo``: write a large invented base for measuring, into a database apart."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hrnet.directory.demo.generating import check_size, generate
from hrnet.directory.demo.place import database_apart
from hrnet.directory.demo.writing import analyse
from hrnet.ops import prepare
from hrnet.ops.places import OpsError


class Command(BaseCommand):
    help = (
        "Write a believable but invented base for measuring, into a database of its own that is made for it."
        " It is never written into the database of this installation, nor into any that exists."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institutions", type=int, default=50_000)
        parser.add_argument("--memberships", type=int, default=1_000_000)
        parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same base")
        parser.add_argument(
            "--database-name",
            required=True,
            help="the database to make, beside this installation’s: hrnet_demo, say",
        )
        parser.add_argument("--replace", action="store_true", help="drop a generated base of this name first")

    def handle(self, **options: Any) -> None:
        institutions, memberships = options["institutions"], options["memberships"]
        name = options["database_name"]
        try:
            check_size(institutions, memberships)
            with database_apart(name, replace=options["replace"]):
                self.tell(f"Database “{name}”: making the tables …")
                prepare.check_database()
                prepare.migrate()
                prepare.seed()
                generate(institutions, memberships, options["seed"], self.tell)
                self.tell("Statistics of the tables …")
                analyse()
        except OpsError as error:
            raise CommandError(str(error)) from error
        self.tell(f"Done. To serve it: HRNET_DATABASE_NAME={name} make run (or name it in DATABASE_URL).")

    def tell(self, line: str) -> None:
        """Write a line to the terminal at once."""
        self.stdout.write(line)
        self.stdout.flush()
