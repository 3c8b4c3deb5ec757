"""Renders templates with Python's Jinja2: one JSON line in, one JSON line out."""

import json
import signal
import sys

from jinja2 import ChainableUndefined, DictLoader, StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment

KINDS = {"strict": StrictUndefined, "lenient": Undefined, "chainable": ChainableUndefined}


class TooLong(Exception):
    pass


def ring(_signal, _frame):
    raise TooLong()


signal.signal(signal.SIGALRM, ring)

for line in sys.stdin:
    task = json.loads(line)
    options = dict(task.get("options", {}))
    kind = KINDS[options.pop("undefined", "strict")]
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        environment = SandboxedEnvironment(
            undefined=kind,
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
            loader=DictLoader(task.get("templates", {})),
            **options,
        )
        answer = {"text": environment.from_string(task["template"]).render(task["context"])}
    except TooLong:
        answer = {"error": "TooLong", "message": ""}
    except Exception as error:
        answer = {"error": type(error).__name__, "message": str(error)[:200]}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
