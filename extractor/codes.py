"""Two registries: codes of problems, and flags on records.

A problem says that something went wrong or was left alone; a flag says that a
record holds something inferred or doubtful. ``docs/codes.md`` lists both, and
a test holds the page equal to this module.
"""

from __future__ import annotations

from typing import NamedTuple

from extractor.model import Box, Problem, Severity


class ProblemCode(NamedTuple):
    """A kind of problem: its severity and its two messages (what, what to do).

    The messages may hold ``{detail}``, filled in by :func:`problem`.
    """

    severity: Severity
    zh: str
    en: str


PROBLEMS: dict[str, ProblemCode] = {
    "file.missing": ProblemCode(
        "error",
        "文件不存在或无法读取：{detail}。请检查路径和权限。",
        "The file does not exist or cannot be read: {detail}. Check the path and its permissions.",
    ),
    "file.empty": ProblemCode(
        "error",
        "文件为空（0 字节）。请重新下载。",
        "The file is empty (0 bytes). Download it again.",
    ),
    "file.html": ProblemCode(
        "error",
        "这是网页（HTML），不是报告文件：{detail}。请打开原网址，下载其中的附件；若表格就在网页中，请用 Word 打开并另存为 .docx。",
        "This is a web page (HTML), not a report: {detail}. Open its address and download the attachment; "
        "if the tables are in the page itself, open it in Word and save it as .docx.",
    ),
    "file.unsupported": ProblemCode(
        "error",
        "不支持的文件类型：{detail}。请提供 PDF 或 Word 文件。",
        "This type of file is not supported: {detail}. Provide a PDF or Word file.",
    ),
    "file.too_large": ProblemCode(
        "error",
        "文件过大（{detail}），超过 1 GB 的文件不读取。请确认它确实是一份报告。",
        "The file is too large ({detail}): files over 1 GB are not read. Check that it is a report at all.",
    ),
    "archive.damaged": ProblemCode(
        "error",
        "压缩包已损坏或无法打开：{detail}。请重新下载，或解压后再转换。",
        "The archive is damaged or cannot be opened: {detail}. Download it again, or unpack it first.",
    ),
    "archive.encrypted": ProblemCode(
        "error",
        "压缩包中的文件已加密：{detail}。请先解压。",
        "The file in the archive is encrypted: {detail}. Unpack the archive first.",
    ),
    "archive.bomb": ProblemCode(
        "error",
        "压缩包过大或嵌套过深，可能是压缩炸弹：{detail}。未读取其余文件。",
        "The archive is too large or too deep and may be a zip bomb: {detail}. The rest of it was not read.",
    ),
    "document.timeout": ProblemCode(
        "error",
        "转换超时（{detail} 秒），已终止。请检查此文件，或用 --timeout 延长时限。",
        "The conversion did not finish within {detail} seconds and was stopped. "
        "Look at the file, or give it more time with --timeout.",
    ),
    "document.still": ProblemCode(
        "error",
        "转换停滞（{detail} 秒没有读完一页），已终止。请检查此文件，或用 --still 延长时限。",
        "The conversion got no page further for {detail} seconds and was stopped. "
        "Look at the file, or give it more time with --still.",
    ),
    "document.duplicate": ProblemCode(
        "info",
        "内容与 {detail} 完全相同，未重复转换；其记录见该文件。",
        "The content is that of {detail}; it was not converted again, and its records are there.",
    ),
    "document.memory": ProblemCode(
        "error",
        "转换占用内存过多，已终止：{detail}。请检查此文件是否异常。",
        "The conversion took too much memory and was stopped: {detail}. Check that the file is sound.",
    ),
    "document.crashed": ProblemCode(
        "error",
        "读取此文件的进程异常退出：{detail}。其余文件不受影响。请报告此文件。",
        "The process that read this file crashed: {detail}. Other files are not affected. Please report this file.",
    ),
    "pdf.damaged": ProblemCode(
        "error",
        "PDF 已损坏或不完整，无法打开：{detail}。请重新下载。",
        "The PDF is damaged or incomplete and cannot be opened: {detail}. Download it again.",
    ),
    "pdf.encrypted": ProblemCode(
        "error",
        "PDF 已加密，需要密码才能打开。",
        "The PDF is encrypted and needs a password.",
    ),
    "pdf.page_failed": ProblemCode(
        "error",
        "此页无法读取：{detail}。其余页已转换。",
        "This page cannot be read: {detail}. The other pages were converted.",
    ),
    "pdf.page_too_complex": ProblemCode(
        "warning",
        "此页内容过多（{detail}），未识别其中的表格。",
        "The page holds too much ({detail}); its tables were not read.",
    ),
    "pdf.unmapped_text": ProblemCode(
        "warning",
        "此页有 {detail} 个字符没有对应的 Unicode 编码，无法还原文字。请换用其他版本的文件或使用 OCR。",
        "{detail} characters on this page have no Unicode mapping, so their text cannot be known. "
        "Use another copy of the file, or OCR.",
    ),
    "pdf.hidden_layers": ProblemCode(
        "info",
        "此页有默认不显示的图层（{detail}），其中内容未读取。",
        "The page has layers that are switched off ({detail}); what lies on them was not read.",
    ),
    "pdf.doubtful_layers": ProblemCode(
        "warning",
        "无法确定此页部分图层（{detail}）是否显示，其中内容已读取。请对照页面核实。",
        "Whether some layers of this page are shown ({detail}) cannot be told; what lies on them was read. "
        "Compare with the page.",
    ),
    "pdf.watermark": ProblemCode(
        "info",
        "此页有斜排或特大的文字压在表格上，按水印处理，未读取：{detail}。",
        "Words written askew or very large are laid over the tables of this page and were taken for a watermark, "
        "so they were not read: {detail}.",
    ),
    "pdf.hidden_text": ProblemCode(
        "info",
        "此页有白色或透明等看不见的文字，未读取：{detail}。",
        "Text of this page cannot be seen, being white on white or transparent, and was not read: {detail}.",
    ),
    "pdf.struck_text": ProblemCode(
        "warning",
        "此页表格中有被横线划去的文字，未采用：{detail}。请对照页面核实。",
        "Text in the tables of this page is crossed out by lines and was left out: {detail}. Compare with the page.",
    ),
    "page.scanned": ProblemCode(
        "warning",
        "此页是扫描图像，没有文字层。请先做 OCR 再转换。",
        "The page is a scanned image without a text layer. Run OCR on the file first.",
    ),
    "word.damaged": ProblemCode(
        "error",
        "Word 文件已损坏，无法打开：{detail}。请重新下载，或在 Word 中另存后再试。",
        "The Word file is damaged and cannot be opened: {detail}. Download it again, or save it anew from Word.",
    ),
    "word.bomb": ProblemCode(
        "error",
        "Word 文件解压后过大，可能是压缩炸弹：{detail}。未读取。",
        "The Word file expands to an excessive size and may be a zip bomb: {detail}. It was not read.",
    ),
    "word.unsafe_xml": ProblemCode(
        "error",
        "Word 文件的 XML 含有实体或 DTD 声明，可能有害：{detail}。未读取。",
        "The XML of the Word file declares entities or a DTD, which may be hostile: {detail}. It was not read.",
    ),
    "word.too_deep": ProblemCode(
        "error",
        "Word 文件嵌套过深：{detail}。未读取。",
        "The Word file is nested too deeply: {detail}. It was not read.",
    ),
    "word.encrypted": ProblemCode(
        "error",
        "Word 文件已加密。请先去除密码。",
        "The Word file is encrypted. Remove its password first.",
    ),
    "word.struck_text": ProblemCode(
        "warning",
        "有加删除线（划去）的文字，未采用：{detail}。请对照原文核实。",
        "Text is crossed out and was left out: {detail}. Compare with the document.",
    ),
    "word.hidden_text": ProblemCode(
        "info",
        "有隐藏或白底白字等看不见的文字，未读取：{detail}。",
        "Text cannot be seen, being hidden or white on white, and was not read: {detail}.",
    ),
    "word.text_box": ProblemCode(
        "info",
        "单元格内锚定有文本框，其文字已读入该单元格，但文本框可能显示在别处：{detail}。请对照原文核实。",
        "A text box is anchored in a cell and was read as its text, though it may be drawn elsewhere: {detail}. "
        "Compare with the document.",
    ),
    "word.picture": ProblemCode(
        "info",
        "单元格内有图片或公式对象，其内容无法读取：{detail}。请对照原文核实。",
        "A picture or an object stands in a cell and cannot be read: {detail}. Compare with the document.",
    ),
    "word.part_unread": ProblemCode(
        "warning",
        "文中嵌入了其他文件的内容（altChunk），未读取：{detail}。请在 Word 中打开并另存后再试。",
        "The document takes in the text of another file (altChunk), which was not read: {detail}. "
        "Open it in Word and save it anew.",
    ),
    "tool.libreoffice_missing": ProblemCode(
        "error",
        "读取 {detail} 文件需要 LibreOffice，本机未安装。Debian/Ubuntu：apt-get install libreoffice-writer。",
        "Reading {detail} files needs LibreOffice, which is not installed. "
        "Debian/Ubuntu: apt-get install libreoffice-writer.",
    ),
    "tool.libreoffice_failed": ProblemCode(
        "error",
        "LibreOffice 无法转换此文件：{detail}。请在 Word 中另存为 .docx 后再试。",
        "LibreOffice could not convert this file: {detail}. Save it as .docx from Word and try again.",
    ),
    "tool.libreoffice_timeout": ProblemCode(
        "error",
        "LibreOffice 转换超时（{detail} 秒），已终止。请在 Word 中另存为 .docx 后再试。",
        "LibreOffice did not finish within {detail} seconds and was stopped. Save the file as .docx from Word.",
    ),
    "table.unclaimed": ProblemCode(
        "warning",
        "此表含有绩效指标字样，但未能识别其表头，未提取：{detail}。",
        "This table holds indicator words but its header was not understood, so nothing was taken: {detail}.",
    ),
    "table.claimed_twice": ProblemCode(
        "error",
        "此表被两种读法同时认领：{detail}。未提取。",
        "Two readings claim this table: {detail}. Nothing was taken.",
    ),
    "table.parted": ProblemCode(
        "warning",
        "此表似乎与 {detail} 的表是同一张表，但栏线不一致，未合并；请核对。",
        "This table seems to be one with the table on {detail}, but their column lines do not agree, "
        "so they were not joined. Look at both pages.",
    ),
    "fund.doubtful": ProblemCode(
        "warning",
        "资金行存疑：单元格似含两项内容或被两行共用，或缺少项目名称、单位，可能缺少表格线或表头：{detail}。请核对。",
        "A money row is in doubt: a cell seems to hold two things or to be two rows', or its name or unit is "
        "missing, as where a ruling line or a header word is lost: {detail}. Look at the page.",
    ),
    "row.unread": ProblemCode(
        "warning",
        "指标表中有一行未能读懂，未提取：{detail}。",
        "A row among the indicators was not understood and not taken: {detail}.",
    ),
    "cell.unread": ProblemCode(
        "info",
        "表中有单元格未被任何字段采用：{detail}。",
        "A cell of the table was used by no field: {detail}.",
    ),
    "internal.error": ProblemCode(
        "error",
        "程序内部错误：{detail}。请报告此文件。",
        "Internal error: {detail}. Please report this file.",
    ),
}

FLAGS: dict[str, str] = {
    "level.filled": "the level was printed once above and filled down over unmerged blank cells",
    "level.blank": "the level cell is printed empty among merged or repeated labels",
    "level.joined": "the level's label was carried over a page break",
    "cell.cut": "part of the cell's text is clipped or lies on another page",
    "cell.boxed": "some of the cell's text stands in a text box anchored in it, which may be drawn elsewhere",
    "cell.picture": "a picture or an object stands in the cell, and what it shows was not read",
    "cell.sign_drawn": "≥ or ≤ is drawn as > or < over a line, and was read as what is seen",
    "cell.struck": "crossed-out text of the cell was left out",
    "cell.doubtful": "a cell reaches over its neighbours, or its text is not what its column holds",
    "label.blank": "the value of a label is printed empty; the field was read from a second label",
    "points.sum": "the points of the indicators add up neither to the printed total nor to 90 or 100",
    "row.joined": "the row was cut by a page break and put together",
    "row.hidden": "the row is marked as hidden, but not its text, so that it is shown",
    "row.prose": "the indicator is written as numbered prose, not in a table; it has no cell",
    "header.inferred": "no header row was printed; columns were told from class words and order",
    "cross_check.differs": "a second reader (--cross-check) read the row otherwise, or did not find it",
    "project.from_title": "the form prints no project name; it was read from the title",
    "year.disagrees": "title, period and dates of the form name different years; the fiscal year is that of the first that names one",
    "value.approximate": "the value is printed with 约, 左右, 余 or ≈; the number is the printed one, without an operator of its own",
    "value.date_vague": "the words leave open which day is meant (2026年12月前, 年初); the date is null",
    "value.excel_serial": "the cell prints a spreadsheet's number of a day, read as that day",
    "value.month_uncertain": "月 after 1 to 12 may be the month of the year or a number of months",
    "value.out_of_range": "the number has more digits than records keep; its value is null",
    "value.ocr_suspect": "the value looks misread (≥92% printed as 292%); the printed number is kept, the operator is null",
    "value.operator_conflict": "the printed operators contradict each other; the operator is null",
    "value.placeholder": "the cell, or a part of it, holds only a stub of the template (≥**%)",
    "value.remark": "a remark in brackets behind the value was left aside",
    "value.several": "the cell names several quantities; they stand in the list, the value is null",
    "value.unit_conflict": "the unit cell contradicts the value's own unit, or stands beside words; what stands with the number is kept",
    "value.unit_unknown": "the printed unit is not known or is damaged; the unit is null",
    "value.unread": "the words hold a number that was not understood and is in no field",
    "value.year_missing": "a date is printed without its year; the date is null",
}


def problem(
    code: str, detail: str = "", *, page: int | None = None, bbox: Box | None = None
) -> Problem:
    """Build the problem of a registered ``code``; KeyError for an unknown one.

    The detail may come from a hostile file: of it only what can be printed is kept.
    """
    kind = PROBLEMS[code]
    detail = "".join(c if c.isprintable() else " " for c in encodable(detail))
    detail = " ".join(detail.split())
    return Problem(
        code=code,
        severity=kind.severity,
        message_zh=kind.zh.replace("{detail}", detail),
        message_en=kind.en.replace("{detail}", detail),
        page=page,
        bbox=bbox,
    )


def encodable(text: str) -> str:
    """The text with what UTF-8 cannot hold (as in names of files from elsewhere) escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class DocumentError(Exception):
    """A document that cannot be read, with the registered code that says why.

    Attributes: ``code``, ``message`` (English), ``page`` (from 1, or None) and
    ``problem``, the same as a record.
    """

    def __init__(self, code: str, detail: str = "", *, page: int | None = None) -> None:
        self._set(problem(code, detail, page=page))

    @classmethod
    def of(cls, found: Problem) -> DocumentError:
        """The error that a recorded problem stands for."""
        error = cls.__new__(cls)
        error._set(found)
        return error

    def _set(self, found: Problem) -> None:
        self.problem = found
        self.code = found.code
        self.message = found.message_en
        self.page = found.page
        super().__init__(f"{found.code}: {found.message_en}")
