"""The rendering child (`python -m engine.documents.child FONTS MEMORY`): letters on stdin, answers on stdout.

It has no environment, no network and hard limits; its working folder holds the template files that came over the pipe.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import resource
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import segno
import typst

from engine.documents.frames import Header, Parts, pack, unpack

_KEPT = 8  # template sets kept ready: one a deployed SOP version
_NEW_NET, _NEW_USER = 0x40000000, 0x10000000
_ATTEMPTS, _BOX = 4, "□"
_UNPRINTABLE = re.compile(r'(?:the text|disallowed codepoint) `"(.*?)"`')


def main() -> None:
    """Serve letters until stdin closes."""
    fonts_folder, memory = sys.argv[1], int(sys.argv[2])
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print of the compiler must not break the frames
    _leave_network()  # before any thread starts: afterwards the kernel refuses
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(inward, outward, fonts)
    shutil.rmtree(os.getcwd(), ignore_errors=True)  # our parent is gone and cannot tidy up


def serve(inward: BinaryIO, outward: BinaryIO, fonts: typst.Fonts) -> None:
    """Answer one frame after another."""
    kept: dict[str, typst.Compiler] = {}

    def read(size: int) -> bytes:
        content = inward.read(size)
        if len(content) < size:
            raise EOFError
        return content

    while True:
        try:
            header, parts = unpack(read)
        except EOFError:
            return
        if "names" in header:
            _keep(kept, header["digest"], dict(zip(header["names"], parts, strict=True)), fonts)
        answer, results = _answer(header, kept)
        outward.write(pack(answer, results))
        outward.flush()


def _keep(kept: dict[str, typst.Compiler], digest: str, files: dict[str, bytes], fonts: typst.Fonts) -> None:
    """Lay a set of template files into a folder of its own, which becomes all that its letters can read."""
    while len(kept) >= _KEPT:
        oldest = next(iter(kept))
        del kept[oldest]
        shutil.rmtree(oldest)
    for name, content in files.items():
        path = Path(digest, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    nowhere = Path("no-packages").absolute()
    kept[digest] = typst.Compiler(
        root=Path(digest).absolute(), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
    )


def _answer(header: Header, kept: dict[str, typst.Compiler]) -> tuple[Header, Parts]:
    """One letter. What no font can print becomes a box and is reported: a person's note must not stop a letter."""
    if header["digest"] not in kept:
        return {"status": "files"}, []
    _allow_cpu(header["cpu"])
    compiler, data, replaced = kept[header["digest"]], header["data"], ""
    for attempt in range(_ATTEMPTS):
        try:
            return _compile(compiler, header, data, replaced)
        except typst.TypstError as error:
            lost = {c for text in _UNPRINTABLE.findall(error.diagnostic) for c in _unescape(text)} - {" ", _BOX}
            if attempt == _ATTEMPTS - 1 or not any(character in data for character in lost):
                return _failure(error, header["digest"]), []
            replaced += "".join(sorted(lost))
            data = data.translate({ord(character): _BOX for character in lost})
    raise AssertionError("unreachable")


def _compile(compiler: typst.Compiler, header: Header, data: str, replaced: str) -> tuple[Header, Parts]:
    pdf = header["format"] == "pdf"
    output, warnings = compiler.compile_with_warnings(
        Path(header["digest"], header["template"]).absolute(),
        format="pdf" if pdf else "png",
        ppi=None if pdf else header["ppi"],
        sys_inputs={"data": data, "qr": _qr(header["qr"]) if header["qr"] else ""},
        timestamp=datetime.fromisoformat(header["moment"]),
        pdf_standards=["a-2a"] if pdf else [],
    )
    outputs = output if isinstance(output, list) else [output or b""]
    return {"status": "done", "warnings": [w.message for w in warnings], "replaced": replaced}, outputs


def _failure(error: typst.TypstError, digest: str) -> Header:
    """What went wrong, with file names as the author knows them, not as our folder has them."""
    folder = f"{Path(digest).absolute()}/"
    place = re.search(r"┌─ (\S+?):(\d+):\d+", error.diagnostic or "")
    return {
        "status": "failed",
        "message": error.message.replace(folder, ""),
        "hint": error.hints[0] if error.hints else None,
        "file": place[1].removeprefix(f"{digest}/") if place else None,
        "line": int(place[2]) if place else None,
    }


def _unescape(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _qr(address: str) -> str:
    """A QR code as SVG text, without a border of its own."""
    content = io.BytesIO()
    segno.make(address, error="m", micro=False).save(content, kind="svg", xmldecl=False, border=0)
    return content.getvalue().decode()


def _allow_cpu(seconds: int) -> None:
    """Give this letter so many more seconds of processor time; past them the kernel ends us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, hard))


def _leave_network() -> None:
    """Enter an empty network where the kernel allows it; elsewhere the dead proxy we were given stops downloads."""
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NET) != 0:
        libc.unshare(_NEW_USER | _NEW_NET)


if __name__ == "__main__":
    main()
