#!/usr/bin/env python3
"""The benchmarks and their peers in one run, with the ratios that are to be reached.

usage: peers.py --peers DIR --bench BENCH --binary VAGKNUTEN [--dir DIR] [--seconds S]
DIR holds the peers' programs (qtscxml_bench.sh, durable_bench.py, tick_bench.py, tables_bench.py). Ours and theirs take turns;
each ratio is printed with both figures. A peer that cannot run is said to be missing, not counted as beaten."""
import argparse, json, os, subprocess, sys

ap = argparse.ArgumentParser()
ap.add_argument("--peers", required=True)
ap.add_argument("--bench", required=True)
ap.add_argument("--binary", required=True)
ap.add_argument("--dir", default="data")
ap.add_argument("--seconds", type=float, default=5)
ap.add_argument("--zen-python", default=sys.executable, help="a Python that has zen-engine (pip install zen-engine)")
a = ap.parse_args()
folder = os.path.abspath(a.dir)
os.makedirs(folder, exist_ok=True)
figures = {}


def collect(command, timeout=900):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=dict(os.environ, QT_DIR=folder + "/qt"))
    except (OSError, subprocess.TimeoutExpired) as error:
        print(json.dumps({"command": command[:2], "error": str(error)[:200]}))
        return
    for line in done.stdout.splitlines():
        try:
            figure = json.loads(line)
        except ValueError:
            continue
        print(line, flush=True)
        if "median" in figure:
            figures.setdefault(figure["figure"], []).append(figure["median"])
    if done.returncode != 0:
        print(json.dumps({"command": command[:2], "status": done.returncode, "error": done.stderr[-300:]}))


def best(name):
    return sorted(figures[name])[len(figures[name]) // 2] if name in figures else None


def ratio(title, ours, theirs, bound, at_least):
    mine, other = best(ours), best(theirs)
    if mine is None or other is None:
        print(f"{title:58} saknas: {ours if mine is None else theirs}")
        return
    value = mine / other
    reached = value >= bound if at_least else value <= bound
    word = "minst" if at_least else "högst"
    print(f"{title:58} {value:8.2f} × ({mine:.4g} / {other:.4g}), {word} {bound} ×: {'ja' if reached else 'NEJ'}")


peers, seconds = a.peers, str(a.seconds)
for _ in range(2):
    collect([a.bench, "statechart", "--seconds", seconds])
    collect(["sh", f"{peers}/qtscxml_bench.sh", "--seconds", seconds])
    collect([a.bench, "durable", "--seconds", seconds, "--dir", folder])
    collect([sys.executable, f"{peers}/durable_bench.py", "--seconds", str(a.seconds * 4), "--only", "sqlite_c", "--dir", folder + "/durable"])
    # What the disk itself takes: the bound of the durable command holds for a flush of at least 100 microseconds.
    collect([sys.executable, f"{peers}/durable_bench.py", "--seconds", seconds, "--only", "fs", "--dir", folder + "/durable"])
collect([a.bench, "daily", "--dir", folder])
collect([sys.executable, f"{peers}/tick_bench.py", "--seconds", "20", "--dir", folder + "/tick"])
subprocess.run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "bistand.py"), folder], check=True)
for _ in range(2):
    collect([a.bench, "tables", "--seconds", seconds, "--dir", folder])
    collect([a.zen_python, f"{peers}/tables_bench.py", "--seconds", "20", "--only", "zen"])
collect([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "startup.py"), "--bench", a.bench, "--binary", a.binary, "--dir", folder])
print()
ratio("tillståndskarta, timer armerad, mot Qt SCXML", "statechart.timer_armed", "statechart.qtscxml.timer_armed", 8, True)
ratio("ett varaktigt kommando mot SQLite, en händelse i taget", "durable.command", "sqlite.c.wal_full.batch1", 0.7, True)
flush = best("fs.overwrite_fdatasync")
if flush:
    print(f"   (en tömning av disken tog {1e6 / flush:.0f} mikrosekunder i samma körning; målet gäller från 100)")
ratio("dagskörning, 1 000 av 100 000, mot SQLite, spridda", "daily_run.1000_of_100000", "tick.sqlite.c.scattered.select_then_update", 20, False)
ratio("uppgifter --mina mot git status", "startup.tasks_mine", "startup.git_status", 10, False)
ratio("beslutstabell mot zen-engine, slinga med 1 000", "table.bistand", "table.zen.loop_1000", 5, True)
print("   (zens siffra räknar in omvandlingen från Python, ungefär hälften; vår data ligger i minnet)")
ratio("villkor mot zens tabell, utvärderingar i sekunden", "guard.age_and_consent", "table.zen.loop_1000", 50, True)
ratio("tolka och kontrollera uttryck mot libyamls läsning", "expressions.parse_and_check", "expressions.libyaml", 1 / 25, True)
