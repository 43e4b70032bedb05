/** 1-based slot numbers to bytes, zeros left out. */
export function sparseSlots(bytes: Buffer): Record<string, number> {
  const slots: Record<string, number> = {};
  bytes.forEach((value, index) => {
    if (value !== 0) slots[String(index + 1)] = value;
  });
  return slots;
}

/** The reverse, `size` bytes long. */
export function denseSlots(slots: Readonly<Record<string, number>>, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [slot, value] of Object.entries(slots)) bytes[Number(slot) - 1] = value;
  return bytes;
}
