"""What the office of the demo tells its citizens: the usual pages with their gaps filled, leaders, a way to a dossier.

Invented from end to end and said to be so; the addresses end in `.example`, which belongs to nobody. An office that has
written something of its own keeps it.
"""

from dataclasses import replace

from office.domain.content import Page
from office.domain.house import Dossiers, Leader
from office.first import FirstFill

LEADERS = (
    Leader("Nguyễn Thị Hoa", "Chủ tịch (ví dụ)", "0210 000 0001"),
    Leader("Trần Văn Bình", "Phó Chủ tịch (ví dụ)", "0210 000 0002"),
)
DOSSIERS = Dossiers(
    url_template="https://dichvucong.example/ho-so/{number}",
    pattern="A##.##-######-####",
    example="H56.35-260105-0001",
    result_service="T",
)
GAPS = {
    "số, ngày và cơ quan ban hành quy chế, nội quy": "Quyết định của Ủy ban nhân dân xã (ví dụ của bản trình diễn)",
    "giờ làm việc các ngày trong tuần, ngày nghỉ": "Thứ Hai đến thứ Sáu: 07:30–11:30 và 13:30–17:00 (ví dụ).",
    "số điện thoại, địa chỉ tiếp nhận phản ánh, kiến nghị": "số 0210 000 0003 (ví dụ)",
    "nơi để mẫu giấy, mẫu nào phát miễn phí": "Kệ mẫu giấy cạnh máy lấy số; phát miễn phí (ví dụ).",
    "tên mẫu": "Tờ khai đăng ký khai sinh",
    "thủ tục": "Đăng ký khai sinh",
    "quầy hoặc địa chỉ": "Quầy 2 (ví dụ)",
    "tên thủ tục": "Chứng thực bản sao từ bản chính",
    "mức thu": "ví dụ: 2.000 đồng/trang, từ trang thứ ba 1.000 đồng/trang",
    "văn bản quy định": "văn bản của đơn vị ghi ở đây",
    "các đối tượng được miễn, giảm và giấy tờ chứng minh": "Hỏi tại quầy (ví dụ).",
    "nộp tại quầy nào, nộp trực tuyến, chuyển khoản": "Nộp tại quầy 1 bằng tiền mặt hoặc chuyển khoản (ví dụ).",
}
"""Gap of the usual pages → what stands there in the demo."""


def informed(first: FirstFill) -> FirstFill:
    """What a new demo office begins with."""
    service = next((one.id for one in first.services if one.id == DOSSIERS.result_service), "")
    return replace(
        first,
        leaders=first.leaders or LEADERS,
        dossiers=first.dossiers if first.dossiers.url_template else replace(DOSSIERS, result_service=service),
        pages=tuple(_filled(one) for one in first.pages),
    )


def _filled(page: Page) -> Page:
    text = page.markdown
    for gap, words in GAPS.items():
        text = text.replace(f"[Ghi ở đây: {gap}]", words)
    return replace(page, markdown=text)
