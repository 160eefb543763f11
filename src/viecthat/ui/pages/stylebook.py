"""The living style page: every part of the design system with sample data, at /kieu-mau/."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def stylebook(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/stylebook.html")
