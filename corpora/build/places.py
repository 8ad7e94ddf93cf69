"""Writes registers/places/*.csv. Run by hand: `python corpora/build/places.py`.

Districts and communes come from the mapping of 1 July 2025 that underthesea ships (Apache-2.0, itself drawn from
vietnamadminunits); provinces and their aliases, with the splits and mergers since 1975, from the table below
(resolutions of Quốc hội of 1978 to 2025).
"""

import csv
import json
from collections.abc import Iterable
from pathlib import Path

import underthesea

from corpora.folding import slug

REGISTER = Path(__file__).parents[1] / "registers" / "places"
COLUMNS = ("id", "name", "kind", "parent_id", "valid_from", "valid_to", "merged_into", "aliases")
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
CITIES = {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế"}

# name: (since, aliases); what is not here stands with no date: older than the register looks back
SINCE = {
    "Bắc Kạn": "1997", "Bắc Giang": "1997", "Bắc Ninh": "1997", "Bình Dương": "1997", "Bình Phước": "1997",
    "Hà Nam": "1997", "Nam Định": "1997", "Hải Dương": "1997", "Hưng Yên": "1997", "Phú Thọ": "1997",
    "Vĩnh Phúc": "1997", "Quảng Nam": "1997", "Đà Nẵng": "1997", "Thái Nguyên": "1997", "Bạc Liêu": "1997",
    "Cà Mau": "1997", "Đắk Nông": "2004", "Điện Biên": "2004", "Lai Châu": None, "Hậu Giang": "2004",
    "Cần Thơ": "2004", "Huế": "2025-01-01", "Ninh Bình": "1992", "Hòa Bình": "1991", "Lào Cai": "1991",
    "Yên Bái": "1991", "Hà Giang": "1991", "Tuyên Quang": "1991", "Gia Lai": "1991", "Kon Tum": "1991",
    "Ninh Thuận": "1992", "Bình Thuận": "1992", "Trà Vinh": "1992", "Vĩnh Long": "1992", "Sóc Trăng": "1992",
    "Quảng Bình": "1989", "Quảng Trị": "1989", "Bình Định": "1989", "Quảng Ngãi": "1989", "Phú Yên": "1989",
    "Khánh Hòa": "1989", "Nghệ An": "1991", "Hà Tĩnh": "1991", "Bà Rịa - Vũng Tàu": "1991",
}  # fmt: skip
ALIASES = {
    "Hồ Chí Minh": ["HCM", "Sài Gòn - Gia Định"],
    "Bà Rịa - Vũng Tàu": ["Bà Rịa-Vũng Tàu", "Bà Rịa Vũng Tàu", "BR-VT", "BRVT"],
    "Đắk Lắk": ["Đắc Lắc", "Đăk Lăk", "Daklak", "Đak Lak", "Dak Lak"],
    "Đắk Nông": ["Đắc Nông", "Đăk Nông", "Daknong", "Dak Nong"],
    "Thừa Thiên Huế": ["Thừa Thiên - Huế", "Thừa Thiên-Huế", "TT Huế", "TT-Huế"],
    "Kon Tum": ["Kontum", "Công Tum"],
    "Bắc Kạn": ["Bắc Cạn"],
    "Gia Lai": ["Gialai"],
}
# provinces that ended before 2025: name, kind, until, merged or split into
FORMER = [
    ("Thừa Thiên Huế", "tỉnh", "1989", "2024-12-31", ["hue"]),
    ("Hà Tây", "tỉnh", "1991", "2008-07-31", ["ha-noi"]),
    ("Hà Bắc", "tỉnh", None, "1996", ["bac-giang", "bac-ninh"]),
    ("Hải Hưng", "tỉnh", None, "1996", ["hai-duong", "hung-yen"]),
    ("Nam Hà", "tỉnh", "1992", "1996", ["ha-nam", "nam-dinh"]),
    ("Hà Nam Ninh", "tỉnh", "1975", "1991", ["nam-ha", "ninh-binh"]),
    ("Vĩnh Phú", "tỉnh", None, "1996", ["vinh-phuc", "phu-tho"]),
    ("Bắc Thái", "tỉnh", None, "1996", ["bac-kan", "thai-nguyen"]),
    ("Quảng Nam - Đà Nẵng", "tỉnh", "1976", "1996", ["quang-nam", "da-nang"]),
    ("Sông Bé", "tỉnh", "1976", "1996", ["binh-duong", "binh-phuoc"]),
    ("Minh Hải", "tỉnh", "1976", "1996", ["bac-lieu", "ca-mau"]),
    ("Hoàng Liên Sơn", "tỉnh", "1976", "1991", ["lao-cai", "yen-bai"]),
    ("Hà Tuyên", "tỉnh", "1976", "1991", ["ha-giang", "tuyen-quang"]),
    ("Hà Sơn Bình", "tỉnh", "1976", "1991", ["ha-tay", "hoa-binh"]),
    ("Nghệ Tĩnh", "tỉnh", "1976", "1991", ["nghe-an", "ha-tinh"]),
    ("Bình Trị Thiên", "tỉnh", "1976", "1989", ["quang-binh", "quang-tri", "thua-thien-hue"]),
    ("Nghĩa Bình", "tỉnh", "1976", "1989", ["quang-ngai", "binh-dinh"]),
    ("Phú Khánh", "tỉnh", "1976", "1989", ["phu-yen", "khanh-hoa"]),
    ("Thuận Hải", "tỉnh", "1976", "1991", ["ninh-thuan", "binh-thuan"]),
    ("Gia Lai - Kon Tum", "tỉnh", "1976", "1991", ["gia-lai", "kon-tum"]),
    ("Cửu Long", "tỉnh", "1976", "1991", ["vinh-long", "tra-vinh"]),
    ("Vũng Tàu - Côn Đảo", "đặc khu", "1979", "1991", ["ba-ria-vung-tau"]),
]
# districts that ended before 2025: province, kind, name, since, until, merged or renamed into
FORMER_DISTRICTS = [
    ("thua-thien-hue", "thành phố", "Huế", None, "2024-12-31", None),
    ("thua-thien-hue", "thị xã", "Hương Thủy", "2010", "2024-12-31", "hue.thi-xa-huong-thuy"),
    ("thua-thien-hue", "thị xã", "Hương Trà", "2011", "2024-12-31", "hue.thi-xa-huong-tra"),
    ("thua-thien-hue", "huyện", "Phong Điền", None, "2024-12-31", "hue.thi-xa-phong-dien"),
    ("thua-thien-hue", "huyện", "Quảng Điền", None, "2024-12-31", "hue.huyen-quang-dien"),
    ("thua-thien-hue", "huyện", "Phú Vang", None, "2024-12-31", "hue.huyen-phu-vang"),
    ("thua-thien-hue", "huyện", "Phú Lộc", None, "2024-12-31", "hue.huyen-phu-loc"),
    ("thua-thien-hue", "huyện", "Nam Đông", None, "2024-12-31", "hue.huyen-phu-loc"),
    ("thua-thien-hue", "huyện", "A Lưới", None, "2024-12-31", "hue.huyen-a-luoi"),
    ("ho-chi-minh", "quận", "2", "1997", "2020-12-31", "ho-chi-minh.thanh-pho-thu-duc"),
    ("ho-chi-minh", "quận", "9", "1997", "2020-12-31", "ho-chi-minh.thanh-pho-thu-duc"),
    ("ho-chi-minh", "quận", "Thủ Đức", "1997", "2020-12-31", "ho-chi-minh.thanh-pho-thu-duc"),
    ("ha-noi", "huyện", "Từ Liêm", None, "2013", "ha-noi.quan-bac-tu-liem | ha-noi.quan-nam-tu-liem"),
    ("ha-noi", "thành phố", "Hà Đông", "2006", "2009", "ha-noi.quan-ha-dong"),
    ("hai-phong", "huyện", "Thủy Nguyên", None, "2024-12-31", "hai-phong.thanh-pho-thuy-nguyen"),
    ("quang-ninh", "huyện", "Hoành Bồ", None, "2019", "quang-ninh.thanh-pho-ha-long"),
    ("quang-ninh", "huyện", "Đông Triều", None, "2015", "quang-ninh.thanh-pho-dong-trieu"),
]

# names that the mapping left empty because, without their marks, two of one parent are alike; told by its marked keys
LOST = {
    "".join(name.lower().split()): name
    for name in (
        "Tam Đàn", "Trà Don", "Tam Dân", "Trà Dơn", "Hương Vân", "Hương Văn", "Phú Thạnh", "Phú Thành", "Lộc Thành",
        "Lộc Thạnh", "Ia Băng", "Ia Bang", "Minh Quân", "Minh Quán", "Sa Pa", "Sa Pả", "Châu Bình", "Châu Bính",
        "Nậm Cắn", "Nậm Càn", "Nghi Vạn", "Nghi Văn", "Đồng Thành", "Đông Thành", "Trực Hùng", "Trực Hưng",
        "Bình Thạnh", "Bình Thanh", "Vĩnh Hùng", "Vĩnh Hưng", "Hoa Lộc", "Hòa Lộc", "Hoằng Quỳ", "Hoằng Quý",
        "Hoằng Đồng", "Hoằng Đông", "Hoằng Thành", "Hoằng Thanh", "Hoằng Phú", "Hoằng Phụ", "Nga Thành", "Nga Thanh",
        "Đông Thạnh", "Cẩm Giang", "Cẩm Giàng", "Thanh An", "Thạnh An", "Tân Thành", "Tân Thạnh", "Ba Tô", "Ba Tơ",
        "Sơn Hà", "Sơn Hạ", "Văn Lang", "Văn Lăng",
    )
}  # fmt: skip


def named(row: dict[str, str], field: str) -> tuple[str, str] | None:
    """Kind and name of a commune; None for an island district, which had no communes."""
    if row[field]:
        return split(row[field])
    key = row[field + "_key"]
    for kind in ("phường", "xã"):
        if key.startswith(kind):
            return kind, LOST[key.removeprefix(kind)]
    return None


def identifier(taken: dict[str, str], parent: str, kind: str, name: str) -> str:
    """A readable id; the second of two names that differ in their marks alone gets a number."""
    plain = f"{parent}.{slug(kind)}-{slug(name)}"
    for id in (plain, f"{plain}-2"):
        if taken.setdefault(id, name) == name:
            return id
    raise ValueError(plain)


def split(name: str) -> tuple[str, str]:
    """Kind and name: "Huyện Tân Hồng" → ("huyện", "Tân Hồng")."""
    for kind in ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Huyện", "Quận", "Phường", "Xã"):
        if name.lower().startswith(kind.lower() + " "):
            return kind.lower(), name[len(kind) + 1 :].strip()
    raise ValueError(name)


def write(file: str, rows: Iterable[tuple[object, ...]]) -> None:
    """One register, a row a line, blanks for what is not known."""
    with (REGISTER / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow(["" if cell is None else cell for cell in row])


def main() -> None:
    """Write the three registers."""
    source = Path(underthesea.__file__).parent / "address" / "data" / "mapping.json"
    data = json.loads(source.read_text(encoding="utf-8"))
    old = {key: split(row["name"]) for key, row in data["old_province_names"].items()}
    new = {key: split(row["name"]) for key, row in data["province_names"].items()}

    today = {name for _, name in new.values()}
    provinces: list[tuple[object, ...]] = []
    for kind, name in new.values():
        provinces.append((slug(name), name, kind, None, SINCE.get(name), None, None, " | ".join(ALIASES.get(name, []))))
    for key, (kind, name) in old.items():
        if name not in today and name != "Thừa Thiên Huế":
            heir = slug(new[data["province_mapping"][key]][1])
            aliases = " | ".join(ALIASES.get(name, []))
            provinces.append((slug(name), name, kind, None, SINCE.get(name), LAST_DAY, heir, aliases))
    for name, kind, since, until, heirs in FORMER:
        aliases = " | ".join(ALIASES.get(name, []))
        provinces.append((slug(name), name, kind, None, since, until, " | ".join(heirs), aliases))
    write("provinces.csv", provinces)

    districts: dict[str, tuple[object, ...]] = {}
    communes: dict[str, list[object]] = {}
    into: dict[str, set[str]] = {}
    taken: dict[str, str] = {}
    for row in sorted(data["ward_mapping"], key=lambda row: (row["new_ward_key"], row["old_ward_key"])):
        province = slug(old[row["old_province_key"]][1])
        kind, name = split(row["old_district"])
        district = f"{province}.{slug(kind)}-{slug(name)}"
        districts[district] = (district, name, kind, province, None, LAST_DAY, None, None)
        target = None
        if after := named(row, "new_ward"):
            parent = slug(new[row["new_province_key"]][1])
            target = identifier(taken, parent, *after)
            communes[target] = [target, after[1], after[0], parent, FIRST_DAY, None, None, None]
        if before := named(row, "old_ward"):
            commune = identifier(taken, district, *before)
            communes[commune] = [commune, before[1], before[0], district, None, LAST_DAY, None, None]
            into.setdefault(commune, set()).update([target] if target else [])
    for commune, targets in into.items():
        communes[commune][6] = " | ".join(sorted(targets))
    for province, kind, name, since, until, successor in FORMER_DISTRICTS:
        id = f"{province}.{slug(kind)}-{slug(name)}"
        districts[id] = (id, name, kind, province, since, until, successor, None)
    write("districts.csv", sorted(districts.values(), key=lambda row: str(row[0])))
    write("communes.csv", sorted((tuple(row) for row in communes.values()), key=lambda row: str(row[0])))


if __name__ == "__main__":
    main()
