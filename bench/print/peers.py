"""Draws the coupons of `footfall bench print --write` with others: peers.py reportlab|weasyprint COUPONS.json
SINGLES ON_SHEETS FOLDER [--fonts]. Prints seconds of processor time, one name and figure a line; leaves the files.
"""

import html
import io
import json
import sys
import time

import segno
from reportlab.graphics.barcode.code128 import Code128

MM = 72 / 25.4
NOTO = "/usr/share/fonts/truetype/noto/NotoSans-%s.ttf"


def bars(code):
    """Start and width of each bar of a Code 128, in modules."""
    symbol = Code128(code)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    place, found = 0, []
    for sign in symbol.decomposed:
        width = "0123".index(sign) if sign.isdigit() else "abcd".index(sign.lower()) + 1
        if sign.isupper():
            found.append((place, width))
        place += width
    return place, found


def dark_runs(link):
    """Row, column and length of the dark stretches of a QR at level M."""
    rows = [bytes(row) for row in segno.make(link, error="m", boost_error=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append((y, start, x - start))
            x += 1
    return len(rows), runs


class ReportLab:
    def __init__(self):
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen.canvas import Canvas

        self.Canvas, self.metrics = Canvas, pdfmetrics
        for name in ("Regular", "Bold"):
            pdfmetrics.registerFont(TTFont(name, NOTO % name))

    def text(self, canvas, words, font, size, x, y, width):
        from reportlab.lib.utils import simpleSplit

        for line in simpleSplit(words, font, size, width):
            canvas.setFont(font, size)
            canvas.drawString(x, y, line)
            y -= size * 1.3
        return y

    def coupon(self, canvas, coupon, x, top, width):
        module = 5 / 300 * 72
        size, runs = dark_runs(coupon["link"])
        left = x + width - (size + 4) * module
        for row, column, length in runs:
            canvas.rect(left + column * module, top - 12 - (row + 1) * module, length * module, module, stroke=0, fill=1)
        wide, found = bars(coupon["barcode"])
        thin = 4 / 300 * 72
        for start, length in found:
            canvas.rect(x + start * thin, top - 160, length * thin, 28, stroke=0, fill=1)
        room = left - x - 10
        y = self.text(canvas, coupon["headline"], "Bold", 11, x, top - 20, room)
        for line in coupon["details"] + [coupon["store"]]:
            y = self.text(canvas, line, "Regular", 8, x, y, room)
        y = self.text(canvas, coupon["expiry"], "Bold", 8, x, y, room)
        self.text(canvas, coupon["terms"] + " " + coupon["legal"], "Regular", 6, x, y, room)
        canvas.setFont("Bold", 10)
        canvas.drawString(x + wide * thin + 8, top - 150, coupon["code"])
        canvas.setFont("Regular", 6)
        canvas.drawString(x + wide * thin + 8, top - 160, coupon["issuer"])

    def single(self, coupon):
        file = io.BytesIO()
        canvas = self.Canvas(file, pagesize=(210 * MM, 297 * MM))
        self.coupon(canvas, coupon, 60, 780, 95 * MM)
        canvas.showPage()
        canvas.save()
        return file.getvalue()

    def sheets(self, coupons):
        file = io.BytesIO()
        canvas = self.Canvas(file, pagesize=(210 * MM, 297 * MM))
        for place, coupon in enumerate(coupons):
            if place and place % 8 == 0:
                canvas.showPage()
            x = (10 + place % 2 * 95) * MM + 8
            self.coupon(canvas, coupon, x, (297 - 28.5 - place % 8 // 2 * 60) * MM, 95 * MM - 16)
        canvas.showPage()
        canvas.save()
        return file.getvalue()


class WeasyPrint:
    style = """@page { size: A4; margin: 28.5mm 10mm 0 } body { margin: 0; font: 8pt "Noto Sans", "Noto Sans Arabic",
        "Noto Sans CJK SC" } .c { float: left; width: 95mm; height: 60mm; box-sizing: border-box; padding: 2mm;
        overflow: hidden } .c > svg { float: inline-end } h1 { font-size: 11pt; margin: 0 } p { margin: 0 }
        .t { font-size: 6pt } b { white-space: nowrap }"""

    def __init__(self):
        import weasyprint

        self.weasyprint = weasyprint
        self.fonts = weasyprint.text.fonts.FontConfiguration()
        self.css = weasyprint.CSS(string=self.style, font_config=self.fonts)

    def svg(self, width, height, rects, scale):
        path = "".join("M%d %dh%dv%dh-%dz" % (x, y, w, h, w) for x, y, w, h in rects)
        return '<svg xmlns="http://www.w3.org/2000/svg" width="%.3fpt" height="%.3fpt" viewBox="0 0 %d %d"><path d="%s"/></svg>' % (
            width * scale, height * scale, width, height, path)

    def coupon(self, coupon):
        size, runs = dark_runs(coupon["link"])
        qr = self.svg(size + 8, size + 8, [(x + 4, y + 4, n, 1) for y, x, n in runs], 5 / 300 * 72)
        wide, found = bars(coupon["barcode"])
        lines = self.svg(wide + 20, 80, [(x + 10, 0, n, 80) for x, n in found], 4 / 300 * 72)
        e = html.escape
        return '<div class="c" lang="%s" dir="%s">%s<h1>%s</h1>%s<p><b>%s</b></p><p class="t">%s %s</p>%s <b>%s</b> %s</div>' % (
            coupon["language"], "rtl" if coupon["rtl"] else "ltr", qr, e(coupon["headline"]),
            "".join("<p>%s</p>" % e(line) for line in coupon["details"] + [coupon["store"]]), e(coupon["expiry"]),
            e(coupon["terms"]), e(coupon["legal"]), lines, coupon["code"], e(coupon["issuer"]))

    def page(self, coupons):
        document = "<html><body>%s</body></html>" % "".join(self.coupon(coupon) for coupon in coupons)
        return self.weasyprint.HTML(string=document).write_pdf(stylesheets=[self.css], font_config=self.fonts)

    def single(self, coupon):
        return self.page([coupon])

    def sheets(self, coupons):
        return self.page(coupons)


def main():
    name, path, singles, on_sheets, folder = sys.argv[1:6]
    with open(path, encoding="utf-8") as file:
        coupons = json.load(file)
    contestant = {"reportlab": ReportLab, "weasyprint": WeasyPrint}[name]()
    contestant.single(coupons[0])
    if int(singles):
        began = time.process_time()
        for coupon in coupons[: int(singles)]:
            last = contestant.single(coupon)
        print("single_ms", (time.process_time() - began) / int(singles) * 1000)
        with open(folder + "/single.pdf", "wb") as file:
            file.write(last)
    if int(on_sheets):
        began = time.process_time()
        made = contestant.sheets(coupons[: int(on_sheets)])
        print("sheet_ms", (time.process_time() - began) / int(on_sheets) * 1000)
        with open(folder + "/sheet.pdf", "wb") as file:
            file.write(made)


main()
