"""A picture is moved, looked into and taken apart by mouse and by keyboard; without a script it stands."""

import http.server
import re
import threading

import pytest
from playwright.sync_api import expect

PICTURE = "/institutions/defender-of-rights/picture/"


def scene(page) -> str:
    """Return how the picture is moved and magnified."""
    return page.locator(".picture .scene").get_attribute("transform") or ""


def node(page, name):
    return page.locator(".picture .node").filter(has_text=name).first


@pytest.fixture
def picture(site, page):
    page.set_viewport_size({"width": 1300, "height": 1000})
    page.goto(site.url + PICTURE)
    expect(page.get_by_role("toolbar", name="The picture")).to_be_visible()
    page.locator(".picture-sheet").scroll_into_view_if_needed()
    return page


def test_keys_zoom_move_and_put_back(picture):
    picture.locator(".picture-sheet").focus()
    picture.keyboard.press("+")
    assert "scale(1.25)" in scene(picture)
    picture.keyboard.press("ArrowRight")
    moved = scene(picture)
    picture.keyboard.press("ArrowLeft")
    assert scene(picture) != moved
    picture.keyboard.press("-")
    assert "scale(1.25)" not in scene(picture)
    picture.keyboard.press("0")
    assert scene(picture) == ""


def test_buttons_do_the_same(picture):
    picture.get_by_role("button", name="Zoom in").click()
    assert "scale(1.25)" in scene(picture)
    picture.get_by_role("button", name="Whole picture").click()
    assert scene(picture) == ""


def test_the_wheel_scrolls_the_page_and_zooms_with_ctrl(picture):
    picture.locator(".picture .sheet").hover(position={"x": 30, "y": 300})
    picture.mouse.wheel(0, 100)
    assert scene(picture) == ""
    picture.keyboard.down("Control")
    picture.mouse.wheel(0, -100)
    picture.keyboard.up("Control")
    expect(picture.locator(".picture .scene")).to_have_attribute("transform", re.compile("scale"))


def test_the_sheet_is_pulled_by_the_mouse(picture):
    box = picture.locator(".picture-sheet").bounding_box()
    picture.mouse.move(box["x"] + 20, box["y"] + 20)
    picture.mouse.down()
    picture.mouse.move(box["x"] + 120, box["y"] + 80, steps=4)
    picture.mouse.up()

    assert scene(picture).startswith("translate(")


def test_a_record_is_pulled_its_ties_follow_and_its_link_is_not(picture):
    pulled = node(picture, "Equinet")
    number = pulled.get_attribute("data-n")
    line = picture.locator(f'.picture polyline[data-b="{number}"]').first
    before, points = pulled.get_attribute("transform"), line.get_attribute("points")
    box = pulled.locator("circle.hit").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    picture.mouse.move(*middle)
    picture.mouse.down()
    picture.mouse.move(middle[0] + 60, middle[1] + 40, steps=4)
    picture.mouse.up()

    assert pulled.get_attribute("transform") != before
    assert line.get_attribute("points") != points
    assert picture.url.endswith(PICTURE)


def test_neighbours_are_lit_where_the_keyboard_is(picture):
    node(picture, "Equinet").focus()

    assert picture.locator(".picture.is-asked").count() == 1
    assert "lit" in picture.locator(".picture .subject").get_attribute("class")
    assert "lit" not in (node(picture, "CERD").get_attribute("class") or "")


def test_a_record_leads_to_its_page(picture):
    node(picture, "Equinet").focus()
    picture.keyboard.press("Enter")

    expect(picture.get_by_role("heading", level=1)).to_contain_text("European Network of Equality Bodies")


def test_a_kind_of_tie_goes_at_once_when_it_is_unticked(picture):
    ties = picture.locator(".picture .scene .t-engagement")
    expect(ties).to_be_visible()
    picture.get_by_label("engagement", exact=True).uncheck()

    expect(ties).to_be_hidden()


def test_the_form_and_the_years_need_no_script(site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + PICTURE)
    expect(page.locator(".picture .node").first).to_be_visible()
    expect(page.locator(".picture-tools")).to_be_hidden()
    page.get_by_label("engagement", exact=True).uncheck()
    page.get_by_label("two steps").check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("steps=2"))
    expect(page.locator(".picture .scene .t-engagement")).to_have_count(0)
    page.get_by_role("link", name="A year earlier").click()

    expect(page).to_have_url(re.compile(r"on=\d{4}-\d\d-\d\d"))
    expect(page.locator(".lead")).to_contain_text("As of")
    context.close()


@pytest.fixture
def other_site():
    """A page of another origin that has our line in it, served on a port of its own."""
    pages = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!DOCTYPE html><title>Other</title>{pages.get(self.path, '')}".encode())

        def log_message(self, *_arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_line_shows_the_picture_on_another_site(site, page, other_site):
    page.goto(site.url + PICTURE)
    line = page.get_by_label("To show it on another site").input_value()
    url, pages = other_site
    pages["/article"] = line
    page.goto(f"{url}/article")
    frame = page.frame_locator("iframe")

    expect(frame.locator(".picture .node").first).to_be_visible()
    frame.get_by_role("button", name="Zoom in").click()
    expect(frame.locator(".picture .scene")).to_have_attribute("transform", re.compile("scale"))


@pytest.mark.expects_console_error
def test_no_other_page_of_ours_stands_in_a_frame(site, page, other_site):
    url, pages = other_site
    pages["/article"] = f'<iframe src="{site.url}{PICTURE}"></iframe>'
    page.goto(f"{url}/article")

    assert page.frames[-1].url.startswith("chrome-error:")


def test_a_file_opened_by_itself_is_styled_in_light_and_dark(site, page):
    colours = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{site.url}{PICTURE[:-1]}.svg")
        colours.add(page.evaluate("getComputedStyle(document.querySelector('.sheet')).fill"))

    assert colours == {"rgb(255, 255, 255)", "rgb(27, 34, 35)"}


def test_the_map_is_asked_of_a_network_and_its_table_sorted(site, page):
    page.goto(f"{site.url}/networks/european-network-of-equality-bodies/")
    page.get_by_role("link", name="Map of its members").click()
    page.get_by_role("link", name="Country", exact=True).click()

    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.get_by_role("columnheader", name="Country")).to_have_attribute("aria-sort", "ascending")


def test_a_timeline_tells_open_from_ended_in_the_drawing_and_in_words(site, page):
    page.goto(f"{site.url}/networks/council-of-europe/")
    page.get_by_role("link", name="Timeline").click()
    drawing = page.get_by_role("region", name="The timeline")
    expect(drawing.locator("path.open").first).to_be_visible()
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Croatia")).to_contain_text("still open")
    expect(rows.filter(has_text="Russia")).to_contain_text("16 March 2022")

    page.goto(f"{page.url}?on=2023")
    expect(rows.filter(has_text="Croatia")).to_be_visible()
    expect(rows.filter(has_text="Russia")).to_have_count(0)
