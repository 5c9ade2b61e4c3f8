"""Numbers of metering points: GSRN, 18 digits, the last of them a check digit."""


def has_right_check_digit(gsrn: str) -> bool:
    """Tell whether the last digit follows from the others. Real points break this: warn, never refuse."""
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(gsrn[:-1])))
    return (10 - weighted % 10) % 10 == int(gsrn[-1])
