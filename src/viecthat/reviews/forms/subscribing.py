"""How one wishes to be told of a review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from viecthat.ui.fields import WholeField


class SubscribeForm(forms.Form):
    """From which change on."""

    threshold = WholeField(
        label=_("Báo khi số liệu đổi từ (%)"),
        help_text=_("Đánh giá chỉ tiêu đổi, hạn chế hoặc kết luận khép lại thì luôn được báo."),
        error_messages={"required": _("Ghi số từ 1 đến 100.")},
    )

    def clean_threshold(self) -> int:
        value = int(self.cleaned_data["threshold"])
        if not 1 <= value <= 100:
            raise forms.ValidationError(_("Ghi số từ 1 đến 100."))
        return value
