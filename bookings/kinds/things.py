"""The list of usual things with the room they take in a van: from it the volume of a removal is worked out.

Source: our own. Each line has the outer measures in centimetres that are usual for such a thing as it is carried (beds,
wardrobes and tables that come apart: taken apart); its volume is width times depth times height, rounded up to ten
litres. A van is never filled without gaps: whoever writes the quote knows by how much. Version of November 2026; what
was asked before a change keeps the litres of its day.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from marketplace.lives.tables import Words


class Thing(NamedTuple):
    label: Words
    width: int
    depth: int
    height: int

    @property
    def litres(self) -> int:
        return -(-self.width * self.depth * self.height // 10_000) * 10


THINGS: dict[str, Thing] = {
    "box": Thing(_("Moving box"), 60, 35, 35),
    "book_box": Thing(_("Box of books"), 45, 30, 30),
    "suitcase": Thing(_("Suitcase or big bag"), 75, 50, 30),
    "clothes_box": Thing(_("Clothes on hangers, one metre"), 100, 55, 110),
    "chair": Thing(_("Chair"), 45, 50, 90),
    "stool": Thing(_("Stool"), 35, 35, 50),
    "armchair": Thing(_("Armchair"), 85, 85, 90),
    "sofa_2": Thing(_("Sofa for two"), 160, 90, 85),
    "sofa_3": Thing(_("Sofa for three"), 220, 95, 85),
    "coffee_table": Thing(_("Low table"), 100, 60, 45),
    "table": Thing(_("Table, legs off"), 140, 80, 20),
    "big_table": Thing(_("Big table, legs off"), 200, 100, 20),
    "desk": Thing(_("Desk"), 140, 70, 75),
    "office_chair": Thing(_("Office chair"), 65, 65, 110),
    "bookcase": Thing(_("Bookcase"), 80, 30, 200),
    "low_shelf": Thing(_("Low shelf"), 80, 40, 90),
    "sideboard": Thing(_("Sideboard"), 160, 45, 85),
    "tv": Thing(_("Television"), 125, 20, 80),
    "lamp": Thing(_("Standing lamp"), 40, 40, 150),
    "carpet": Thing(_("Carpet, rolled"), 25, 25, 220),
    "picture": Thing(_("Picture or mirror"), 80, 10, 110),
    "plant": Thing(_("Big plant"), 50, 50, 120),
    "single_bed": Thing(_("Single bed, taken apart"), 205, 95, 25),
    "double_bed": Thing(_("Double bed, taken apart"), 205, 165, 25),
    "single_mattress": Thing(_("Single mattress"), 200, 90, 22),
    "double_mattress": Thing(_("Double mattress"), 200, 160, 22),
    "cot": Thing(_("Cot"), 125, 65, 90),
    "bedside_table": Thing(_("Bedside table"), 45, 40, 55),
    "chest_of_drawers": Thing(_("Chest of drawers"), 100, 50, 85),
    "wardrobe_2": Thing(_("Wardrobe with two doors, taken apart"), 220, 60, 45),
    "wardrobe_4": Thing(_("Wardrobe with four doors, taken apart"), 220, 60, 90),
    "fridge": Thing(_("Fridge"), 60, 65, 185),
    "cooker": Thing(_("Cooker"), 60, 60, 90),
    "washing_machine": Thing(_("Washing machine"), 60, 60, 85),
    "dishwasher": Thing(_("Dishwasher"), 60, 60, 85),
    "microwave": Thing(_("Microwave"), 50, 40, 30),
    "wall_cupboard": Thing(_("Kitchen cupboard"), 80, 40, 72),
    "bicycle": Thing(_("Bicycle"), 180, 60, 105),
    "pram": Thing(_("Pram"), 100, 60, 105),
    "tools": Thing(_("Tool box"), 50, 30, 30),
    "ladder": Thing(_("Ladder"), 200, 50, 15),
    "piano": Thing(_("Upright piano"), 150, 65, 125),
}


def litres_of(told: list[dict]) -> int:
    """Of all the lines that were told."""
    return sum(row["number"] * THINGS[row["thing"]].litres for row in told)
