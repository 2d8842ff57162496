import { groupBy } from '../group-by';
import { joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { modulesOf, typeIn } from '../plan/resource-id';
import type { AffectedAddress, Review } from '../review';
import { markdown } from './markdown';
import { bullet } from './render-changes';
import { tooLong } from './truncate-list';

/**
 * Returns a function that returns the affected resources that a text does not name. The section about monitors uses their names instead
 * of their addresses.
 */
export function unnamedResources({ addresses, monitors }: Review): (text: string) => readonly AffectedAddress[] {
  const spanOf = (name: string) => markdown([{ code: name }]);
  const spanOfMonitor = new Map(monitors.map(({ address, id }) => [address, spanOf(id)]));
  const spans = addresses.map((resource) => {
    const span = spanOf(resource.address);
    const spanOfName = spanOfMonitor.get(resource.address);
    return { resource, names: spanOfName === undefined ? [span] : [span, spanOfName] };
  });
  return (text) => {
    const named = new Set(text.match(/`[^`\n]+`/g));
    // more than one backtick surrounds a name with backticks
    const isNamed = (span: string) => named.has(span) || (span.startsWith('``') && text.includes(span));
    return spans.flatMap(({ resource, names }) => (names.some(isNamed) ? [] : [resource]));
  };
}

/**
 * Lists resources with their actions: one by one or, if the list does not fit, counted by module and type, or only by type. The last
 * list may still be too long.
 * @param most maximum number of characters
 */
export function resourceLines(resources: readonly AffectedAddress[], most: number): readonly string[] {
  const oneByOne = resources.map(({ address, action }) => bullet([{ code: address }, ` ${action}`]));
  if (lengthOf(oneByOne) <= most) return oneByOne;
  const byModule = [...groupBy(resources, ({ address }) => modulesOf(address))]
    .sort(([one], [other]) => inNaturalOrder(one, other))
    .map(([module, those]) => bullet([...moduleName(module), ': ', ...joinedBySemicolons(countsByAction(those))]));
  const collapsed = [collapsedBy('module and type'), ...byModule];
  if (lengthOf(collapsed) <= most) return collapsed;
  return [collapsedBy('type'), ...countsByAction(resources).map((count) => bullet(count))];
}

/** Compares names so that `m2` precedes `m10`. */
// creating a collator takes longer than most reviews
let collator: Intl.Collator | undefined;

function inNaturalOrder(one: string, other: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(one, other);
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, { length }) => sum + length + 1, 0);

/** Counts resources by module and type: `module.shop: 40 aws_sqs_queue and 20 aws_sns_topic`. */
export const countsByModule = (addresses: readonly string[]): readonly Phrase[] =>
  [...groupBy(addresses, modulesOf)]
    .sort(([one], [other]) => inNaturalOrder(one, other))
    .map(([module, those]) => [
      ...moduleName(module),
      ': ',
      ...joined(frequent(groupBy(those, typeIn)).map(([type, ofType]) => say`${ofType.length} ${type}`)),
    ]);

const collapsedBy = (what: string) => bullet(words(`counted by ${what}: ${tooLong}`));

const moduleName = (path: string): Phrase => (path === '' ? ['root module'] : say`${path.slice(0, -1)}`);

/** Counts resources by action and type, most frequent first: `update 12 aws_iam_role; delete 3 aws_sqs_queue`. */
const countsByAction = (resources: readonly AffectedAddress[]): readonly Phrase[] =>
  frequent(groupBy(resources, ({ action }) => action)).map(([action, those]) => [
    `${action} `,
    ...joined(
      frequent(groupBy(those, ({ address }) => typeIn(address))).map(([type, ofType]) => say`${ofType.length} ${type}`),
    ),
  ]);

const frequent = <Item>(groups: ReadonlyMap<string, readonly Item[]>) =>
  [...groups].sort(([, some], [, others]) => others.length - some.length);
