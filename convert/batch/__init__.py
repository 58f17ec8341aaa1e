"""Many inputs: plan, ledger, runner, status."""
