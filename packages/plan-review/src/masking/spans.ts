/** Start and end of a secret in text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replacement for a secret. */
export const secret = '«secret»';

/** Replaces each span with the mark for secrets. Overlapping or adjacent spans share one mark. */
export function maskSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const sorted = [...spans].sort((one, other) => one.start - other.start);
  const parts: string[] = [];
  let shown = 0;
  let last = -1;
  for (const { start, end } of sorted) {
    if (end <= last) continue;
    if (start > last) parts.push(text.slice(shown, start), secret);
    shown = end;
    last = end;
  }
  parts.push(text.slice(shown));
  return parts.join('');
}
