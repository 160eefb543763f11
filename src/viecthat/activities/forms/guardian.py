"""What a guardian said."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from viecthat.activities.choices import GuardianWay
from viecthat.activities.commands.guardian import Said
from viecthat.activities.forms.fields import LINE, TOO_LONG, IdsField
from viecthat.files.commands import MOST_BYTES
from viecthat.ui.fields import DayField


class GuardianForm(forms.Form):
    """Whose guardian agreed, how and when."""

    people = IdsField(label=_("Cho ai tham gia"), required=False)
    guardian = forms.CharField(
        label=_("Ai đồng ý"),
        max_length=120,
        widget=LINE,
        help_text=_("Tên cha, mẹ hoặc người giám hộ; một giấy nhiều người ký thì ghi “phụ huynh ký trong danh sách”."),
        error_messages=TOO_LONG | {"required": _("Ghi ai đồng ý: tên cha, mẹ hoặc người giám hộ.")},
    )
    way = forms.ChoiceField(label=_("Bằng cách nào"), choices=GuardianWay.choices)
    given_on = DayField(label=_("Ngày đồng ý"), error_messages={"required": _("Ghi ngày: ngày/tháng/năm.")})
    paper = forms.FileField(
        label=_("Ảnh chụp hoặc tệp giấy đồng ý"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,.pdf,.docx"}),
    )

    def clean_paper(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["paper"]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("Tệp nặng quá 12 MB; chụp lại hoặc nén rồi gửi."))
        return file

    @property
    def said(self) -> Said:
        """What was said, of a form that is valid."""
        data, file = self.cleaned_data, self.cleaned_data["paper"]
        return Said(data["guardian"], data["way"], data["given_on"], file.read() if file else b"")
