"""An address and who goes there; the reviews of the demonstration that several tests open."""

from dataclasses import dataclass

REVIEW = "/so-ket/ha-noi/giua-nhiem-ky-2017-2020/"
BLOC_REVIEW = "/so-ket/khoi-nguon-003-01/khoi-khoi-cong-nhan-vien-chuc-thu-do-2020/"
OFFICE_REVIEW = "/so-ket/co-quan-nguon-004/6-thang-dau-nam-2018/"
PINNED = "Tết trồng cây “Đời đời nhớ ơn Bác Hồ”"


@dataclass(frozen=True)
class Place:
    """An address and who goes there; `{activity}` and the like stand for ids that the demonstration gives out."""

    path: str
    username: str | None = "thanh-doan"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.path}-{self.username}"


def of_people(name: str) -> bool:
    """Whether an address of this name is about people, posts and units."""
    return name.partition(":")[0] in OF_PEOPLE


def of_siblings(name: str) -> bool:
    """Whether an address of this name is of a floor that stands beside others, not below them."""
    return name.partition(":")[0] in OF_SIBLINGS


OF_PEOPLE = {"cadres", "card", "keeping", "open-account", "organisation", "own", "people", "residence"}
OF_SIBLINGS = {"commendations", "congress", "contests", "ideas", "inspections", "news", "opinion", "support"}
# Their addresses are secrets of their bearers: told to nobody, not even to ourselves.
SECRETS = {"activities:code", "activities:took-part", "card", "courses:verify"}
# The first holds a code too, once somebody has typed one.
SECRETS |= {"commendations:ask-code", "commendations:verify"}
