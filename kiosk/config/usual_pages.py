"""The four pages of information that every office gets: beginnings that say what is still to be written.

Nobody is shown a page while a gap "[Ghi ở đây: …]" stands in it, so nothing untrue can reach a citizen; the page of
the leaders fills itself from the list that the head keeps anyway.
"""

from office.domain.content import LEADERS, Page

_RULES = """\
Ban hành kèm theo [Ghi ở đây: số, ngày và cơ quan ban hành quy chế, nội quy].

## Khi đến làm việc

1. Lấy số thứ tự tại máy và ngồi chờ; số được gọi hiện trên màn hình và đọc trên loa.
2. Người cao tuổi, người khuyết tật, phụ nữ mang thai, người có công với cách mạng chọn **Ưu tiên** khi lấy số.
3. Chuẩn bị đủ giấy tờ theo danh mục của thủ tục; nếu chưa rõ, xin hỏi tại quầy.
4. Giữ trật tự, không hút thuốc, giữ gìn tài sản chung.

## Giờ tiếp nhận hồ sơ và trả kết quả

[Ghi ở đây: giờ làm việc các ngày trong tuần, ngày nghỉ]

## Quyền của ông/bà

- Được hướng dẫn đầy đủ, rõ ràng trong một lần.
- Được nhận Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
- Được đánh giá, góp ý về việc phục vụ ngay tại máy này.
- Phản ánh, kiến nghị đến [Ghi ở đây: số điện thoại, địa chỉ tiếp nhận phản ánh, kiến nghị].
"""
_FORMS = """\
Mẫu đơn, tờ khai của từng thủ tục có ở trang của thủ tục đó trong mục **Tra cứu thủ tục** và trên
[Cổng Dịch vụ công quốc gia](https://dichvucong.gov.vn).

## Lấy mẫu giấy tại đơn vị

[Ghi ở đây: nơi để mẫu giấy, mẫu nào phát miễn phí]

## Các mẫu thường dùng

| Mẫu | Dùng cho | Lấy ở đâu |
|---|---|---|
| [Ghi ở đây: tên mẫu] | [Ghi ở đây: thủ tục] | [Ghi ở đây: quầy hoặc địa chỉ] |
"""
_FEES = """\
Mức phí, lệ phí do Hội đồng nhân dân cấp tỉnh và các bộ quy định; thủ tục chưa ghi mức thu ở đây không có nghĩa là
không thu. Xin hỏi tại quầy.

| Thủ tục | Mức thu | Căn cứ |
|---|---|---|
| [Ghi ở đây: tên thủ tục] | [Ghi ở đây: mức thu] | [Ghi ở đây: văn bản quy định] |

## Đối tượng được miễn, giảm

[Ghi ở đây: các đối tượng được miễn, giảm và giấy tờ chứng minh]

## Cách nộp

[Ghi ở đây: nộp tại quầy nào, nộp trực tuyến, chuyển khoản]
"""

USUAL_PAGES = (
    Page(slug="quy-che-noi-quy", title="Quy chế, nội quy", pictogram="book", markdown=_RULES.strip()),
    Page(slug="bieu-mau", title="Biểu mẫu", pictogram="form", markdown=_FORMS.strip()),
    Page(slug="phi-le-phi", title="Phí, lệ phí", pictogram="money", markdown=_FEES.strip()),
    Page(slug="lanh-dao", title="Lãnh đạo", pictogram="person", markdown=LEADERS),
)
