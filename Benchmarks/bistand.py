#!/usr/bin/env python3
"""Writes DIR/bistand.json: the 1,000 contexts of the workload "bistand", each with the rule (from 0) that the plain reference
finds for it.

usage: bistand.py DIR"""
import json, os, random, sys

KINDS = ["ekonomiskt", "hemtjanst", "lss", "barn"]
RULES = [
    lambda c: not c["resident"] and c["urgency"] != "acute",
    lambda c: c["age"] < 18 and c["kind"] == "ekonomiskt",
    lambda c: c["urgency"] == "acute",
    lambda c: 18 <= c["age"] < 25 and c["resident"] and not c["employed"] and c["kind"] == "ekonomiskt" and c["income"] < 9000,
    lambda c: 25 <= c["age"] < 65 and c["resident"] and not c["employed"] and c["kind"] == "ekonomiskt" and c["income"] < 12000,
    lambda c: 18 <= c["age"] < 65 and c["resident"] and c["employed"] and c["kind"] == "ekonomiskt" and c["income"] < 7000,
    lambda c: c["age"] >= 65 and c["resident"] and c["kind"] == "hemtjanst" and c["urgency"] == "high",
    lambda c: c["age"] >= 65 and c["resident"] and c["kind"] == "hemtjanst",
    lambda c: c["age"] < 65 and c["resident"] and c["kind"] == "lss" and c["urgency"] in ("high", "normal"),
    lambda c: c["age"] >= 80 and c["resident"],
    lambda c: 18 <= c["age"] < 65 and c["resident"] and c["kind"] == "ekonomiskt" and c["income"] >= 30000,
    lambda c: True,
]

generator = random.Random(20260801)
cases = []
for _ in range(1000):
    case = {"age": generator.randint(0, 99), "resident": generator.random() < .85, "employed": generator.random() < .5,
            "kind": generator.choice(KINDS), "income": generator.randint(0, 40000),
            "urgency": generator.choices(["low", "normal", "high", "acute"], [4, 4, 2, 1])[0]}
    case["rule"] = next(index for index, rule in enumerate(RULES) if rule(case))
    cases.append(case)
assert {case["rule"] for case in cases} == set(range(12)), "every rule must be hit"
os.makedirs(sys.argv[1], exist_ok=True)
with open(os.path.join(sys.argv[1], "bistand.json"), "w", encoding="utf-8") as file:
    json.dump(cases, file)
