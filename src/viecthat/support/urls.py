"""Addresses of support for youth."""

from django.urls import path

from viecthat.support.pages import advice, care, home, loan, placement, project

app_name = "support"
urlpatterns = [
    path("", home.home, name="home"),
    path("tu-van/", advice.cases, name="cases"),
    path("tu-van/tai/<slug:kind>/", advice.cases_file, name="cases-file"),
    path("tu-van/ghi/<slug:code>/", advice.case_new, name="case-new"),
    path("tu-van/<int:pk>/", advice.case, name="case"),
    path("tu-van/<int:pk>/<slug:slug>/", advice.case_step, name="case-step"),
    path("buoi-tu-van/", advice.sessions, name="sessions"),
    path("buoi-tu-van/tai/<slug:kind>/", advice.sessions_file, name="sessions-file"),
    path("buoi-tu-van/ghi/<slug:code>/", advice.session_new, name="session-new"),
    path("buoi-tu-van/<int:pk>/", advice.session, name="session"),
    path("buoi-tu-van/<int:pk>/lay-lai/", advice.session_undo, name="session-undo"),
    path("doi-tac/", placement.partners, name="partners"),
    path("doi-tac/tai/<slug:kind>/", placement.partners_file, name="partners-file"),
    path("doi-tac/ghi/<slug:code>/", placement.partner_new, name="partner-new"),
    path("doi-tac/<int:pk>/", placement.partner, name="partner"),
    path("gioi-thieu/", placement.placements, name="placements"),
    path("gioi-thieu/tai/<slug:kind>/", placement.placements_file, name="placements-file"),
    path("gioi-thieu/ghi/<slug:code>/", placement.placement_new, name="placement-new"),
    path("gioi-thieu/<int:pk>/", placement.placement, name="placement"),
    path("gioi-thieu/<int:pk>/<slug:slug>/", placement.placement_step, name="placement-step"),
    path("vay-von/", loan.groups, name="groups"),
    path("vay-von/tai/<slug:kind>/", loan.groups_file, name="groups-file"),
    path("vay-von/ghi/<slug:code>/", loan.group_new, name="group-new"),
    path("vay-von/to/<int:pk>/", loan.group, name="group"),
    path("vay-von/to/<int:pk>/<slug:slug>/", loan.group_step, name="group-step"),
    path("vay-von/khoan/<int:pk>/", loan.loan, name="loan"),
    path("vay-von/khoan/<int:pk>/lan-tra/<int:line>/", loan.repayment_undo, name="repayment-undo"),
    path("vay-von/khoan/<int:pk>/<slug:slug>/", loan.loan_step, name="loan-step"),
    path("cong-nhan/", care.listing, name="cares"),
    path("cong-nhan/tai/<slug:kind>/", care.download, name="cares-file"),
    path("cong-nhan/ghi/<slug:code>/", care.new, name="care-new"),
    path("cong-nhan/<int:pk>/", care.care, name="care"),
    path("cong-nhan/<int:pk>/lay-lai/", care.undo, name="care-undo"),
    path("khoi-nghiep/", project.projects, name="projects"),
    path("khoi-nghiep/tai/<slug:kind>/", project.projects_file, name="projects-file"),
    path("khoi-nghiep/ghi/<slug:code>/", project.project_new, name="project-new"),
    path("khoi-nghiep/<int:pk>/", project.project, name="project"),
    path("khoi-nghiep/<int:pk>/<slug:slug>/", project.project_step, name="project-step"),
]
