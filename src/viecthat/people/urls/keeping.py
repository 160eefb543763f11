"""Addresses where the branch and the units above answer for members: sign-ins, requests, consents, cards."""

from django.urls import path

from viecthat.people.pages import asked, card, fee_closing, own_account, receipt

app_name = "keeping"
urlpatterns = [
    path("moi/", own_account.choose, name="invite-branches"),
    path("moi/<slug:code>/", own_account.invite, name="invite"),
    path("<int:pk>/go-tai-khoan/", own_account.take_off, name="take-account-off"),
    path("de-nghi/", asked.corrections, name="corrections"),
    path("de-nghi/<int:pk>/", asked.correction, name="correction"),
    path("de-nghi/<int:pk>/giay-to/", asked.proof, name="proof"),
    path("dong-y/", asked.consent_branches, name="consent-branches"),
    path("dong-y/<slug:code>/", asked.consents, name="consents"),
    path("dong-y/<slug:code>/<int:pk>/xac-nhan/", asked.confirm, name="confirm-guardian"),
    path("nop-doan-phi/", fee_closing.handed_up, name="fees-handed-up"),
    path("doan-phi/<slug:code>/khoa-so/", fee_closing.closings, name="fee-closings"),
    path("doan-phi/<slug:code>/khoa-so/<int:pk>/mo-lai/", fee_closing.reopen, name="reopen-fees"),
    path("doan-phi/<slug:code>/khoa-so/<int:pk>/in/<slug:kind>/", fee_closing.paper, name="fee-closing-paper"),
    path("doan-phi/<slug:code>/con-no/", fee_closing.arrears, name="fee-arrears"),
    path("doan-phi/<slug:code>/con-no/tai/", fee_closing.arrears_file, name="fee-arrears-file"),
    path("doan-phi/<slug:code>/so-thu/tai/", fee_closing.book_file, name="fee-book-file"),
    path("doan-phi/<slug:code>/bien-lai/", receipt.receipts, name="receipts"),
    path("doan-phi/<slug:code>/bien-lai/<int:pk>/huy/", receipt.cancel, name="cancel-receipt"),
    path("doan-phi/<slug:code>/bien-lai/<int:pk>/in/<slug:kind>/", receipt.paper, name="receipt-paper"),
    path("the/", card.choose, name="card-branches"),
    path("the/<slug:code>/", card.cards, name="cards"),
    path("<int:pk>/thu-hoi-the/", card.revoke, name="revoke-card"),
    path("xoa-du-lieu/", asked.erasures, name="erasures"),
    path("<int:pk>/xoa-du-lieu/", asked.erase, name="erase"),
]
