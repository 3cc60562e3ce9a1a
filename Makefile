# Each recipe is one line that calls a small script in plain Python, for machines without make.
TASK = python3 $(dir $(abspath $(lastword $(MAKEFILE_LIST))))scripts/task.py

.PHONY: help run dev test check lock messages backup restore
help:
	@echo "make run | dev | test [ARGS=tests/…] | check | messages | lock | backup | restore FILE=backup.tar"
run:
	@exec $(TASK) run
dev:
	@exec $(TASK) dev
test:
	@$(TASK) test $(ARGS)
check:
	@$(TASK) check
lock:
	@$(TASK) lock
messages:
	@$(TASK) messages
backup:
	@$(TASK) backup
restore:
	@$(TASK) restore "$(FILE)" $(ARGS)
bench-%:
	@$(TASK) bench $(subst -,_,$*)
