"""viecthat serve"""

from typing import Annotated

from django_typer.management import TyperCommand
from typer import Option

from viecthat.project.serve import serve, usual_workers


class Command(TyperCommand):
    help = "Chạy ứng dụng trên máy này để mở bằng trình duyệt."

    def handle(
        self,
        host: Annotated[str, Option(help="Địa chỉ lắng nghe; 0.0.0.0 là mọi địa chỉ của máy.")] = "127.0.0.1",
        port: Annotated[int, Option(min=1, max=65535, help="Cổng.")] = 8000,
        workers: Annotated[int, Option(min=1, max=64, help="Số tiến trình phục vụ.")] = usual_workers(),
    ) -> None:
        serve(host=host, port=port, workers=workers)
