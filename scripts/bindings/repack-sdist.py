"""Writes the source distributions of a folder anew, with SOURCE_DATE_EPOCH and root in place of when and by whom they were built."""

import gzip
import io
import os
import pathlib
import sys
import tarfile

SECONDS = int(os.environ["SOURCE_DATE_EPOCH"])


def repack(archive: pathlib.Path) -> None:
    tarred = io.BytesIO()
    with tarfile.open(archive) as source, tarfile.open(fileobj=tarred, mode="w", format=tarfile.PAX_FORMAT) as target:
        for member in sorted(source.getmembers(), key=lambda one: one.name):
            member.mtime = SECONDS
            member.uid = member.gid = 0
            member.uname = member.gname = "root"
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            target.addfile(member, source.extractfile(member) if member.isfile() else None)
    with open(archive, "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=SECONDS) as packed:
        packed.write(tarred.getvalue())


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.tar.gz")):
    repack(path)
