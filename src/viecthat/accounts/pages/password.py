"""A new password, set by who knows the one in use."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from viecthat.accounts.commands import Door, change_password, check_door, note_try
from viecthat.accounts.forms import PasswordForm
from viecthat.accounts.queries import account_named, actor_of, visitor_of
from viecthat.kernel.errors import Refused
from viecthat.ui.sentences import add_refusal

# Whoever finds a signed-in screen must not guess on.
DOOR = Door("password", most=8, minutes=15)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change it; other sessions of the account end."""
    account, at = actor_of(request), now()
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given, visitor = form.cleaned_data, f"{visitor_of(request)[:40]}{account.pk}"
        try:
            check_door(door=DOOR, visitor=visitor, at=at)
            change_password(account=account, old=given["old"], new=given["new"], at=at)
        except Refused as refused:
            if refused.field == "old":
                note_try(door=DOOR, visitor=visitor, at=at)
            add_refusal(form, refused)
        else:
            changed = account_named(account.username)
            if changed is not None:
                update_session_auth_hash(request, changed)
            messages.success(request, _("Đã đổi mật khẩu; các nơi khác đang đăng nhập phải đăng nhập lại."))
            return redirect(reverse("home:workbench"))
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.is_bound else 200)
