"""What the shell script `./ej` starts."""

import sys

from ejctl.cli import main

sys.exit(main(sys.argv[1:]))
