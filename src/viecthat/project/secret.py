"""The signing key of an installation: made once, kept where only its keeper reads."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key kept in `home`; the first caller makes it. Several starts at once agree on one key."""
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, kept)  # fails when another start was first: theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text().strip()
