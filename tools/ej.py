"""What the shell script `./ej` starts."""

import signal
import sys

from ejctl.cli import main

for number in (signal.SIGTERM, signal.SIGHUP):  # a closed terminal tidies up as Ctrl-C does
    if signal.getsignal(number) is signal.SIG_DFL:  # not so under nohup
        signal.signal(number, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
