#!/usr/bin/env bash
# The programs of the system that the tests drive: root has the missing ones installed, others are told how to.
set -euo pipefail

packages=(chromium libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui poppler-utils gettext postgresql
    openjdk-17-jre-headless)

if ! command -v dpkg-query >/dev/null; then
    absent=()
    for program in chromium soffice pdftoppm msgfmt postgres java; do
        command -v "$program" >/dev/null || absent+=("$program")
    done
    if ((${#absent[@]})); then
        echo "The tests need these programs, which are not on the path: ${absent[*]}" >&2
        exit 1
    fi
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

if [[ $EUID -ne 0 ]]; then
    echo "The tests need some Debian packages; run: sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 1
fi

echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq </dev/null
# Chromium without a window: the tests take it where it is, for it costs a third less; not every system has it.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    missing+=(chromium-headless-shell)
fi
apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
