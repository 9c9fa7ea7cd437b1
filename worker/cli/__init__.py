"""The command line: one small file a command group; `app` composes them."""


def main() -> None:
    """The `deskhand` script."""
    from worker.cli.commands import main as run  # imported late: the evaluation commands beside it need far less

    run()
