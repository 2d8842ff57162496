import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { rowsOf } from '../knowledge/knowledge';
import { wordsOf } from '../knowledge/name-words';
import { joined, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { encryptionSettings } from '../rules/encryption-removed';
import { protectionSettings } from '../rules/protection-removed';
import type { Line } from './changed-text';

/** Words in the names of attributes that describe the kind, the size or the reachability of a resource. */
const informativeWords = new Set(
  `capacity cidr cidrs class engine memory port ports protocol ranges replicas retention runtime size sku tier type
  visibility`.split(/\s+/),
);

/** Words in the names of attributes that identify a resource, or the resources and people that it connects. */
const identifying = new Set(
  `domain email emails endpoint fqdn group groups host hostname login mail member members name owner owners principal principals
  recipients repository role roles scope subject target user username users`.split(/\s+/),
);

/** Maximum number of attributes to show for one resource. */
const most = 6;
const longest = 60;

type DescribedChange = Pick<Change, 'type' | 'name' | 'action' | 'before' | 'after' | 'waitsFor'>;

/** Types of resources that connect other resources. */
const connecting =
  /_(?:attachments?|associations?|memberships?|members?|assignments?|bindings?|grants?|subscriptions?|peerings?|permissions?|collaborators?|records?|routes?|targets?|listeners?|triggers?|mappings?|access_entry)(?:_v\d+)?$/;

/** Maximum number of references to name. A resource with more references is not a simple connection. */
const referencesAtMost = 3;

/**
 * Formats the most informative attributes of a new or deleted resource on one line: identifying attributes, then missing encryption
 * and protection, then kind and size. A second line names the resources that a new resource connects, if they are known only by
 * reference.
 */
export function createdLines({ type, name, action, before, after, waitsFor }: DescribedChange): readonly Line[] {
  const attributesInRules = new Set(rowsOf(type)?.map(({ path: [attribute] }) => attribute));
  const all = Object.entries(action === 'delete' ? before : after).flatMap(([attribute, value]): ShownAttribute[] => {
    const words = wordsOf(attribute);
    const isIdentifying = words.some((word) => identifying.has(word));
    const isWeak = action !== 'delete' && isUnprotected(type, attribute, value);
    const isInformative = words.some((word) => informativeWords.has(word));
    const isShown = isIdentifying || isWeak || isInformative || attributesInRules.has(attribute);
    // a setting that is off says little, unless rules judge it
    const text =
      value === false && !isWeak && !attributesInRules.has(attribute)
        ? undefined
        : isShown
          ? textOf(value)
          : trafficIn(attribute, value);
    // an attribute that repeats the name of the resource adds no information
    if (text === undefined || (words.at(-1) === 'name' && isSimilar(text, name))) return [];
    return [{ attribute, text, isIdentifying, importance: isWeak ? 2 : Number(isInformative) }];
  });
  const isFirst = ({ text, isIdentifying }: ShownAttribute, at: number) =>
    !isIdentifying || all.findIndex((other) => other.isIdentifying && other.text === text) === at;
  const distinct = all.filter(isFirst);
  const shown = [
    ...distinct.filter(({ isIdentifying }) => isIdentifying),
    ...(action === 'delete' ? [] : mostImportantFirst(distinct.filter(({ isIdentifying }) => !isIdentifying))),
  ].map(({ attribute, text }) => say`${attribute} = ${{ value: text }}`);
  const rest = shown.length > most ? [words(`${shown.length - most} more`)] : [];
  const connects = action === 'create' && connecting.test(type) && waitsFor.length <= referencesAtMost;
  const others = connects ? waitsFor.map((reference) => say`${reference}`) : [];
  return [
    ...(shown.length === 0 ? [] : [{ text: joined([...shown.slice(0, most), ...rest]), items: [] }]),
    ...(others.length === 0 ? [] : [{ text: say`refers to ${joined(others)}`, items: [] }]),
  ];
}

interface ShownAttribute {
  readonly attribute: string;
  readonly text: string;
  readonly isIdentifying: boolean;
  /** 2 for missing encryption or protection against data loss, 1 for the kind or size of the resource, and otherwise 0. */
  readonly importance: number;
}

const mostImportantFirst = (attributes: readonly ShownAttribute[]): readonly ShownAttribute[] =>
  attributes.toSorted((a, b) => b.importance - a.importance);

/** Returns whether a value contains the name of the resource, for example `shop-power-on` the name `power_on`. */
function isSimilar(text: string, name: string): boolean {
  const [value, own] = [text, name].map((one) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return own !== undefined && own !== '' && value?.includes(own) === true && !text.includes('@');
}

/** Protections that almost no resource has, so that their absence is not informative. */
const rareProtections: ReadonlySet<string> = new Set(['skip_destroy']);

/** Returns whether an attribute turns off encryption or protection against data loss. */
const isUnprotected = (type: string, attribute: string, value: Value): boolean =>
  !rareProtections.has(attribute) &&
  [...(encryptionSettings(type) ?? []), ...protectionSettings(type)].some(
    ({ path, isOff }) => path.length === 1 && path[0] === attribute && isOff(value),
  );

/** Formats the blocks of a firewall rule that name the allowed or denied traffic: `tcp:22, tcp:80-90, icmp`. */
function trafficIn(attribute: string, value: Value): string | undefined {
  if (!/^(?:allow|deny)$/.test(attribute) || !isList(value)) return undefined;
  const texts = value.flatMap((block): readonly string[] => {
    const protocol = textAt(block, ['protocol']);
    if (protocol === undefined) return [];
    const ports = textsIn(valueAt(block, ['ports']));
    return ports.length === 0 ? [protocol] : ports.map((port) => `${protocol}:${port}`);
  });
  if (texts.length === 0) return undefined;
  const shown = texts.filter((_, at) => texts.slice(0, at + 1).join(', ').length <= longest);
  return [...shown, ...(shown.length < texts.length ? [`${texts.length - shown.length} more`] : [])].join(', ');
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
