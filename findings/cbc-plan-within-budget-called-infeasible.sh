#!/bin/sh
# CBC 2.10.3, as PuLP 3.3.2 brings it along, calls a problem infeasible that has 35 solutions.
#
# Of six projects that cost about 1,000,000,000 each, those of the greatest benefit within a budget are
# asked for. All figures are whole numbers. The budget is one less than the three best cost together.
#
# Choosing nothing is within the budget, and so is any choice of up to two projects, by at least
# 999,000,000: far more than any tolerance of a solver. The script counts all 64 choices.
#
# Seen: "Infeasible", with the three best projects as values of the variables, which break the budget.
# With costs rounded to whole thousands it finds the best choice.
#
# It needs Python 3.10 or newer and a package index. It ends with 0 while what is seen stays so, and
# with 1 once it changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -qq --disable-pip-version-check pulp==3.3.2
cd "$folder"
"$folder/venv/bin/python" - <<'PROGRAM'
import sys
from importlib.metadata import version
from itertools import product

import pulp

COSTS = [1_000_004_099, 999_991_234, 1_000_007_777, 999_998_765, 1_000_001_111, 999_996_543]
BENEFITS = [9, 8, 7, 6, 5, 4]
BUDGET = sum(COSTS[:3]) - 1


def total(figures, chosen):
    """The sum of the figures of the projects chosen."""
    return sum(figure for figure, one in zip(figures, chosen, strict=True) if one)


def solved(costs, budget):
    """What the solver says, and the projects that its variables choose."""
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    chosen = [pulp.LpVariable(f"project{place}", cat="Binary") for place in range(len(costs))]
    problem += pulp.lpSum(b * one for b, one in zip(BENEFITS, chosen, strict=True))
    problem += pulp.lpSum(c * one for c, one in zip(costs, chosen, strict=True)) <= budget
    problem.solve(pulp.PULP_CBC_CMD(msg=False))
    return pulp.LpStatus[problem.status], tuple(round(one.value()) for one in chosen)


print(f"Python {sys.version.split()[0]}, PuLP {version('pulp')}")
within = [one for one in product((0, 1), repeat=6) if total(COSTS, one) <= BUDGET]
best = max(total(BENEFITS, one) for one in within)
print(f"{len(within)} of 64 choices are within {BUDGET:,}; the best has a benefit of {best}")
says, chosen = solved(COSTS, BUDGET)
print(f"CBC: {says}, {chosen}, which costs {total(COSTS, chosen):,}")
rounded = [cost // 1000 for cost in COSTS]
less = solved(rounded, sum(rounded[:3]) - 1)
print(f"in thousands: {less[0]}, {less[1]}, a benefit of {total(BENEFITS, less[1])}")
over = total(COSTS, chosen) > BUDGET
if says == "Infeasible" and over and within and less == ("Optimal", (1, 1, 0, 1, 0, 0)):
    print("As described: a problem with solutions is called infeasible.")
else:
    print("Changed: this is not what was described.")
    sys.exit(1)
PROGRAM
