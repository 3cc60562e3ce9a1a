"""``manage.py check_records``: list the rows that break a rule which came after them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sources.models import Finding
from sources.rules import domain_models, find_broken, rule


class Command(BaseCommand):
    help = (
        "List every stored value that breaks a rule on single values, with what to do. They are kept, and"
        " wait on the desk's start page. Exit status 1 where there are any."
    )

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        for model in domain_models():
            find_broken(model)
        findings = list(Finding.objects.all())
        for finding in findings:
            broken = rule(finding.rule)
            said = f"{broken.label}. {broken.advice}" if broken else finding.rule
            self.stdout.write(f"{finding.model} {finding.record}, {finding.field}: {said}")
        if not findings:
            self.stdout.write("Every stored value keeps the rules.")

    def execute(self, *args: Any, **options: Any) -> Any:
        output = super().execute(*args, **options)
        if count := Finding.objects.count():
            raise CommandError(f"{count} values to mend.")
        return output
