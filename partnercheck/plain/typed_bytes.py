"""The bytes that GNU readline reads from the terminal, so that no lost byte goes unnoticed.

Readline holds back a byte that may begin a character. If the byte begins none, it is missing from
the line, or appears in a later line. Python's module does not show which bytes were read, so
readline's function for reading is wrapped here (`rl_getc_function`, which programs may replace
according to readline's manual).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Generator

END_OF_INPUT = -1
_Read = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class TypedBytes:
    """The bytes that readline has read since the last `clear`.

    `error` is the exception that a signal handler raised while a byte was read. It is stored, since
    exceptions cannot pass through readline.
    """

    def __init__(self) -> None:
        self.data = bytearray()
        self.error: BaseException | None = None

    def clear(self) -> None:
        """Forget the bytes and the error."""
        self.data.clear()
        self.error = None

    def are_text(self, encoding: str) -> bool:
        """Whether the bytes are valid text in this encoding."""
        try:
            self.data.decode(encoding)
        except UnicodeDecodeError:
            return False
        return True

    def reader(self, read: Callable[[int | None], int]) -> Generator[int, int | None, None]:
        """Read a byte with `read` from each stream that is sent, store the byte and yield it.

        Python runs a signal handler as soon as it executes Python code again. In a function, that
        is before the first line, outside any `try`; a generator resumes inside its `try`.
        """
        byte = 0
        while True:
            try:
                stream = yield byte
                byte = read(stream)
                if byte != END_OF_INPUT:
                    self.data.append(byte)
            except GeneratorExit:
                raise
            except BaseException as error:
                self.error = error
                byte = END_OF_INPUT


def watch(library: str) -> TypedBytes | None:
    """Record the bytes that a readline library reads from now on; return None if this fails."""
    try:
        hook = ctypes.c_void_p.in_dll(ctypes.CDLL(library), "rl_getc_function")
    except (OSError, ValueError):
        return None
    if not hook.value:
        return None
    typed = TypedBytes()
    reader = typed.reader(_Read(hook.value))
    next(reader)
    noting = _Read(reader.send)
    hook.value = ctypes.cast(noting, ctypes.c_void_p).value
    _kept.append(noting)
    return typed


# The functions that readline calls until the process ends: they must not be freed.
_kept: list[object] = []
