import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { rowsOf } from '../knowledge/knowledge';
import { wordsOf } from '../knowledge/name-words';
import { joined, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import type { Line } from './changed-text';

/** Words in the names of attributes that describe the kind, the size or the reachability of a resource. */
const telling = new Set(
  `capacity cidr cidrs class engine member members memory port ports principal protocol ranges replicas retention role roles runtime size
  sku tier type visibility`.split(/\s+/),
);

/** Maximum number of attributes to show for one resource. */
const most = 6;
const longest = 60;

/** Formats the attributes of a new resource that matter to a reviewer, on one line. */
export function createdLines({ type, after }: Pick<Change, 'type' | 'after'>): readonly Line[] {
  const judged = new Set(rowsOf(type)?.map(({ path: [name] }) => name));
  const shown = Object.entries(after).flatMap(([name, value]): Phrase[] => {
    if (!judged.has(name) && !wordsOf(name).some((word) => telling.has(word))) return [];
    const text = textOf(value);
    return text === undefined ? [] : [say`${name} = ${{ value: text }}`];
  });
  const rest = shown.length > most ? [words(`${shown.length - most} more`)] : [];
  return shown.length === 0 ? [] : [{ text: joined([...shown.slice(0, most), ...rest]), items: [] }];
}

/** Formats a value or a list of values. Returns undefined for empty values, blocks and long text. */
function textOf(value: Value | undefined): string | undefined {
  if (value !== undefined && isList(value)) {
    const texts = value.map(textOf);
    const text = texts.join(', ');
    return texts.length === 0 || texts.includes(undefined) || text.length > longest ? undefined : text;
  }
  if (value === undefined || value === null || value === '' || isObject(value)) return undefined;
  const text = String(value);
  return text.length > longest ? undefined : text;
}
