import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { secret } from './masking/spans';
import { type Phrase, say } from './phrase';
import type { Change } from './plan/plan';

/** Attributes that say what a resource is and how large, in the order in which they are shown. */
const attributes = [
  'engine',
  'engine_version',
  'database_version',
  'runtime',
  'instance_class',
  'instance_type',
  'instance_types',
  'machine_type',
  'node_type',
  'vm_size',
  'size',
  'sku_name',
  'sku',
  'account_tier',
  'tier',
  'load_balancer_type',
  'role_definition_name',
  'role',
  'cidr_block',
  'address_space',
  'ip_cidr_range',
];

/** Blocks that also contain such an attribute. Keys are attributes. */
const blockOf: ReadonlyMap<string, string> = new Map([
  ['machine_type', 'node_config'],
  ['tier', 'settings'],
  ['vm_size', 'default_node_pool'],
]);

/** Maximum number of values to show. */
const mostValues = 3;
/** Maximum length of a value. */
const longest = 30;

/** Attributes without which a resource runs nothing. */
const amounts = ['desired_capacity', 'desired_count'];

/** Formats what new resources of a kind have in common: ` (postgres, 16.3, db.t3.micro)`. Empty without such values. */
export function sizeOfKind(created: readonly Change[]): Phrase {
  // the role of an attachment is not what the attachment is
  if (created.some(({ type }) => type.endsWith('_attachment'))) return [];
  const idle = amounts.find((name) => created.every(({ after }) => after[name] === 0));
  if (idle !== undefined) return say` (${idle} = ${{ value: '0' }})`;
  const values = attributes.flatMap((name) => {
    const texts = new Set(created.map(({ after }) => textIn(after, name)));
    const [only] = texts;
    return texts.size === 1 && only !== undefined ? [only] : [];
  });
  const shown = [...new Set(values)].slice(0, mostValues);
  const listed = shown.flatMap((value, at): Phrase => [...(at > 0 ? [', '] : []), { value }]);
  return listed.length === 0 ? [] : say` (${listed})`;
}

/** Returns the text of an attribute. Undefined for a long text, and for several values. */
function textIn(values: ValueObject, name: string): string | undefined {
  const blocks = values[blockOf.get(name) ?? ''] ?? [];
  const found = [values, ...(isList(blocks) ? blocks : [])].flatMap((block) =>
    isObject(block) ? scalarsIn(block[name] ?? null) : [],
  );
  const [only = '', ...others] = new Set(found);
  return others.length > 0 || only === '' || /^\d+$/.test(only) || only.includes(secret) || only.length > longest
    ? undefined
    : only;
}

const scalarsIn = (value: Value): readonly string[] =>
  isList(value) ? value.flatMap(scalarsIn) : value === null || typeof value === 'object' ? [] : [String(value)];
