"""Addresses of signing in and out, and of a new password."""

from django.urls import path

from viecthat.accounts.pages import password, sign_in

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", sign_in.SignInPage.as_view(), name="sign-in"),
    path("doi-mat-khau/", password.password, name="password"),
    path("dang-xuat/", sign_in.sign_out, name="sign-out"),
]
