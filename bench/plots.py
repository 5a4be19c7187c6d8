"""Plots of the benchmarks, as SVG."""

from collections.abc import Mapping, Sequence
from pathlib import Path


def bars(file: Path, figures: Mapping[str, Mapping[str, float]], label: str) -> None:
    """Groups of horizontal bars on a logarithmic axis: `figures` by group, then by contender."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "liaison"  # the same figures give the same file
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    figure = Figure(figsize=(9, 0.32 * len(figures) * max(2, len(names)) / 2 + 1.2), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(names)
    for at, name in enumerate(names):
        places = [
            row + (at - (len(names) - 1) / 2) * height for row, group in enumerate(figures.values()) if name in group
        ]
        axes.barh(places, [group[name] for group in figures.values() if name in group], height, label=name)
    axes.set_yticks(range(len(figures)), list(figures), fontsize=8)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel(label)
    axes.legend(fontsize=8)
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, metadata={"Date": None})


def lines(file: Path, places: Sequence[float], rows: Mapping[str, Sequence[float]], across: str, up: str) -> None:
    """A line for each row over the same places; both axes are logarithmic."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "liaison"
    figure = Figure(figsize=(9, 6), layout="constrained")
    axes = figure.subplots()
    for name, values in rows.items():
        axes.plot(places, values, marker=".", label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    figure.legend(fontsize=7, loc="outside right upper")
    file.parent.mkdir(exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
