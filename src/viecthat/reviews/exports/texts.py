"""The fixed words of a review's documents in both languages; {parts} are filled with figures and names."""

from dataclasses import dataclass

from viecthat.documents.model import Lang


@dataclass(frozen=True, slots=True)
class Texts:
    """Every template of the report, its annexes and its workbook; both languages fill the same parts."""

    # head and foot
    report: str
    abstract: str
    carrying_out: str
    closing: str
    # headings
    situation: str
    results: str
    limits: str
    directions: str
    proposals: str
    targets_annex: str
    units_annex: str
    # lead-in and situation
    lead_in: str
    lead_in_plain: str
    term: str
    term_gone: str
    period_gone: str
    direct_units: str
    no_direct_units: str
    below: str
    reporting: str
    as_known: str
    targets_stand: str
    verdict_count: str
    no_targets: str
    proved: str
    mostly_verified: str
    mostly_evidenced: str
    mostly_declared: str
    # results
    whole_unit: str
    in_year: str
    share_has: str
    stock_has: str
    stock: str
    named: str
    zero: str
    exceeded: str
    far_too_low: str
    met: str
    on_pace: str
    promising: str
    push: str
    share_goal: str
    at_most_goal: str
    within_goal: str
    beyond_goal: str
    years: str
    year_result: str
    of_term: str
    of_each_year: str
    of_period: str
    nested: str
    no_results: str
    # limits
    behind: str
    behind_share: str
    behind_most: str
    nothing_behind: str
    not_told: str
    weak: str
    weak_figure: str
    silent: str
    and_others: str
    and_other_figures: str
    wrong_sum: str
    too_low_goal: str
    causes: str
    # directions
    remaining_lead: str
    remaining: str
    remaining_none: str
    a_month: str
    days_left: str
    remaining_share: str
    remaining_yearly: str
    keep: str
    time_over: str
    to_be_added: str
    proposals_to_be_added: str
    # notices
    illustrative: str
    derived: str
    drawn: str
    map_then: str
    map_now: str
    source: str
    sources: str
    source_split: str
    source_made_up: str
    see_annex: str
    checks: str
    too_low_note: str
    given_by: str
    sum_holds: str
    sum_fails: str
    # columns
    number: str
    content: str
    measure: str
    goal: str
    result: str
    share: str
    gone: str
    proof: str
    verdict: str
    note: str
    unit: str
    kind: str
    area: str
    goal_counted: str
    result_counted: str
    total: str
    own: str
    overlap: str
    verified: str
    evidenced: str
    declared: str
    share_declared: str
    part: str
    whole: str
    target_start: str
    target_end: str
    code: str
    n_of: str
    targets_sheet: str
    units_sheet: str
    sources_sheet: str
    dataset: str
    published: str
    day: str
    split: str
    made_up: str
    all_made_up: str
    as_published: str


VI = Texts(
    report="BÁO CÁO",
    abstract="Kết quả thực hiện các chỉ tiêu công tác Đoàn và phong trào thanh thiếu nhi {period}",
    carrying_out="thực hiện {directives}",
    closing="Trên đây là báo cáo {title} của {unit}.",
    situation="I. ĐẶC ĐIỂM TÌNH HÌNH",
    results="II. KẾT QUẢ THỰC HIỆN",
    limits="III. HẠN CHẾ, NGUYÊN NHÂN",
    directions="IV. PHƯƠNG HƯỚNG",
    proposals="V. KIẾN NGHỊ",
    targets_annex="KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
    units_annex="SỐ LIỆU THEO ĐƠN VỊ",
    lead_in="Thực hiện {directives}, {committee} {unit} báo cáo kết quả {period} như sau:",
    lead_in_plain="{committee} {unit} báo cáo kết quả {period} như sau:",
    term="nhiệm kỳ Đại hội lần thứ {ordinal}",
    term_gone="Tính đến hết ngày {day}, {term} (từ {first} đến {last}) đã qua {gone} thời gian.",
    period_gone="Tính đến hết ngày {day}, kỳ báo cáo ({period}) đã qua {gone} thời gian.",
    direct_units="Theo bản đồ đơn vị ngày {day}, {unit} có {count} đơn vị trực thuộc",
    no_direct_units="Theo bản đồ đơn vị ngày {day}, {unit} không có đơn vị trực thuộc.",
    below="; toàn hệ thống có {kinds}",
    reporting=". Trong kỳ, {some}/{all} đơn vị trực thuộc có số liệu.",
    as_known="Báo cáo chỉ tính những gì đã vào sổ việc đến hết ngày {day}.",
    targets_stand="Trong {total} chỉ tiêu được xem xét, có ",
    verdict_count="{count} chỉ tiêu {verdict}",
    no_targets="Đơn vị chưa có chỉ tiêu nào cho kỳ này.",
    proved="Trong {total} số liệu, có ",
    mostly_verified="{count} số liệu phần lớn dựa trên việc đã được xác minh",
    mostly_evidenced="{count} số liệu phần lớn dựa trên việc có minh chứng",
    mostly_declared="{count} số liệu phần lớn mới là kê khai",
    whole_unit="toàn {name}",
    in_year="Năm {year}, ",
    share_has="có {figure} {name} ({n}/{of})",
    stock_has="có {figures}",
    stock="{figure} {name}",
    named="{name}: {figure}",
    zero="{name}: {figure}, các số đã ghi đều đã được đảo lại",
    exceeded=", bằng {share} chỉ tiêu {span} ({goal}), vượt chỉ tiêu",
    far_too_low=", bằng {share} chỉ tiêu {span} ({goal}), gấp {times} lần mức đề ra: chỉ tiêu quá thấp, cần xem lại",
    met=", đạt {share} chỉ tiêu {span} ({goal})",
    on_pace=", đạt {share} chỉ tiêu {span} ({goal}), đúng tiến độ",
    promising=", đạt {share} chỉ tiêu {span} ({goal}), có triển vọng",
    push=", mới đạt {share} chỉ tiêu {span} ({goal}), cần đẩy mạnh",
    share_goal=", chỉ tiêu {span} là {goal}: {verdict}",
    at_most_goal=", mức {span} không được quá {goal}: {verdict}",
    within_goal="trong mức cho phép",
    beyond_goal="đã quá mức",
    years="; {years}",
    year_result="năm {year} là {result}",
    of_term="nhiệm kỳ",
    of_each_year="hằng năm",
    of_period="{period}",
    nested="So với {before} {first}, số {then} bằng {share}.",
    no_results="Kỳ này chưa có số liệu nào trong sổ việc.",
    behind="{name}: {result}/{goal} ({share}) khi đã qua {gone} thời gian, còn thiếu {missing}: {verdict}",
    behind_share="{name}: {result} ({n}/{of}), chỉ tiêu {goal}, khi đã qua {gone} thời gian: {verdict}",
    behind_most="{name}: {result}, không được quá {goal}, khi đã qua {gone} thời gian: {verdict}",
    nothing_behind="Không có chỉ tiêu nào chậm so với thời gian đã qua.",
    not_told="Chưa có số liệu về {count} chỉ tiêu: {names}.",
    weak="Còn {count} số liệu có trên 30 % là kê khai, chưa có minh chứng: ",
    weak_figure="{name} ({share})",
    silent="Còn {count} đơn vị trực thuộc chưa có số liệu trong kỳ: {names}.",
    and_others="{names} và {count} đơn vị khác",
    and_other_figures="; và {count} số liệu khác",
    wrong_sum="Phép cộng chưa khớp: {sum} (quy tắc: {rule}).",
    too_low_goal="{count} chỉ tiêu đặt quá thấp, kết quả đã quá ba lần mức đề ra: {names}.",
    causes="Nguyên nhân khách quan, chủ quan: (đơn vị bổ sung nguyên nhân).",
    remaining_lead="Để hoàn thành các chỉ tiêu còn lại đúng hạn:",
    remaining="{name}: còn thiếu {quantity} để đạt {goal} khi hết ngày {last}",
    remaining_none="{name}: chưa có số liệu, cần đạt {goal} khi hết ngày {last}",
    a_month="; còn {months} tháng, mỗi tháng cần bình quân {pace}",
    days_left="; còn {days} ngày",
    remaining_share="{name}: cần thêm {quantity} (hiện {n}/{of}) để đạt {goal} khi hết ngày {last}",
    remaining_yearly="{name}: mỗi năm đạt ít nhất {goal}; năm {year} mới là {result}",
    keep="Giữ vững và phát huy {count} chỉ tiêu đã đạt, vượt.",
    time_over="Thời gian thực hiện của {count} chỉ tiêu chưa đạt đã hết: {names}.",
    to_be_added="(đơn vị bổ sung nhiệm vụ, giải pháp).",
    proposals_to_be_added="(đơn vị bổ sung kiến nghị, đề xuất).",
    illustrative="Dấu *: mức đề ra minh hoạ, nguồn không nêu chỉ tiêu.",
    derived="Nơi nguồn chỉ nêu tỷ lệ phần trăm, tử số hoặc mẫu số là số suy ra.",
    drawn="Số liệu lấy từ sổ việc lúc {moment}, theo {map} (ngày {day}).",
    map_then="bản đồ đơn vị khi đó",
    map_now="bản đồ đơn vị hôm nay",
    source="Nguồn: {sources}.",
    sources="Nguồn số liệu",
    source_split="phần chia theo đơn vị là minh hoạ",
    source_made_up="tất cả là minh hoạ",
    see_annex="Nguồn số liệu: xem cuối Phụ lục 1.",
    checks="Phép cộng phải khớp",
    sum_holds="{sum}: khớp ({rule})",
    sum_fails="{sum}: KHÔNG KHỚP ({rule})",
    too_low_note="gấp {times} lần mức đề ra, chỉ tiêu quá thấp",
    given_by="{name} giao",
    number="TT",
    content="Chỉ tiêu",
    measure="Đơn vị tính",
    goal="Đề ra",
    result="Kết quả",
    share="Tỷ lệ đạt",
    gone="Thời gian đã qua",
    proof="Mức chứng thực",
    verdict="Đánh giá",
    note="Ghi chú",
    unit="Đơn vị",
    kind="Loại đơn vị",
    area="Mặt công tác",
    goal_counted="Mức đề ra quy ra số lượng",
    result_counted="Kết quả (với tỷ lệ: số đạt n)",
    total="Cộng",
    own="{unit} (ghi tại chính đơn vị, hoặc chưa chia được)",
    overlap="Trừ người trùng giữa các đơn vị",
    verified="Đã xác minh",
    evidenced="Có minh chứng",
    declared="Kê khai",
    share_declared="Tỷ lệ kê khai",
    part="Số đạt (n)",
    whole="Tổng số (N)",
    target_start="Từ ngày",
    target_end="Đến hết ngày",
    code="Mã",
    n_of="n/N",
    targets_sheet="Chỉ tiêu",
    units_sheet="Theo đơn vị",
    sources_sheet="Nguồn số liệu",
    dataset="Bộ số liệu",
    published="Nguồn",
    day="Ngày công bố",
    split="Phần chia theo đơn vị",
    made_up="minh hoạ",
    all_made_up="minh hoạ, cả tổng",
    as_published="theo nguồn",
)
EN = Texts(
    report="REPORT",
    abstract="Results of the Union's work and the youth movement against targets, {period}",
    carrying_out="carrying out {directives}",
    closing="This is the report of {unit}: {title}.",
    situation="I. SITUATION",
    results="II. RESULTS",
    limits="III. LIMITS AND CAUSES",
    directions="IV. DIRECTIONS",
    proposals="V. PROPOSALS",
    targets_annex="RESULTS AGAINST TARGETS",
    units_annex="FIGURES BY UNIT",
    lead_in="Carrying out {directives}, {committee} of {unit} reports the results for {period} as follows:",
    lead_in_plain="{committee} of {unit} reports the results for {period} as follows:",
    term="term of the congress numbered {ordinal}",
    term_gone="By the end of {day}, {gone} of the {term} ({first} to {last}) was gone.",
    period_gone="By the end of {day}, {gone} of the period ({period}) was gone.",
    direct_units="Under the map of {day}, {unit} has {count} units directly below",
    no_direct_units="Under the map of {day}, {unit} has no units below.",
    below="; in all below it: {kinds}",
    reporting=". {some} of {all} units directly below have figures in the period.",
    as_known="The report counts only what was in the ledger by the end of {day}.",
    targets_stand="Of {total} targets under review, ",
    verdict_count="{count} {verdict}",
    no_targets="The unit has no targets for this period.",
    proved="Of {total} figures, ",
    mostly_verified="{count} rest mostly on verified work",
    mostly_evidenced="{count} rest mostly on evidenced work",
    mostly_declared="{count} are mostly only declared",
    whole_unit="{name}",
    in_year="In {year}, ",
    share_has="reached {figure}: {name} ({n}/{of})",
    stock_has="stood at {figures}",
    stock="{figure}: {name}",
    named="{name}: {figure}",
    zero="{name}: {figure}; all that was recorded has been taken back",
    exceeded=", {share} of the target {span} ({goal}): exceeded",
    far_too_low=", {share} of the target {span} ({goal}), {times} times what was set: the target was far too low",
    met=", {share} of the target {span} ({goal}): met",
    on_pace=", {share} of the target {span} ({goal}), on pace",
    promising=", {share} of the target {span} ({goal}), promising",
    push=", only {share} of the target {span} ({goal}), needs a push",
    share_goal="; the target {span} is {goal}: {verdict}",
    at_most_goal="; no more than {goal} {span} is allowed: {verdict}",
    within_goal="kept",
    beyond_goal="passed",
    years="; {years}",
    year_result="{year}: {result}",
    of_term="for the term",
    of_each_year="for each year",
    of_period="for {period}",
    nested="Against {before} of “{first}”, “{then}” comes to {share}.",
    no_results="There are no figures in the ledger for this period yet.",
    behind="{name}: {result} of {goal} ({share}) with {gone} of the time gone, {missing} missing: {verdict}",
    behind_share="{name}: {result} ({n}/{of}), target {goal}, with {gone} of the time gone: {verdict}",
    behind_most="{name}: {result}, no more than {goal} is allowed, with {gone} of the time gone: {verdict}",
    nothing_behind="No target is behind the time gone.",
    not_told="{count} targets have no figures yet: {names}.",
    weak="{count} figures are more than 30% declared, without evidence: ",
    weak_figure="{name} ({share})",
    silent="{count} units directly below have no figures in the period: {names}.",
    and_others="{names} and {count} other units",
    and_other_figures="; and {count} other figures",
    wrong_sum="A sum that does not hold: {sum} (rule: {rule}).",
    too_low_goal="{count} targets were far too low, passed more than three times over: {names}.",
    causes="Objective and subjective causes: (to be added by the unit).",
    remaining_lead="To reach the remaining targets in time:",
    remaining="{name}: {quantity} more to reach {goal} by the end of {last}",
    remaining_none="{name}: no figures yet, {goal} to be reached by the end of {last}",
    a_month="; {months} months are left, {pace} a month are needed on average",
    days_left="; {days} days are left",
    remaining_share="{name}: {quantity} more (now {n}/{of}) to reach {goal} by the end of {last}",
    remaining_yearly="{name}: at least {goal} each year; {year} saw {result}",
    keep="Keep up the {count} targets met or exceeded.",
    time_over="The time of {count} targets that were not reached is over: {names}.",
    to_be_added="(tasks and measures to be added by the unit).",
    proposals_to_be_added="(proposals to be added by the unit).",
    illustrative="*: an example of a goal, the source gives none.",
    derived="Where the source gives only a percent, n or N was worked out.",
    drawn="Figures taken from the ledger at {moment}, under {map} ({day}).",
    map_then="the map of the time",
    map_now="today's map",
    source="Source: {sources}.",
    sources="Sources",
    source_split="its split by unit is made up",
    source_made_up="all of it is made up",
    see_annex="Sources: at the end of Annex 1.",
    checks="Sums that must hold",
    sum_holds="{sum}: holds ({rule})",
    sum_fails="{sum}: DOES NOT HOLD ({rule})",
    too_low_note="{times} times what was set, far too low a target",
    given_by="given by {name}",
    number="No.",
    content="Target",
    measure="Measured in",
    goal="Goal",
    result="Result",
    share="Reached",
    gone="Time gone",
    proof="Proof",
    verdict="Verdict",
    note="Notes",
    unit="Unit",
    kind="Kind of unit",
    area="Area of work",
    goal_counted="Goal as a quantity",
    result_counted="Result (of a share: n)",
    total="Total",
    own="{unit} (recorded at the unit itself, or not to be shared out)",
    overlap="Less people seen in several units",
    verified="Verified",
    evidenced="Evidenced",
    declared="Declared",
    share_declared="Share declared",
    part="Reached (n)",
    whole="Of (N)",
    target_start="From",
    target_end="To the end of",
    code="Code",
    n_of="n/N",
    targets_sheet="Targets",
    units_sheet="By unit",
    sources_sheet="Sources",
    dataset="Dataset",
    published="Source",
    day="Published",
    split="Split by unit",
    made_up="made up",
    all_made_up="made up, totals too",
    as_published="as published",
)
TEXTS: dict[Lang, Texts] = {"vi": VI, "en": EN}
