"""What the parts of the runtime share. One interpreter serves one instance, so module globals do.

Slots are the instance's channel numbers on the other side. All lists that are indexed by slot have the same length and are
changed in place, because the loops in `running` and the WebAssembly `output()` hold on to them.
"""

# As in core/contract/pythonLink.ts and python/worker/interpreterMemory.ts, like all numbers of this part; their test compares both.
BATCH_EVENTS = 1024
OUTPUT_EVENTS = 4096

# Numbers of `pythonEntry` in core/contract/pythonLink.ts.
NONE, LOAD, EVENTS, INTERVALS, SOCKETS, CLEANUP = range(6)

# ---- memory that the worker's TypeScript reads and writes directly


def _floats(count):
    return memoryview(bytearray(count * 8)).cast("d")


def _integers(count):
    return memoryview(bytearray(count * 4)).cast("i")


batch_slots = _integers(BATCH_EVENTS)
batch_values = _floats(BATCH_EVENTS)
output_slots = _integers(OUTPUT_EVENTS)
output_values = _floats(OUTPUT_EVENTS)

# Words of `control`.
OUTPUT_COUNT = 0
# 1 while `output()` must not reach the ring: during loads and cleanup.
IS_STAGING = 1
control = _integers(8)

# Fields of `box`, the arguments and results of entries.
EVENT_COUNT = 0
# Slot of all events of the batch, or -1 when they differ.
COMMON_SLOT = 1
NOW_MS = 2
# 1 when each call of the batch is to be timed.
IS_TIMED = 3
# When the next interval is due; 0 when there is none.
NEXT_DUE_MS = 4
MANAGED_COUNT = 5
# Calls of intervals that were left out because their time had passed.
LATE_COUNT = 6
# How long the call of a single event took that took long.
CALL_SECONDS = 7
box = _floats(16)

# ---- channels

slots = {}
names = []
order = []
handlers = []
inputs = []
stats = []
# Slots that a route delivers to.
targets = set()
# Handlers whose calls take longer on average are slow: every call of theirs is timed, because then the clock costs nothing that matters.
SLOW_CALL = 0.0005
# Slots whose handlers took long the last time.
slow_slots = set()
# Last output and number of events per slot: memory that is replaced by a larger one when channels are added.
outputs = _floats(64)
call_counts = _floats(64)


def grow_to(slot_count):
    """Makes room for slots 0..slot_count-1."""
    global outputs, call_counts
    missing = slot_count - len(names)
    if missing > 0:
        names.extend([None] * missing)
        handlers.extend([None] * missing)
        inputs.extend([0.0] * missing)
        stats.extend([None] * missing)
    if slot_count > len(outputs):
        capacity = max(slot_count, 2 * len(outputs))
        outputs = _grown(outputs, capacity)
        call_counts = _grown(call_counts, capacity)


def _grown(old, capacity):
    larger = _floats(capacity)
    larger[: len(old)] = old
    return larger

# ---- what is going on

# Name -> value of outputs made while modules load; None outside of loads.
staged_outputs = None
current_slot = -1


class Running:
    """The call that the watchdog looks at: entry number, kind, and how far the entry has come."""

    serial = 0
    kind = NONE
    # Iterator over the rest of the batch: its length names the running event without a store per event.
    rest = None
    # Events of the batch.
    count = 0
    position = 0
    # What the call raised is being reported; that counts as a call of its own.
    is_reporting = False


running = Running()


class Settings:
    handler_budget = 1.0
    blocking_budget = 10.0
    import_budget = 10.0


settings = Settings()


def begin_report():
    running.serial += 1
    running.is_reporting = True


def end_report():
    running.serial += 1
    running.is_reporting = False


def begin_entry(kind):
    running.serial += 1
    running.position = 0
    running.rest = None
    running.kind = kind


def end_entry():
    running.kind = NONE
