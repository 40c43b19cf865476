"""Is a whole tank seen at one look, each position once, and nothing over anything else?"""

from itertools import combinations

from tracker.domain.storage_map import Box
from tracker.domain.tank_picture import WIDTH, Drawn, picture


def shelf(rack: str, name: str, *states: str) -> tuple[Box, tuple[str, ...]]:
    return Box("RST", "T1", rack, name, len(states)), states


def apart(one: Drawn, other: Drawn) -> bool:
    beside = one.x + one.wide <= other.x or other.x + other.wide <= one.x
    return beside or one.y + one.high <= other.y or other.y + other.high <= one.y


def test_every_position_is_one_square_of_its_own_state():
    drawn = picture([shelf("R1", "B01", "held", "free", "kept", "free")]).boxes[0]
    assert [each.state for each in drawn.squares] == ["held", "free", "kept", "free"]
    assert len({(each.x, each.y) for each in drawn.squares}) == 4
    assert drawn.words == "Rack R1, box B01: 1 held, 1 kept, 2 free"


def test_a_tank_of_fifty_full_boxes_stays_inside_its_picture_and_no_box_covers_another():
    full = ("held",) * 100
    boxes = [shelf(f"R{rack}", f"B{box:02d}", *full) for box in range(10) for rack in range(5)]
    drawn = picture(boxes)
    assert [name for name, _ in drawn.racks] == [f"R{rack}" for rack in range(5)]
    assert len(drawn.boxes) == 50
    assert all(each.x + each.wide <= WIDTH for each in drawn.boxes)
    assert all(each.y + each.high <= drawn.height for each in drawn.boxes)
    assert all(apart(*pair) for pair in combinations(drawn.boxes, 2))
    for each in drawn.boxes:
        inside = [
            each.x <= square.x and square.x + 6 <= each.x + each.wide for square in each.squares
        ]
        assert all(inside)
        assert max(square.y for square in each.squares) + 6 <= each.y + each.high


def test_a_tank_without_boxes_is_an_empty_picture():
    assert picture([]).boxes == ()
