"""What to press, system by system, until it believes the office: the words and the small drawn windows of `/trust`.

Labels stand as the system writes them in English and in Vietnamese, because computers of offices run both.
"""

from dataclasses import dataclass

from look.words import N_


@dataclass(frozen=True, slots=True)
class Drawn:
    """A window of the system. `lines`: what stands in it, "*" before the chosen one; `press`: the key to press."""

    title: str
    lines: tuple[str, ...] = ()
    press: str = ""

    @property
    def is_choice(self) -> bool:
        return any(line.startswith("*") for line in self.lines)


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence and what it looks like."""

    text: str
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class System:
    """`file`: which of the two files it wants, "" none."""

    key: str
    name: str
    pictogram: str
    file: str
    steps: tuple[Step, ...]


_WIZARD = "Certificate Import Wizard · Nhập chứng chỉ"
_STORE = "Trusted Root Certification Authorities"
_WINDOWS = System(
    "windows",
    N_("Windows: Chrome, Edge, Cốc Cốc"),
    "device",
    "der",
    (
        Step(
            N_("Download the file and open it. Windows shows the certificate: press “Install Certificate…”."),
            Drawn("Certificate · Chứng chỉ", ("motcua",), "Install Certificate… · Cài đặt chứng chỉ…"),
        ),
        Step(
            N_("Choose “Current User” (or “Local Machine” for everybody who uses this computer), then “Next”."),
            Drawn(
                _WIZARD,
                ("*Current User · Người dùng hiện tại", "Local Machine · Máy cục bộ"),
                "Next · Tiếp",
            ),
        ),
        Step(
            N_("Choose the second line, press “Browse…” and take the store “Trusted Root Certification Authorities”."),
            Drawn(
                _WIZARD,
                (
                    "Automatically select · Tự động chọn",
                    "*Place all certificates in the following store · Đặt vào kho sau",
                    f"[ {_STORE} ]",
                ),
                "Next · Tiếp",
            ),
        ),
        Step(
            N_("Windows asks once more and shows a thumbprint. Press “Yes” only when it is the short one above."),
            Drawn("Security Warning · Cảnh báo bảo mật", ("Thumbprint (sha1): …",), "Yes · Có"),
        ),
        Step(N_("Close all windows of the browser, then open the office's address again: a lock stands before it.")),
    ),
)
_FIREFOX = System(
    "firefox",
    N_("Firefox"),
    "language",
    "pem",
    (
        Step(N_("Firefox believes what Windows believes: first do the steps for Windows, then try.")),
        Step(
            N_("If it still warns: Settings, “Privacy & Security”, at the very end “View Certificates…”."),
            Drawn("about:preferences#privacy", ("Certificates · Chứng chỉ",), "View Certificates… · Xem chứng chỉ…"),
        ),
        Step(
            N_("Tab “Authorities”, “Import…”, choose the downloaded file and tick the first line."),
            Drawn(
                "Downloading Certificate · Tải chứng chỉ",
                ("*Trust this CA to identify websites · Tin cậy CA này để xác định trang web",),
                "OK",
            ),
        ),
    ),
)
_ANDROID = System(
    "android",
    N_("Android telephone or tablet"),
    "phone",
    "der",
    (
        Step(N_("Download the file. Android does not install it from the browser; it stays in “Downloads”.")),
        Step(
            N_("Open Settings and search for “CA certificate”; it stands below Security, “Install a certificate”."),
            Drawn(
                "Settings · Cài đặt",
                (
                    "Security · Bảo mật",
                    "Encryption & credentials · Mã hóa và thông tin xác thực",
                    "*CA certificate · Chứng chỉ CA",
                ),
            ),
        ),
        Step(
            N_("Press “Install anyway”, unlock the screen, and choose the file."),
            Drawn("CA certificate · Chứng chỉ CA", ("motcua-ca.crt",), "Install anyway · Vẫn cài đặt"),
        ),
    ),
)
_IPAD = System(
    "ipad",
    N_("iPad or iPhone"),
    "phone",
    "der",
    (
        Step(
            N_("Open this page in Safari, press the file and then “Allow”."),
            Drawn("Safari", ("motcua-ca.crt",), "Allow · Cho phép"),
        ),
        Step(
            N_("Open Settings: “Profile Downloaded” stands at the top. Press it, then “Install”."),
            Drawn("Settings · Cài đặt", ("*Profile Downloaded · Đã tải về hồ sơ",), "Install · Cài đặt"),
        ),
        Step(
            N_("Settings, General, About, at the end “Certificate Trust Settings”: switch this one on."),
            Drawn(
                "Certificate Trust Settings · Cài đặt tin cậy chứng nhận",
                ("*motcua",),
                "Continue · Tiếp tục",
            ),
        ),
    ),
)
SYSTEMS = (_WINDOWS, _FIREFOX, _ANDROID, _IPAD)
