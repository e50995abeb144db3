"""The command `ednet-train-gpu`."""

import argparse

from . import compare, pack, train


def main(arguments=None):
    """Runs a subcommand."""
    parser = argparse.ArgumentParser(prog="ednet-train-gpu", description="Trains ednet's network on a GPU.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in (("pack", pack), ("train", train), ("compare", compare)):
        own = commands.add_parser(name, help=module.__doc__, description=module.__doc__)
        module.add_arguments(own)
        own.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    options.run(options)


if __name__ == "__main__":
    main()
