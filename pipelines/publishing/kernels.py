"""Notebooks by papermill: parameters checked before a kernel starts, and one warm kernel for each worker process."""

from __future__ import annotations

import ast
import json
import multiprocessing
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path

from indicators.workspace import CHECKOUT, refuse_unknown_parameters

QUIET = ("--IPKernelApp.log_level=40", "--HistoryManager.enabled=False")  # and nothing left in the home folder
START_SECONDS = 60
_kernel: Kernel | None = None  # this worker's; starting one a report would take longer than the reports themselves


class Kernel:
    """A kernel of this very Python, whatever kernels the machine has registered; started when it is first needed.

    What it needs on the disk is in a folder of its own inside `scratch`, which becomes the current one: the path of a
    socket may not be longer than some hundred bytes.
    """

    def __init__(self, scratch: Path):
        from jupyter_client import KernelManager
        from jupyter_client.kernelspec import KernelSpec

        class OwnKernel(KernelManager):
            @property
            def kernel_spec(self):
                argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *QUIET]
                return KernelSpec(argv=argv, display_name="Python 3", language="python")

        self.is_started = False
        self.folder = Path(tempfile.mkdtemp(prefix="kernel-", dir=scratch))
        os.chdir(self.folder)
        self.manager = OwnKernel(kernel_name="python3", connection_file=str(self.folder / "connection.json"))
        if _holds_sockets(self.folder):  # no open port
            self.manager.transport, self.manager.ip = "ipc", "kernel"

    def make_empty(self) -> None:
        """Started, and every name of the report before forgotten."""
        if self.is_started:
            self._ask(lambda client: client.execute("%reset -f", silent=True, reply=True, timeout=START_SECONDS))
            return
        self.manager.start_kernel(env=_environment())
        self._ask(lambda client: client.wait_for_ready(timeout=START_SECONDS))
        self.is_started = True

    def stop(self) -> None:
        """At once: what a kernel has in hand is nothing that anybody waits for."""
        process = getattr(self.manager.provisioner, "process", None)
        if process:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, question) -> None:
        """Papermill's client answers to the same name as ours: only one of them may be there at a time."""
        client = self.manager.client()
        client.start_channels(stdin=False)
        try:
            question(client)
        finally:
            client.stop_channels()


def _holds_sockets(folder: Path) -> bool:
    """Not every system has sockets in folders, nor every disk: those of other systems and machines do not."""
    try:
        with socket.socket(socket.AF_UNIX) as tried:
            tried.bind("tried")
        (folder / "tried").unlink()
        return True
    except (AttributeError, OSError):
        return False


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

    Uses this worker's warm kernel, emptied first, where `attend` has prepared one. Raises Fault for an unknown
    parameter, and papermill's PapermillExecutionError for a failing cell.
    """
    check(notebook, parameters)
    import papermill

    if _kernel:
        _kernel.make_empty()
    own = {"km": _kernel.manager} if _kernel else {"cwd": notebook.parent}
    return papermill.execute_notebook(
        notebook,
        output,
        parameters=dict(parameters),
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        **own,
    )


def attend(scratch: Path) -> None:
    """What a worker process does first: prepare its kernel, and see to it that neither outlives the process that started
    them. Ctrl-C is left to that process."""
    global _kernel
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _kernel = Kernel(scratch)
    Finalize(None, _kernel.stop, exitpriority=10)
    signal.signal(signal.SIGTERM, lambda *_: _leave())
    threading.Thread(target=_leave_after, args=(multiprocessing.parent_process(),), daemon=True).start()


def _leave_after(parent) -> None:
    parent.join()
    _leave()


def _leave() -> None:
    with suppress(Exception):
        _kernel.stop()
    os._exit(1)


def _environment() -> dict[str, str]:
    """The kernel finds our packages whether or not they are installed."""
    paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
