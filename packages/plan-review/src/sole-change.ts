import type { Line } from './changes/changed-text';
import { describeChange } from './changes/describe-change';
import { markedItem } from './changes/paired-lines';
import { happens } from './changes/slices';
import { isOnlyReformatted } from './difference/difference';
import { lengthOfPhrase, type Phrase, words } from './phrase';
import type { Change, Plan } from './plan/plan';

/** Maximum length of the description of a single change in the headline. */
const longest = 300;

/** Maximum number of removed and added items of one attribute. */
const itemsAtMost = 6;

/** Describes the changed attributes if a plan changes only one resource: `: timeout: 3 → 60`. Otherwise, returns an empty phrase. */
export function attributesOfSole({ changes }: Plan, change: Change): Phrase {
  const happening = changes.filter((one) => happens(one) && one.mode === 'managed');
  if (happening.length !== 1 || change.type.startsWith('datadog_monitor') || isOnlyReformatted(change)) return [];
  const lines = describeChange(change).lines.map(inOneLine);
  const fitting = firstFitting(lines);
  const more = lines.length - fitting.length;
  const all = [...fitting, ...(more > 0 ? [words(`${more} more`)] : [])];
  return all.length === 0 ? [] : [': ', ...separated(all, ', ')];
}

/** Returns the first lines that fit into the headline, and always at least one. */
function firstFitting(lines: readonly Phrase[]): readonly Phrase[] {
  let left = longest;
  const end = lines.findIndex((line, at) => {
    left -= lengthOfPhrase(line);
    return at > 0 && left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** Formats a changed value on one line. */
function inOneLine({ text, items }: Line): Phrase {
  if (items.length === 0) return text;
  const start = text.slice(0, -1);
  const some = items.slice(0, itemsAtMost);
  const last = start.at(-1);
  if (last === ' is new' || last === ' is removed')
    return [
      ...start,
      ' (',
      ...separated(
        some.map((item) => item.text),
        ', ',
      ),
      ')',
    ];
  return [...text, ' ', ...separated(some.map(markedItem), ' ')];
}

const separated = (phrases: readonly Phrase[], separator: string): Phrase =>
  phrases.flatMap((phrase, at) => [...(at > 0 ? [separator] : []), ...phrase]);
