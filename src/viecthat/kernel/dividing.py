"""Share a whole number out so that the parts add up to it exactly."""

from collections.abc import Sequence

from viecthat.kernel.errors import Refused, gettext_noop


def divide(whole: int, weights: Sequence[int]) -> list[int]:
    """Parts of `whole` in proportion to the weights; what rounding leaves goes to the largest remainders, first come
    first. Refused when there is nobody, a weight is below zero, or all are zero.
    """
    if not weights:
        raise Refused(gettext_noop("Không có đơn vị nào để chia."))
    total = sum(weights)
    if min(weights) < 0 or total == 0:
        raise Refused(gettext_noop("Số gốc của các đơn vị đều bằng 0, không chia theo đó được; chọn cách chia khác."))
    parts = [whole * weight // total for weight in weights]
    left = whole - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda place: -(whole * weights[place] % total))
    for place in by_remainder[:left]:
        parts[place] += 1
    return parts
