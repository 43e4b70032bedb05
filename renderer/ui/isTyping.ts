/** Keys that are pressed there write text and are nobody else's. */
export function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select, .nokey') !== null);
}
