"""A picture of the rates and of the times of acknowledgements, as SVG."""
from html import escape

WIDTH = 760
ROW = 26
LEFT = 270
INK, FAINT, RATE = "#334155", "#94a3b8", "#0f766e"
SHADES = {"p50_ms": "#99f6e4", "p99_ms": "#2dd4bf", "p999_ms": "#0f766e"}


def text(x, y, words, anchor="start", color=INK, size=13):
    return (f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{color}" font-size="{size}">'
            f"{escape(words)}</text>")


def bar(y, length, color, height=ROW - 10):
    return f'<rect x="{LEFT}" y="{y}" width="{max(length, 1):.1f}" height="{height}" rx="3" fill="{color}"/>'


def rate_rows(rates, top):
    room = WIDTH - LEFT - 90
    most = max(rates.values())
    for number, (kind, rate) in enumerate(rates.items()):
        y = top + number * ROW
        length = room * rate / most
        yield text(LEFT - 10, y + 13, kind, "end")
        yield bar(y, length, RATE)
        yield text(LEFT + length + 8, y + 13, f"{rate:,.0f}/s", color=FAINT)


def time_rows(constant, top):
    """Groups of three bars: what half, 99 and 99.9 % of the acknowledgements took at most."""
    room = WIDTH - LEFT - 90
    most = max(row["p999_ms"] for row in constant)
    for number, row in enumerate(constant):
        y = top + number * (ROW + 20)
        words = f"{row['kind']}, {row['share']:.0%}: {row['rate']:,.0f}/s"
        yield text(LEFT - 10, y + 22, words, "end")
        for place, (name, color) in enumerate(SHADES.items()):
            length = room * row[name] / most
            yield bar(y + place * 13, length, color, 11)
            yield text(LEFT + length + 8, y + place * 13 + 10, f"{row[name]:.1f} ms", color=FAINT, size=11)


def legend(y):
    for number, (words, color) in enumerate(zip(("p50", "p99", "p99.9"), SHADES.values())):
        x = LEFT + number * 80
        yield f'<rect x="{x}" y="{y - 10}" width="12" height="12" rx="3" fill="{color}"/>'
        yield text(x + 18, y, words)


def drawn(rates, constant):
    """`rates`: webhooks/s by kind. `constant`: rows with kind, share, rate, p50_ms, p99_ms, p999_ms."""
    times_top = 60 + len(rates) * ROW + 70
    height = times_top + len(constant) * (ROW + 20) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" '
        'font-family="system-ui, sans-serif" role="img" '
        'aria-label="Webhooks a second by kind of server; times of acknowledgements at constant rates">',
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>',
        text(20, 34, "Webhooks a second, 128 connections", size=16), *rate_rows(rates, 54),
        text(20, times_top - 32, "Time of an acknowledgement at a constant part of the maximum", size=16),
        *legend(times_top - 10), *time_rows(constant, times_top + 6), "</svg>"]
    return "\n".join(parts) + "\n"
