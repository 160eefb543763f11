"""Signing in and out."""

from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from viecthat.accounts.forms import SignInForm


class SignInPage(LoginView):
    """Name and password; the eighth wrong try closes the door for a while (axes)."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("accounts:sign-in")


def locked_out(request: HttpRequest, response: HttpResponse | None = None, *_: Any, **__: Any) -> HttpResponse:
    """Too many wrong tries from one place under one name."""
    return render(request, "accounts/locked_out.html", status=429)
