"""The bytes that GNU readline reads from the terminal, so that no lost byte goes unnoticed.

Readline holds back a byte that may begin a character. If it does not, the byte is missing from the
line, or appears in a later one. Python's module does not show what was read, so
readline's function for reading (`rl_getc_function`, which its manual offers for replacement) is
wrapped here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Generator

END_OF_INPUT = -1
_Read = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class TypedBytes:
    """The bytes that readline has read since the last `clear`.

    `error` is what a signal raised while a byte was read; it cannot pass through readline.
    """

    def __init__(self) -> None:
        self.data = bytearray()
        self.error: BaseException | None = None

    def clear(self) -> None:
        """Forget what was read."""
        self.data.clear()
        self.error = None

    def are_text(self, encoding: str) -> bool:
        """Whether every byte was part of a character."""
        try:
            self.data.decode(encoding)
        except UnicodeDecodeError:
            return False
        return True

    def reader(self, read: Callable[[int | None], int]) -> Generator[int, int | None, None]:
        """For each stream sent to this generator, read a byte with `read` and store it.

        Python runs a signal's handler as soon as it runs code again: in a function that would be
        before its first line, outside of any `try`. A generator goes on inside of one.
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
    """Record what the readline in this library reads from now on; None if that is impossible."""
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


# Kept alive: readline calls them until the process ends.
_kept: list[object] = []
