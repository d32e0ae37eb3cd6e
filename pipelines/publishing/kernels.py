"""Notebooks by papermill: parameters checked before a kernel starts, and one warm kernel for each worker process."""

from __future__ import annotations

import ast
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from indicators.workspace import CHECKOUT, refuse_unknown_parameters

QUIET = ("--IPKernelApp.log_level=40", "--HistoryManager.enabled=False")  # and nothing left in the home folder
START_SECONDS = 60
_kernel: Kernel | None = None  # this worker's; starting one a report would take longer than the reports themselves


class Kernel:
    """A running kernel of this very Python, whatever kernels the machine has registered."""

    def __init__(self):
        from jupyter_client import KernelManager
        from jupyter_client.kernelspec import KernelSpec

        class OwnKernel(KernelManager):
            @property
            def kernel_spec(self):
                argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *QUIET]
                return KernelSpec(argv=argv, display_name="Python 3", language="python")

        self._folder = tempfile.TemporaryDirectory(prefix="jiping-")
        self.manager = OwnKernel(kernel_name="python3")
        if os.name == "posix":  # sockets in a folder of our own: no open port
            self.manager.transport, self.manager.ip = "ipc", str(Path(self._folder.name) / "kernel")
        self.manager.start_kernel(env=_environment())
        self._ask(lambda client: client.wait_for_ready(timeout=START_SECONDS))

    def empty(self) -> None:
        """Forget every name of the report before."""
        self._ask(lambda client: client.execute("%reset -f", silent=True, reply=True, timeout=START_SECONDS))

    def stop(self) -> None:
        self.manager.shutdown_kernel(now=True)
        self._folder.cleanup()

    def _ask(self, question) -> None:
        """Papermill's client answers to the same name as ours: only one of them may be there at a time."""
        client = self.manager.client()
        client.start_channels(stdin=False)
        try:
            question(client)
        finally:
            client.stop_channels()


def declared(notebook: Path) -> list[str]:
    """The names that the notebook's `parameters` cell assigns."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", ())]
    assigned = (node for source in sources for node in ast.parse(source).body if isinstance(node, ast.Assign))
    return [name.id for node in assigned for name in node.targets if isinstance(name, ast.Name)]


def check(notebook: Path, names: Iterable[str]) -> None:
    """Raise Fault for a parameter that the notebook does not declare, before any kernel starts."""
    refuse_unknown_parameters(names, declared(notebook))


def execute(notebook: Path, output: Path | None, parameters: Mapping):
    """Run the notebook with the parameters and return it executed; written to `output` even when a cell fails.

    Uses this worker's warm kernel, emptied first, where `warm_up` has started one. Raises Fault for an unknown
    parameter, and papermill's PapermillExecutionError for a failing cell.
    """
    check(notebook, parameters)
    import papermill

    if _kernel:
        _kernel.empty()
    return papermill.execute_notebook(
        notebook,
        output,
        parameters=dict(parameters),
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        cwd=notebook.parent,
        **({"km": _kernel.manager} if _kernel else {}),
    )


def warm_up() -> None:
    """Start this worker's kernel. Ctrl-C is left to the process that started the workers."""
    global _kernel
    from multiprocessing.util import Finalize

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _kernel = Kernel()
    Finalize(None, _kernel.stop, exitpriority=10)


def _environment() -> dict[str, str]:
    """The kernel finds our packages whether or not they are installed."""
    paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
