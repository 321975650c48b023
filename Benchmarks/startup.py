#!/usr/bin/env python3
"""How long `vagknuten uppgifter --mina` takes, process start included, beside `git status`: 50 rows of 10,000 open cases.

usage: startup.py --bench BENCH --binary VAGKNUTEN [--dir DIR] [--runs N]      one JSON line per figure
Runs take turns (A B A B ...); the ratio is the median of the pairs' ratios."""
import argparse, json, os, resource, shutil, statistics, subprocess, time

ap = argparse.ArgumentParser()
ap.add_argument("--bench", required=True)
ap.add_argument("--binary", required=True)
ap.add_argument("--dir", default="data")
ap.add_argument("--runs", type=int, default=41)
a = ap.parse_args()
folder = os.path.abspath(os.path.join(a.dir, "startup"))
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
subprocess.run([a.bench, "seed", "--dir", folder], check=True)
ours = [os.path.abspath(a.binary), "uppgifter", "--mina", "--som", "p7", "--katalog", folder, "--datum", "2017-06-01"]
theirs = ["git", "status"]
top = subprocess.run(["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True).stdout.strip() or "."


def once(command, cwd):
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    return (time.perf_counter() - start) * 1e3, done


_, shown = once(ours, folder)
rows = shown.stdout.count("(work, ") + shown.stdout.count("(work)")
assert shown.returncode == 0, shown.stderr
assert rows == 50, f"{rows} rows\n{shown.stdout[:2000]}"
once(theirs, top)
pairs = [(once(ours, folder)[0], once(theirs, top)[0]) for _ in range(a.runs)]
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def emit(name, values, unit, **more):
    print(json.dumps({"figure": name, "unit": unit, "median": round(statistics.median(values), 3),
                      "min": round(min(values), 3), "max": round(max(values), 3), "runs": len(values), **more}))


emit("startup.tasks_mine", [p[0] for p in pairs], "ms", note="50 rows of 10,000 open cases, process start included")
emit("startup.git_status", [p[1] for p in pairs], "ms")
emit("startup.ratio", [p[0] / p[1] for p in pairs], "x", at_most=10)
print(json.dumps({"figure": "startup.peak_memory", "unit": "MiB", "median": round(peak, 1), "note": "largest process of this run, seeding excluded from the bound", "at_most": 64}))
shutil.rmtree(folder, ignore_errors=True)
