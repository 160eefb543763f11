#!/usr/bin/env bash
# Put uv, which installs everything else, into .uv/ of this folder.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or later is needed as “python3”." >&2
    exit 1
fi

if ! python3 -c 'import ensurepip' 2>/dev/null; then
    # Debian keeps this part of Python in a package of its own.
    if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "Python's venv is missing; run: sudo apt-get install -y python3-venv" >&2
        exit 1
    fi
fi

rm -rf .uv
python3 -m venv .uv
.uv/bin/python -m pip install --quiet --disable-pip-version-check uv
