"""viecthat read FILE"""

from typing import Annotated

from django_typer.management import TyperCommand
from typer import Argument, Option


class Command(TyperCommand):
    help = "Đọc các số liệu trong một văn bản: mỗi số với chỗ nó đứng, đơn vị đếm, mức, loại, chỉ số có thể."

    def handle(
        self,
        file: Annotated[str, Argument(metavar="FILE", help="Tệp DOCX, PDF, DOC hoặc TXT; - là đọc từ ống dẫn.")],
        as_json: Annotated[bool, Option("--json", help="In ra JSON (docs/json.md).")] = False,
    ) -> None:
        from viecthat.reporting.cli import print_reading

        print_reading(file, as_json=as_json)
