#!/usr/bin/env python3
"""Writes crates/assess/src/judge/rule/checkov.txt, the meaning of each checkov rule, from the list that `checkov --list` prints.

    checkov --list > checkov-list.txt
    scripts/rule_table.py checkov-list.txt "checkov 3.3.30"

Each rule's published name is classified by crates/assess/src/judge/rule/words.txt. The rules below were classified by hand.
Standard library only.
"""

import pathlib
import re
import sys

RULES = pathlib.Path(__file__).resolve().parent.parent / "crates/assess/src/judge/rule"

# Rules whose name alone is misleading, by class: family, pattern, surface.
BY_HAND = {
    "data-protection unsafe-defaults access": """
        CKV_AWS_41 CKV_AWS_295 CKV_AZURE_45 CKV_AZURE_239 CKV_BCW_1 CKV_LIN_1 CKV_OCI_1 CKV_OPENSTACK_1 CKV_PAN_1 CKV_TC_13
        CKV_SECRET_1 CKV_SECRET_2 CKV_SECRET_3 CKV_SECRET_5 CKV_SECRET_7 CKV_SECRET_8 CKV_SECRET_11 CKV_SECRET_12
        CKV_SECRET_14 CKV_SECRET_15 CKV_SECRET_16 CKV_SECRET_17 CKV2_AWS_36""",
    "identity privilege-inflation access": """
        CKV_AWS_33 CKV_AWS_49 CKV_AWS_60 CKV_AWS_63 CKV_AWS_355 CKV_AWS_356 CKV2_AWS_40 CKV2_AWS_56 CKV_GCP_41 CKV_GCP_46
        CKV_GCP_47 CKV_GCP_48 CKV_K8S_1 CKV_K8S_17 CKV_K8S_27 CKV_K8S_155 CKV_K8S_156 CKV_K8S_157 CKV_K8S_158 CKV2_K8S_5
        CKV_YC_13 CKV_YC_21 CKV_YC_23""",
    "identity - access": """
        CKV_AWS_366 CKV_AZURE_1 CKV_AZURE_132 CKV_AZURE_178 CKV2_AWS_70 CKV2_AZURE_35 CKV2_GCP_7 CKV2_IBM_3 CKV2_IBM_5
        CKV2_OCI_1 CKV_DIO_2 CKV_GCP_33 CKV_GCP_34 CKV_GITHUB_21 CKV_GITHUB_22 CKV_LIN_2 CKV_OPENAPI_1 CKV_OPENAPI_4
        CKV_OPENAPI_5 CKV_OPENAPI_14 CKV_OPENAPI_19 CKV_AZURE_125""",
    "network unsafe-defaults access": """
        CKV_AWS_20 CKV_AWS_56 CKV_AWS_57 CKV_AWS_70 CKV_AWS_283 CKV2_AWS_43 CKV2_AWS_44 CKV_AZURE_99 CKV_AZURE_36 CKV_AZURE_139
        CKV_AZURE_250 CKV2_AZURE_6 CKV2_AZURE_24 CKV2_AZURE_26 CKV2_AZURE_34 CKV2_AZURE_49 CKV_DIO_3 CKV_GCP_77 CKV_GCP_87
        CKV_GCP_89 CKV_GCP_124 CKV2_GCP_28 CKV2_GCP_32 CKV2_GCP_36 CKV_OCI_23 CKV_PAN_5 CKV_PAN_6""",
    "network - access": "CKV_AWS_131 CKV_AWS_342 CKV_AZURE_157 CKV_AZURE_246 CKV2_GCP_37 CKV2_GCP_38 CKV_YC_4",
    "data-protection - provisioning": """
        CKV_AWS_250 CKV_AZURE_247 CKV_GCP_17 CKV_K8S_99 CKV_K8S_100 CKV_K8S_102 CKV_K8S_110 CKV_K8S_148 CKV_K8S_35
        CKV_YC_9""",
    "data-protection unsafe-defaults provisioning": """
        CKV_AWS_213 CKV_AWS_259 CKV_AWS_357 CKV_AWS_379 CKV_AWS_380 CKV_AZURE_3 CKV_NCP_13 CKV_PAN_2 CKV_PAN_3""",
    "deployment-safety recovery-gap deployment-channel": """
        CKV_AWS_143 CKV_AWS_326 CKV_AWS_343 CKV_GCP_82 CKV_GCP_120""",
    "monitoring - deployment-channel": """
        CKV_AWS_124 CKV2_AWS_62 CKV_AZURE_19 CKV_AZURE_32 CKV_AZURE_63 CKV_AZURE_65 CKV_GCP_110 CKV_OCI_7""",
    "deployment-safety - deployment-channel": """
        CKV_ALI_11 CKV_ALI_30 CKV_AWS_93 CKV_AWS_135 CKV_AWS_138 CKV_AWS_144 CKV_AWS_153 CKV_AWS_157 CKV_AWS_195 CKV_AWS_216
        CKV_AWS_217 CKV_AWS_233 CKV_AWS_300 CKV_AWS_305 CKV_AWS_310 CKV_AWS_313 CKV_AWS_315 CKV_AWS_320 CKV_AWS_362
        CKV_AWS_388 CKV_AWS_394 CKV2_AWS_16 CKV2_AWS_60 CKV2_AWS_61 CKV_AZURE_18 CKV_AZURE_43 CKV_AZURE_50 CKV_AZURE_67
        CKV_AZURE_88 CKV_AZURE_92 CKV_AZURE_167 CKV_AZURE_206 CKV_AZURE_211 CKV_AZURE_212 CKV_AZURE_214 CKV_AZURE_226
        CKV_AZURE_229 CKV_AZURE_242 CKV2_AZURE_9 CKV2_ANSIBLE_3 CKV_CIRCLECIPIPELINES_3 CKV_CIRCLECIPIPELINES_4
        CKV2_DOCKER_8 CKV_GCP_39 CKV_GCP_70 CKV_GCP_79 CKV_GCP_126 CKV_GHA_7 CKV_GITHUB_10 CKV_GITHUB_19 CKV_K8S_15
        CKV_K8S_90 CKV_K8S_107 CKV_K8S_114 CKV_K8S_144 CKV_K8S_145 CKV_K8S_146 CKV_LIN_3 CKV_LIN_4 CKV_OPENAPI_21""",
}


def normal(text):
    return " " + " ".join(re.findall(r"[a-z0-9]+", text.lower())) + " "


def words():
    classes, phrases = [], []
    for line in (RULES / "words.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("="):
            classes.append(line[1:].strip())
            continue
        for phrase in line.split(","):
            phrase = phrase.strip()
            phrases.append((" " + phrase.replace("_", " "), len(classes) - 1))
    return classes, phrases


def main():
    listing, version = sys.argv[1], sys.argv[2]
    names = {}
    for line in open(listing, encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 6 and cells[0].isdigit():
            names.setdefault(cells[1], cells[4])
    classes, phrases = words()
    by_hand = {rule: name for name, rules in BY_HAND.items() for rule in rules.split()}
    table, unknown = {}, []
    for rule, name in names.items():
        found = by_hand.get(rule)
        if found is None:
            text = normal(name)
            fits = [place for phrase, place in phrases if phrase in text]
            found = classes[min(fits)] if fits else None
        if found is None:
            unknown.append((rule, name))
            continue
        prefix, number = re.fullmatch(r"(.*?)(\d+)", rule).groups()
        table.setdefault(found, {}).setdefault(prefix, []).append(int(number))
        if len(sys.argv) > 3:
            print(f"{found}\t{rule}\t{name}", file=sys.stderr)
    order = list(dict.fromkeys(classes + list(BY_HAND)))
    lines = [
        f"# The rules of {version} by its own list. Written by scripts/rule_table.py; read by rule_table.rs.",
        "# A line that begins with = names the class (family, failure pattern or -, surface) of the rules that follow it.",
    ]
    for name in order:
        if name not in table:
            continue
        lines.append(f"= {name}")
        for prefix in sorted(table[name]):
            lines.append(prefix + " " + " ".join(ranges(sorted(set(table[name][prefix])))))
    (RULES / "checkov.txt").write_text("\n".join(lines) + "\n")
    for rule, name in unknown:
        print(f"no class: {rule} {name}", file=sys.stderr)


def ranges(numbers):
    first = last = None
    for number in numbers + [None]:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None:
            yield str(first) if first == last else f"{first}-{last}"
        first = last = number


main()
