"""Arrays in files: numpy's own format one after the other, written once, checked, and read by mapping them."""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.lib.format as npy
import numpy.typing as npt

Array = npt.NDArray[Any]

_BLOCK = 1 << 24
_ALIGNED = 64


class Written(NamedTuple):
    """What a file must be: its length in bytes and the CRC-32 of its contents."""

    size: int
    crc: int


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> Written:
    """Write arrays to one file, in their order, and make sure that it is on the disk."""
    size, crc = 0, 0
    with path.open("xb") as file:
        for array in arrays.values():
            whole = np.ascontiguousarray(array)
            header = io.BytesIO()
            npy.write_array_header_1_0(header, npy.header_data_from_array_1_0(whole))
            # The header of a .npy pads itself to a multiple of this; so must the data before it.
            for piece in (b"\0" * (-size % _ALIGNED), header.getvalue(), whole.reshape(-1).view(np.uint8).data):
                size += file.write(piece)
                crc = zlib.crc32(piece, crc)
        file.flush()
        os.fsync(file.fileno())
    return Written(size, crc)


def map_arrays(path: Path, names: tuple[str, ...], written: Written) -> dict[str, Array]:
    """Look at the arrays of a file without reading them. OSError when it is missing or not as it was written."""
    arrays: dict[str, Array] = {}
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size != written.size:
            raise OSError(f"{path.name} is not as long as it was written")
        whole = np.memmap(file, dtype=np.uint8, mode="r")
        at = 0
        for name in names:
            file.seek(at + -at % _ALIGNED)
            try:
                if npy.read_magic(file) != (1, 0):
                    raise ValueError("another version of the format")
                shape, by_columns, dtype = npy.read_array_header_1_0(file)
            except ValueError as failed:
                raise OSError(f"{path.name} does not hold the array {name}") from failed
            begin = file.tell()
            at = begin + int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
            # A plain array over the map: numpy's subclass for maps would slow down every look-up.
            held = np.asarray(whole[begin:at]).view(dtype)
            arrays[name] = held.reshape(shape, order="F" if by_columns else "C")
    return arrays


def checksum(path: Path) -> int:
    """CRC-32 of a file's contents."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc


def sync_folder(folder: Path) -> None:
    """Make sure that the names in the folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
