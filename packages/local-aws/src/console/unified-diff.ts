const linesAround = 3;

/** Returns the unified diff of two texts with the same number of lines; an empty string if they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const changed = was.flatMap((line, index) => (line === is[index] ? [] : [index]));
  if (changed.length === 0) return '';
  const hunks = hunksOf(changed, was.length).flatMap(({ first, last }) => {
    const count = last - first + 1;
    const range = `${first + 1},${count}`;
    return [`@@ -${range} +${range} @@`, ...linesOf({ first, last }, was, is)];
  });
  return [`--- a/${file}`, `+++ b/${file}`, ...hunks, ''].join('\n');
}

interface Hunk {
  readonly first: number;
  readonly last: number;
}

/** Returns the ranges of changed lines with the lines around them. Ranges that touch are one hunk. */
function hunksOf(changed: readonly number[], count: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const index of changed) {
    const first = Math.max(0, index - linesAround);
    const last = Math.min(count - 1, index + linesAround);
    const previous = hunks.at(-1);
    if (previous !== undefined && first <= previous.last + 1) hunks.splice(-1, 1, { first: previous.first, last });
    else hunks.push({ first, last });
  }
  return hunks;
}

/** Returns the lines of a hunk. Consecutive changed lines are listed together, first removed and then added. */
function linesOf({ first, last }: Hunk, was: readonly string[], is: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let added: string[] = [];
  for (let index = first; index <= last; index++) {
    if (was[index] === is[index]) {
      lines.push(...added, ` ${was[index]}`);
      added = [];
      continue;
    }
    lines.push(`-${was[index]}`);
    added.push(`+${is[index]}`);
  }
  return [...lines, ...added];
}
