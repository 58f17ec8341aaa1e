"""What each command does, between parsed arguments and exit code; a module a command, imported when it is called."""
