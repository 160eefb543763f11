"""Addresses of signing in and out."""

from django.urls import path

from viecthat.accounts.pages import sign_in

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", sign_in.SignInPage.as_view(), name="sign-in"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
]
