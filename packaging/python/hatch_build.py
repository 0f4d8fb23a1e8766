"""Puts the program into the wheel's scripts, and names the machine that it runs on."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Program(BuildHookInterface):
    def initialize(self, version, build_data):
        (program,) = os.listdir(os.path.join(self.root, "bin"))
        build_data["shared_scripts"] = {os.path.join(self.root, "bin", program): program}
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-" + os.environ["PLUMBLINE_WHEEL"]
