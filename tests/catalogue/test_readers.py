"""The catalogue is read by whichever reader PyYAML has; both must read the same."""

from pathlib import Path

import pytest
import yaml

from viecthat.catalogue import readers

FILES = sorted(Path(readers.__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_quick_reader_reads_what_the_plain_one_reads(file):
    text = file.read_text(encoding="utf-8")
    assert readers.read_yaml(text) == yaml.safe_load(text)


def test_what_is_more_than_plain_values_is_not_read():
    with pytest.raises(yaml.YAMLError):
        readers.read_yaml("!!python/object/apply:os.getcwd []")
