"""The fixed words of charts, slides, the brief, the wall table and the press extract, in both languages."""

from dataclasses import dataclass

from viecthat.documents.model import Lang


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """Templates; both languages fill the same parts."""

    # charts
    chart: str
    charts_annex: str
    against_goals: str
    over_time: str
    by_unit: str
    goal: str
    time_gone: str
    even_pace: str
    goal_of: str
    pace_described: str
    pace_bar_described: str
    trend_described: str
    rank_described: str
    # sections of the report
    limits_found: str
    limits_back: str
    limit_mended: str
    limit_open: str
    cause: str
    action: str
    owner: str
    due: str
    key_tasks: str
    proposals_sent: str
    proposed: str
    answered: str
    appraisal: str
    said_by: str
    missing_annex: str
    missing_lead: str
    code: str
    doubts_annex: str
    doubts_lead: str
    doubt: str
    score: str
    units_part: str
    # slides
    agenda: str
    where_we_stand: str
    targets_count: str
    units_reporting: str
    best_weakest: str
    most: str
    least: str
    least_of_share: str
    limits: str
    directions: str
    proposals: str
    conclusions: str
    conclusions_blank: str
    discussed: str
    conference_of: str
    area_more: str
    signed_live: str
    # brief and wall
    brief: str
    key_results: str
    to_push: str
    no_push: str
    wall: str
    wall_subtitle: str
    # extract
    extract: str
    some_results: str
    few_people: str
    locked_signed: str
    locked_ledger: str
    of_goal: str
    # workbook
    summary_sheet: str
    targets: str


VI = PaperTexts(
    chart="Biểu đồ {number}. {title}",
    charts_annex="BIỂU ĐỒ",
    against_goals="{area}: kết quả so với chỉ tiêu",
    over_time="{name}: cộng dồn so với nhịp đều",
    by_unit="{name}: đơn vị làm nhiều nhất",
    goal="chỉ tiêu",
    time_gone="{gone} thời gian",
    even_pace="nhịp đều",
    goal_of="chỉ tiêu {goal}",
    pace_described="Kết quả so với chỉ tiêu: {bars}.",
    pace_bar_described="{name} {share}",
    trend_described="{name}: từ {first} đến {now} được {result}; chỉ tiêu đến {last} là {goal}.",
    rank_described="{name} theo đơn vị: {bars}.",
    limits_found="Những hạn chế nêu trong kỳ:",
    limits_back="Đã khắc phục {mended}/{of} hạn chế của các kỳ trước còn theo dõi:",
    limit_mended="{words} – {state}{said}",
    limit_open="{words}{cause}{action}{owner}{due}",
    cause=" Nguyên nhân{kind}: {cause}",
    action=" Biện pháp: {action}",
    owner=" Chủ trì: {owner}",
    due=", hạn {due}",
    key_tasks="Các nhiệm vụ trọng tâm:",
    proposals_sent="Kiến nghị với cấp trên:",
    proposed="Với {to}: {solution} (khó khăn: {difficulty}){answer}",
    answered=" – {state}",
    appraisal="Ý KIẾN CỦA CẤP TRÊN",
    said_by="{name}, {post} ({day}):",
    missing_annex="ĐƠN VỊ CHƯA CÓ SỐ LIỆU",
    missing_lead="{some}/{all} đơn vị trực thuộc có số liệu trong kỳ; {count} đơn vị sau chưa có:",
    code="Mã đơn vị",
    doubts_annex="SỐ LIỆU CÒN NGHI VẤN",
    doubts_lead="Những điểm dưới đây có trong báo cáo đã ký của kỳ và chưa được đơn vị giải trình:",
    doubt="Điểm nghi vấn",
    score="Mức ngờ",
    units_part="Bảng {number}. Số liệu theo đơn vị",
    agenda="Nội dung",
    where_we_stand="Đang ở đâu",
    targets_count="chỉ tiêu {verdict}",
    units_reporting="đơn vị có số liệu",
    best_weakest="Đơn vị làm tốt, đơn vị cần cố gắng",
    most="Làm nhiều nhất",
    least="Ít nhất trong các đơn vị đã có số liệu",
    least_of_share="{share} phần được giao",
    limits="Hạn chế",
    directions="Phương hướng, nhiệm vụ",
    proposals="Kiến nghị",
    conclusions="Kết luận hội nghị",
    conclusions_blank="Ghi từng kết luận: việc gì, đơn vị nào, hạn nào, minh chứng gì.",
    discussed="Thảo luận",
    conference_of="Hội nghị ngày {day}",
    area_more="và {count} chỉ tiêu khác, xem báo cáo",
    signed_live="Số của sổ việc lúc {moment}",
    brief="Bản tóm tắt một trang.",
    key_results="Kết quả chính",
    to_push="Cần đẩy mạnh",
    no_push="Không có chỉ tiêu nào chậm so với thời gian đã qua.",
    wall="BẢNG CHỈ TIÊU",
    wall_subtitle="{unit}, {period}, số liệu đến hết ngày {day}",
    extract="TRÍCH BÁO CHÍ",
    some_results="Một số kết quả thực hiện các chỉ tiêu",
    few_people="dưới {least} người",
    locked_signed="Số liệu theo báo cáo đã ký, bản {number}, ngày {day}.",
    locked_ledger="Số liệu theo sổ việc lúc {moment}; đơn vị chưa có báo cáo đã ký của kỳ này.",
    of_goal="đạt {share} chỉ tiêu",
    summary_sheet="Tổng hợp",
    targets="Số chỉ tiêu",
)
EN = PaperTexts(
    chart="Chart {number}. {title}",
    charts_annex="CHARTS",
    against_goals="{area}: results against targets",
    over_time="{name}: running total against an even pace",
    by_unit="{name}: the units that did most",
    goal="target",
    time_gone="{gone} of the time",
    even_pace="even pace",
    goal_of="target {goal}",
    pace_described="Results against targets: {bars}.",
    pace_bar_described="{name} {share}",
    trend_described="{name}: {result} from {first} to {now}; the target by {last} is {goal}.",
    rank_described="{name} by unit: {bars}.",
    limits_found="Limits found in the period:",
    limits_back="{mended} of {of} limits followed from earlier periods were mended:",
    limit_mended="{words} – {state}{said}",
    limit_open="{words}{cause}{action}{owner}{due}",
    cause=" Cause{kind}: {cause}",
    action=" Remedy: {action}",
    owner=" Owner: {owner}",
    due=", due {due}",
    key_tasks="Key tasks:",
    proposals_sent="Proposals to the level above:",
    proposed="To {to}: {solution} (difficulty: {difficulty}){answer}",
    answered=" – {state}",
    appraisal="THE SUPERIOR'S APPRAISAL",
    said_by="{name}, {post} ({day}):",
    missing_annex="UNITS WITHOUT FIGURES",
    missing_lead="{some} of {all} units directly below have figures in the period; these {count} have none:",
    code="Unit code",
    doubts_annex="FIGURES IN DOUBT",
    doubts_lead="These points stood in the signed report of the period and the unit has not answered them:",
    doubt="Doubt",
    score="Score",
    units_part="Table {number}. Figures by unit",
    agenda="Agenda",
    where_we_stand="Where we stand",
    targets_count="targets {verdict}",
    units_reporting="units with figures",
    best_weakest="Who did well, who must catch up",
    most="Did most",
    least="Least among units with figures",
    least_of_share="{share} of its share",
    limits="Limits",
    directions="Directions and tasks",
    proposals="Proposals",
    conclusions="Conclusions of the conference",
    conclusions_blank="Each conclusion: what, which unit, by when, with what evidence.",
    discussed="Discussion",
    conference_of="Conference of {day}",
    area_more="and {count} other targets, see the report",
    signed_live="Figures of the ledger at {moment}",
    brief="One-page brief",
    key_results="Main results",
    to_push="Needs a push",
    no_push="No target is behind the time gone.",
    wall="TABLE OF TARGETS",
    wall_subtitle="{unit}, {period}, figures to the end of {day}",
    extract="PRESS EXTRACT",
    some_results="Selected results against targets",
    few_people="fewer than {least} people",
    locked_signed="Figures of the signed report, edition {number}, {day}.",
    locked_ledger="Figures of the ledger at {moment}; the unit has no signed report of this period yet.",
    of_goal="{share} of the target",
    summary_sheet="Summary",
    targets="Targets",
)
PAPER_TEXTS: dict[Lang, PaperTexts] = {"vi": VI, "en": EN}
