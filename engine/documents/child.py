"""The rendering child (`python -m engine.documents.child FONTS MEMORY`): letters on stdin, answers on stdout.

It has no environment, no network, an empty working folder and hard limits; template files come over the pipe and live
in memory only.
"""

from __future__ import annotations

import ctypes
import io
import os
import re
import resource
import sys
from datetime import datetime
from typing import Any, BinaryIO

import segno
import typst

from engine.documents.frames import Header, Parts, pack, unpack

_KEPT = 8  # template sets kept ready: one a deployed SOP version
_NEW_NET, _NEW_USER = 0x40000000, 0x10000000
_ATTEMPTS, _BOX = 4, "□"
Files = dict[str, bytes]
_UNPRINTABLE = re.compile(r'(?:the text|disallowed codepoint) `"(.*?)"`')


def main() -> None:
    """Serve letters until stdin closes."""
    fonts_folder, memory = sys.argv[1], int(sys.argv[2])
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print of the compiler must not break the frames
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder])
    _leave_network()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    folder = os.getcwd()
    serve(
        inward, outward, typst.Compiler(root=folder, font_paths=fonts, package_path=folder, package_cache_path=folder)
    )


def serve(inward: BinaryIO, outward: BinaryIO, compiler: typst.Compiler) -> None:
    """Answer one frame after another."""
    kept: dict[str, Files] = {}

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
        answer, results = _answer(header, parts, kept, compiler)
        outward.write(pack(answer, results))
        outward.flush()


def _answer(header: Header, parts: Parts, kept: dict[str, Files], compiler: typst.Compiler) -> tuple[Header, Parts]:
    digest = header["digest"]
    if "names" in header:
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[digest] = dict(zip(header["names"], parts, strict=True))
    if digest not in kept:
        return {"status": "files"}, []
    _allow_cpu(header["cpu"])
    return _compile(compiler, kept[digest], header)


def _compile(compiler: typst.Compiler, files: Files, header: Header) -> tuple[Header, Parts]:
    """One letter. What no font can print becomes a box and is reported: a person's note must not stop a letter."""
    data, replaced = header["data"], ""
    for attempt in range(_ATTEMPTS):
        try:
            return _once(compiler, files, header, data, replaced)
        except typst.TypstError as error:
            lost = {c for text in _UNPRINTABLE.findall(error.diagnostic) for c in _unescape(text)} - {" ", _BOX}
            if attempt == _ATTEMPTS - 1 or not any(character in data for character in lost):
                return _failure(error), []
            replaced += "".join(sorted(lost))
            data = data.translate({ord(character): _BOX for character in lost})
    raise AssertionError("unreachable")


def _once(compiler: typst.Compiler, files: Files, header: Header, data: str, replaced: str) -> tuple[Header, Parts]:
    main_files: Any = {**files, "main.typ": files[header["template"]]}  # the library's stub lacks its many-files input
    pdf = header["format"] == "pdf"
    output, warnings = compiler.compile_with_warnings(
        main_files,
        format="pdf" if pdf else "png",
        ppi=None if pdf else header["ppi"],
        sys_inputs={"data": data, "qr": _qr(header["qr"]) if header["qr"] else ""},
        timestamp=datetime.fromisoformat(header["moment"]),
        pdf_standards=["a-2a"] if pdf else [],
    )
    outputs = output if isinstance(output, list) else [output or b""]
    return {"status": "done", "warnings": [w.message for w in warnings], "replaced": replaced}, outputs


def _failure(error: typst.TypstError) -> Header:
    place = re.search(r"┌─ (\S+?):(\d+):\d+", error.diagnostic or "")
    return {
        "status": "failed",
        "message": error.message,
        "hint": error.hints[0] if error.hints else None,
        "file": place[1] if place else None,
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
