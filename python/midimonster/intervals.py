"""The rules of `midimonster.interval()`, as functions of the time that is handed in.

A function is called first after one full period, then once per period. Calls that were missed are not made up for. Functions
that are due together run in the order of their registration. Periods are milliseconds rounded to the nearest 10, halves up.
"""

from .profile import name_of


def round_period(milliseconds):
    rest = milliseconds % 10
    return milliseconds - rest if rest < 5 else milliseconds + 10 - rest


def is_same(one, other):
    """One that can't be compared (`__eq__` is code of the user's) equals nothing but itself."""
    if one is other:
        return True
    try:
        return bool(one == other)
    except Exception:
        return False


class Interval:
    __slots__ = ("call", "period", "due", "owner")

    def __init__(self, call, period, due, owner):
        self.call = call
        # 0 once it was cancelled.
        self.period = period
        # None until the instance starts.
        self.due = due
        # Name of the module that registered it.
        self.owner = owner


class Intervals:
    def __init__(self):
        self.entries = []
        self.is_started = False
        # Calls that were left out because their time had passed.
        self.late = 0

    def find(self, call):
        for entry in self.entries:
            if is_same(call, entry.call):
                return entry
        return None

    def set(self, call, milliseconds, owner, now):
        """Registers, changes or, with a period that rounds to 0, cancels. A changed period counts from the last call."""
        period = round_period(milliseconds)
        entry = self.find(call)
        if entry is None:
            if period:
                due = now + period if self.is_started else None
                self.entries.append(Interval(call, period, due, owner))
        elif period:
            if entry.due is not None:
                entry.due += period - entry.period
            entry.period = period
            entry.owner = owner
        else:
            entry.period = 0
            self.entries.remove(entry)

    def start(self, now):
        self.is_started = True
        for entry in self.entries:
            if entry.due is None:
                entry.due = now + entry.period

    def take_due(self, now):
        """Yields what is due, one call each however late it is; what a call cancels or registers counts at once or next time."""
        for entry in tuple(self.entries):
            if not entry.period or entry.due > now:
                continue
            missed = (now - entry.due) // entry.period
            self.late += missed
            entry.due += entry.period * (1 + missed)
            yield entry

    def next_due(self):
        """0 when nothing is registered, or nothing has started yet."""
        if not self.entries or not self.is_started:
            return 0.0
        return min([entry.due for entry in self.entries])

    def replace_owned(self, owners, staged, now):
        """Drops what the old versions of the owners registered. A successor of the same name and period keeps the old beat."""
        old = {}
        for entry in self.entries:
            if entry.owner in owners:
                old.setdefault((entry.owner, name_of(entry.call), entry.period), entry.due)
        self.entries = [entry for entry in self.entries if entry.owner not in owners]
        for entry in staged.entries:
            due = old.pop((entry.owner, name_of(entry.call), entry.period), None)
            entry.due = now + entry.period if due is None else due
            self.entries.append(entry)
