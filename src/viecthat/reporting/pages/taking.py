"""Reports that wait to be taken in: many at once, or one by one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viecthat.kernel.errors import Refused
from viecthat.ledger.feed import LedgerSource
from viecthat.plans.pages.shared import reader_of
from viecthat.reporting.commands.steps import accept_reports
from viecthat.reporting.pages.shared import ON_A_PAGE, POSTED
from viecthat.reporting.queries.taking import reports_to_take, takes_anything, waiting_shown
from viecthat.ui.sentences import sentence_of


@require_http_methods(POSTED)
def taking(request: HttpRequest) -> HttpResponse:
    """The list, those with most doubts first within a page; sent, the chosen are taken in, all or none."""
    reader = reader_of(request)
    if not takes_anything(reader.actor, reader.at):
        raise PermissionDenied(_("Bạn chưa được giao quyền nhận báo cáo của đơn vị nào."))
    said = ""
    chosen = {int(one) for one in request.POST.getlist("chon") if one.isdecimal()}
    if request.method == "POST":
        try:
            count = accept_reports(reports=chosen, actor=reader.actor, at=reader.at)
        except Refused as refused:
            said = sentence_of(refused)
        else:
            messages.success(request, _("Đã nhận {count} báo cáo.").format(count=count))
            return HttpResponseRedirect(reverse("reports:taking"))
    page = Paginator(reports_to_take(reader.actor, reader.at), ON_A_PAGE).get_page(request.GET.get("trang"))
    rows = waiting_shown(list(page.object_list), reader.at, LedgerSource().hold()) if page.object_list else []
    rows.sort(key=lambda row: -len(row.content.doubts))
    context = {"page": page, "rows": rows, "said": said, "chosen": chosen}
    return render(request, "reporting/taking.html", context, status=422 if said else 200)
