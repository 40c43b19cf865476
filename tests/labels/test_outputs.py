"""Is what leaves as SVG, PDF and ZPL exactly the label that was read back, to the millimetre?"""

import re
from dataclasses import replace
from random import Random
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from PIL import Image, ImageDraw

import labels
from labels.drawing import Bars, Text
from labels.layout import lay_out
from labels.raster import dots, in_dots, picture
from tests.labels import samples

POINTS_TO_MM = 25.4 / 72
SVG = "{http://www.w3.org/2000/svg}"


def name(kind):
    return kind.__name__


def contents(label):
    return sorted(symbol.content for symbol in lay_out(label).symbols)


def media_boxes(pdf):
    """The size of each page in millimetres, from the file's own text."""
    boxes = re.findall(rb"/MediaBox \[ ?([\d. ]+)\]", pdf)
    corners = [[float(number) for number in box.split()] for box in boxes]
    return [((c - a) * POINTS_TO_MM, (d - b) * POINTS_TO_MM) for a, b, c, d in corners]


def pages(pdf, dpi=600):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_a_pdf_page_is_exactly_as_large_as_the_label_and_reads_the_same(kind):
    label = kind(Random(10))
    drawing = lay_out(label)
    pdf = labels.render(label, "pdf")
    assert media_boxes(pdf) == [pytest.approx((drawing.width, drawing.height), abs=0.001)]
    assert b"/Subtype /Image" not in pdf
    (page,) = pages(pdf)
    assert sorted(labels.decode(page)) == contents(label)


def test_the_bars_of_a_pdf_are_as_wide_as_they_should_be():
    label = samples.partial(Random(11))
    (page,) = pages(labels.render(label, "pdf"), dpi=1000)
    linear = next(mark for mark in lay_out(label).marks if isinstance(mark, Bars))
    across = page.crop((0, round((linear.y + 2) * 1000 / 25.4), page.width, page.height)).crop(
        (0, 0, round((linear.x + linear.width + 2) * 1000 / 25.4), 1)
    )
    ink = [x for x, value in enumerate(across.tobytes()) if value < 128]
    assert (ink[-1] + 1 - ink[0]) * 25.4 / 1000 == pytest.approx(
        len(linear.modules) * 0.254, abs=0.03
    )


def test_the_words_of_a_pdf_can_be_searched():
    label = samples.wristband(Random(13))
    document = pypdfium2.PdfDocument(labels.render(label, "pdf"))
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert label.patient_name.split()[0] in text
    assert label.coi[-6:] in text


@pytest.mark.parametrize("form", ["svg", "pdf", "zpl203", "zpl300"])
def test_the_same_label_gives_the_same_bytes(form):
    label = samples.container(Random(14))
    assert labels.render(label, form) == labels.render(label, form)


def test_a_sheet_holds_all_labels_in_order():
    choose = Random(15)
    vials = tuple(samples.vial(choose) for _ in range(25))
    pdf = labels.sheet(vials)
    assert media_boxes(pdf) == [pytest.approx((215.9, 279.4), abs=0.001)] * 2
    first, second = pages(pdf, dpi=300)
    assert sorted(labels.decode(first)) == sorted(vial.symbol for vial in vials[:18])
    assert sorted(labels.decode(second)) == sorted(vial.symbol for vial in vials[18:])


def test_a_sheet_of_a4_holds_two_large_labels():
    choose = Random(16)
    bags = tuple(samples.cassette(choose) for _ in range(3))
    pdf = labels.sheet(bags, labels.A4)
    assert media_boxes(pdf) == [pytest.approx((210, 297), abs=0.001)]
    (page,) = pages(pdf, dpi=300)
    assert sorted(labels.decode(page)) == sorted(text for bag in bags for text in contents(bag))


def test_a_label_larger_than_the_sheet_and_unlike_labels_are_refused():
    band, vial = samples.wristband(Random(17)), samples.vial(Random(17))
    with pytest.raises(labels.Unprintable):
        labels.sheet((band,), labels.Sheet(100, 100))
    with pytest.raises(labels.Unprintable):
        labels.sheet((band, vial))


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_an_svg_is_exactly_as_large_as_the_label_and_reads_the_same(kind):
    label = kind(Random(20))
    drawing = lay_out(label)
    root = ET.fromstring(labels.render(label, "svg"))
    assert root.get("width") == f"{drawing.width:g}mm"
    assert root.get("height") == f"{drawing.height:g}mm"
    assert root.get("viewBox") == f"0 0 {drawing.width:g} {drawing.height:g}"
    assert {element.tag for element in root.iter()} <= {
        SVG + t for t in ("svg", "rect", "path", "text")
    }
    assert sorted(labels.decode(drawn(root))) == contents(label)


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
def test_what_is_only_looked_at_has_the_words_and_no_code(kind):
    label = kind(Random(20))
    root = ET.fromstring(labels.likeness(label))
    assert labels.decode(drawn(root)) == ()
    texts = [element.text for element in root.iter(SVG + "text")]
    assert texts == [m.text for m in lay_out(label).marks if isinstance(m, Text)]


def drawn(root, scale=24):
    """Fill the paths of an SVG, text left out."""
    _, _, wide, high = (float(number) for number in root.get("viewBox").split())
    image = Image.new("L", (round(wide * scale), round(high * scale)), 255)
    pen = ImageDraw.Draw(image)
    number = r"(-?[\d.]+)"
    for path in root.iter(SVG + "path"):
        for box in re.findall(
            rf"M{number} {number}h{number}v{number}h-{number}z", path.get("d")
        ):
            x, y, across, down, back = (float(part) for part in box)
            assert across == back
            right, bottom = round((x + across) * scale) - 1, round((y + down) * scale) - 1
            pen.rectangle((round(x * scale), round(y * scale), right, bottom), fill=0)
    return image


def test_flags_are_printed_turned_by_a_quarter_on_every_output():
    bag = replace(samples.container(Random(22)), flags="12")
    root = ET.fromstring(labels.render(bag, "svg"))
    (flags,) = [element for element in root.iter(SVG + "text") if element.text == "12"]
    assert "rotate(90)" in flags.get("transform", "")
    drawing = lay_out(bag)
    printed = thermal(labels.render(bag, "zpl203").decode("ascii"))
    assert printed.tobytes() == picture(drawing, 203).convert("1").tobytes()
    (page,) = pages(labels.render(bag, "pdf"), dpi=300)
    (turned,) = [m for m in drawing.marks if isinstance(m, Text) and m.rotated]
    place = in_dots(turned.areas[0], 300)
    assert page.crop(place).getextrema()[0] < 128
    assert picture(drawing, 300).crop(place).getextrema()[0] == 0


def test_what_people_typed_cannot_become_markup():
    label = samples.badge(Random(21))
    hostile = labels.StaffBadge(
        code128=label.code128,
        number=label.number,
        name='<script>"&',
        role="a < b & c > d",
        facility="'x'",
    )
    root = ET.fromstring(labels.render(hostile, "svg"))
    texts = [element.text for element in root.iter(SVG + "text")]
    assert '<script>"&' in texts
    assert "a < b & c > d" in texts


@pytest.mark.parametrize("kind", samples.KINDS, ids=name)
@pytest.mark.parametrize(("form", "dpi"), [("zpl203", 203), ("zpl300", 300)])
def test_a_zpl_printer_puts_down_the_very_dots_that_were_read_back(kind, form, dpi):
    label = kind(Random(30))
    drawing = lay_out(label)
    code = labels.render(label, form).decode("ascii")
    printed = thermal(code)
    assert printed.size == (dots(drawing.width, dpi), dots(drawing.height, dpi))
    assert printed.tobytes() == picture(drawing, dpi).convert("1").tobytes()
    assert sorted(labels.decode(printed.convert("L"))) == contents(label)


def thermal(code):
    """A printer that knows boxes and graphics, as the ZPL II manual describes them."""
    assert code.startswith("^XA\n")
    assert code.endswith("^XZ\n")
    ((wide, high),) = re.findall(r"\^PW(\d+)\n\^LL(\d+)\n", code)
    image = Image.new("1", (int(wide), int(high)), 1)
    for left, top, field in re.findall(r"\^FO(\d+),(\d+)(\^G.*?)\^FS", code):
        place = (int(left), int(top))
        if field.startswith("^GB"):
            across, down, thick = (int(part) for part in field[3:].split(","))
            assert thick == min(across, down)  # filled
            image.paste(0, (*place, place[0] + across, place[1] + down))
        else:
            ((total, row, data),) = re.findall(r"\^GFA,(\d+),\d+,(\d+),([0-9A-F]*)$", field)
            ink = Image.frombytes(
                "1", (int(row) * 8, int(total) // int(row)), bytes.fromhex(data)
            )
            image.paste(0, place, ink)
    return image
