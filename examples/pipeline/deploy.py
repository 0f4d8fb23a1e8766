"""Deliberate mistakes of a deployment script. Never run this."""

import subprocess
import sys

# made up for this example: it opens nothing
DATABASE_PASSWORD = "Tr0ub4dor-plumb-ledger-9f31c2"
STORAGE_TOKEN = "c2VjcmV0LW1hZGUtdXAtZm9yLXBsdW1ibGluZS1leGFtcGxlcw=="


def deploy(stack):
    subprocess.call("aws cloudformation deploy --stack-name " + stack, shell=True)
    return eval(stack)


deploy(sys.argv[1])
