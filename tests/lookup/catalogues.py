"""A catalogue as large as the country's, made up: 5,741 procedures that read like real ones, the same every time."""

import itertools
import random
from collections.abc import Iterator

from office.domain.procedures import Attachment, Certainty, Channel, DayKind, Fee, Paper, Procedure

COUNTRY = 5_741
"""Procedures of the national database."""
_ACTS = (
    "Cấp",
    "Cấp lại",
    "Cấp đổi",
    "Gia hạn",
    "Thu hồi",
    "Đăng ký",
    "Đăng ký thay đổi",
    "Xác nhận",
    "Thẩm định",
    "Công nhận",
    "Chấp thuận",
    "Thông báo",
    "Điều chỉnh",
    "Hủy bỏ",
)
_THINGS = (
    "giấy phép hoạt động",
    "giấy chứng nhận đủ điều kiện",
    "chứng chỉ hành nghề",
    "giấy xác nhận",
    "quyết định trợ cấp",
    "hồ sơ đề nghị hỗ trợ",
    "phương án sử dụng",
    "bản sao trích lục",
    "văn bản thỏa thuận",
    "kế hoạch phòng ngừa",
)
_OF = (
    ("Hộ tịch", "về hộ tịch có yếu tố nước ngoài"),
    ("Đất đai", "đối với thửa đất của hộ gia đình, cá nhân"),
    ("Xây dựng", "đối với nhà ở riêng lẻ tại nông thôn"),
    ("Bảo trợ xã hội", "cho người khuyết tật và người cao tuổi"),
    ("Người có công", "đối với thân nhân liệt sĩ"),
    ("Giáo dục", "đối với trường mầm non tư thục"),
    ("Y tế", "đối với cơ sở khám bệnh, chữa bệnh"),
    ("Nông nghiệp", "trong lĩnh vực trồng trọt và chăn nuôi"),
    ("Thủy sản", "đối với tàu cá dưới 15 mét"),
    ("Môi trường", "của dự án đầu tư nhóm C"),
    ("Giao thông", "trên đường thủy nội địa"),
    ("Văn hóa", "cho lễ hội truyền thống cấp xã"),
    ("Lao động", "cho người lao động nước ngoài"),
    ("Thương mại", "kinh doanh bán lẻ rượu"),
    ("Viễn thông", "đối với điểm truy nhập công cộng"),
    ("Tôn giáo", "của tổ chức tôn giáo trực thuộc"),
    ("Thủy lợi", "trong phạm vi bảo vệ công trình"),
    ("Lâm nghiệp", "đối với rừng sản xuất"),
    ("Du lịch", "đối với cơ sở lưu trú"),
    ("Chứng thực", "của hợp đồng, giao dịch"),
)
_WHERE = ("tại cấp xã", "tại cấp tỉnh", "liên thông ba cấp")
_PAPERS = ("Tờ khai theo mẫu", "Bản sao căn cước", "Giấy ủy quyền (nếu có)", "Bản chính để đối chiếu", "Ảnh 4 x 6")


def catalogue(count: int = COUNTRY) -> list[Procedure]:
    chance = random.Random(count)
    return list(itertools.islice((_procedure(number, name, chance) for number, name in enumerate(_names())), count))


def _names() -> Iterator[tuple[str, str]]:
    """(field, name), each only once."""
    for turn, where, (field, what), thing, act in itertools.product(range(9), _WHERE, _OF, _THINGS, _ACTS):
        yield field, f"{act} {thing} {what} {where}" + (f" (trường hợp {turn})" if turn else "")


def _procedure(number: int, named: tuple[str, str], chance: random.Random) -> Procedure:
    field, name = named
    fees = () if chance.random() < 0.2 else (Fee(None, 1_000 * chance.randrange(0, 200)),)
    return Procedure(
        code=f"{1 + number % 3}.{number // 3 + 500_000:06d}",
        name=name,
        field=field,
        service=chance.choice(("A", "B", "G", None)),
        channels=(Channel.IN_PERSON, Channel.ONLINE) if number % 2 else (Channel.IN_PERSON,),
        days=chance.randrange(0, 60),
        day_kind=DayKind.WORKING_DAY,
        deadline_note="" if number % 4 else "Có thể kéo dài khi phải xác minh",
        fees=fees,
        papers=tuple(Paper(one, "1 bản") for one in _PAPERS[: 1 + number % 5]),
        steps=tuple(f"Bước {place}: nộp và nhận kết quả tại bộ phận một cửa." for place in range(1, 2 + number % 4)),
        legal=(f"Nghị định {10 + number % 150}/2025/NĐ-CP",),
        attachments=(Attachment("Mẫu tờ khai", f"https://bieumau.example.vn/{number}.docx"),)
        if number % 5 == 0
        else (),
        sure_of_fee=Certainty.HIGH if number % 7 else Certainty.LOW,
    )
