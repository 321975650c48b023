#!/usr/bin/env python3
"""Writes the expressions and tables of the conformance folder, one a file, as the fuzzer's first inputs.

usage: corpus.py CONFORMANCE TARGET
Without a conformance folder a few expressions of our own do."""
import glob, hashlib, json, os, sys

source, target = sys.argv[1], sys.argv[2]
os.makedirs(target, exist_ok=True)
texts = ['ålder >= 18 and samtycke', 'for x in 1..3 return x ** 2', '{a b: [1, {c: @"P1D"}]}.a b[2].c',
         '"a","b"\n>= 18\n"a"\n"b"\n-\nnot("a")\n"a"\n']
for path in sorted(glob.glob(os.path.join(source, "feel", "*.json"))):
    with open(path, encoding="utf-8") as file:
        texts += [test["expression"] for test in json.load(file)]
for path in sorted(glob.glob(os.path.join(source, "decision-table", "*.json"))):
    with open(path, encoding="utf-8") as file:
        table = json.load(file)["table"]
    lines = [table["outputs"][0].get("values") or ""]
    for rule in table["rules"]:
        lines += ((rule["inputs"] + ["-", "-"])[:2] + [rule["outputs"][0] or "null"])
    texts.append("\n".join(lines) + "\n")
for text in texts:
    data = text.encode()
    with open(os.path.join(target, hashlib.sha1(data).hexdigest()), "wb") as file:
        file.write(data)
print(f"{len(texts)} inputs in {target}")
