/** Type of an attribute. In a state, 0 and '' mean that the attribute is not set, except for the kinds that start with `any`. */
type AttributeKind = 'text' | 'any text' | 'number' | 'any number' | 'texts' | 'number in text';

/** Shape of a Terraform block: the expected values of its attributes, and its nested blocks. */
export interface BlockShape {
  readonly attributes: Readonly<Record<string, AttributeKind>>;
  readonly blocks?: Readonly<
    Record<string, { readonly shape: BlockShape; readonly api?: string; readonly list?: true }>
  >;
}

type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Callback that receives the path of a value that a block cannot express, for example `scheduling_options.evaluation_window.timezone`. */
export type ReportUnexpressed = (path: string) => void;

/**
 * Converts a JSON object of the API to a Terraform block.
 * @param unexpressed receives the path of each value that the block cannot express
 */
export function toBlock(json: unknown, shape: BlockShape, { path, unexpressed }: Place): Json {
  if (!isObject(json)) {
    unexpressed(path);
    return {};
  }
  const nested = Object.entries(shape.blocks ?? {}).map(([name, block]) => ({
    name,
    ...block,
    api: block.api ?? name,
  }));
  return Object.fromEntries(
    Object.entries(json).flatMap(([key, value]): [string, unknown][] => {
      const place = { path: `${path}.${key}`, unexpressed };
      const block = nested.find(({ api }) => api === key);
      if (block) return [[block.name, nestedBlock(value, block, place)]];
      const kind = Object.hasOwn(shape.attributes, key) ? shape.attributes[key] : undefined;
      const written = kind === undefined ? undefined : writers[kind](value);
      if (written === undefined) unexpressed(place.path);
      return [[key, written]];
    }),
  );
}

export interface Place {
  readonly path: string;
  readonly unexpressed: ReportUnexpressed;
}

interface NestedBlock {
  readonly shape: BlockShape;
  readonly list?: true;
}

function nestedBlock(value: unknown, { shape, list }: NestedBlock, place: Place): unknown {
  if (list) return (Array.isArray(value) ? value : [value]).map((one) => toBlock(one, shape, place));
  if (!Array.isArray(value)) return toBlock(value, shape, place);
  // the provider permits only one block where the API permits a list
  if (value.length !== 1) place.unexpressed(place.path);
  return toBlock(value[0], shape, place);
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown) => (typeof value === 'number' && Number.isInteger(value) ? value : undefined);

const writers = {
  text,
  'any text': text,
  number: whole,
  'any number': whole,
  texts: (value: unknown) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined,
  'number in text': (value: unknown) => (typeof value === 'number' ? String(value) : undefined),
} as const;

/**
 * Converts a Terraform block, or a list with one block, to a JSON object of the API; undefined for no block or several blocks. Omits null
 * and the zero values that a state contains instead of null.
 * @param unread receives the path of each attribute that the shape does not contain
 */
export function fromBlock(block: unknown, shape: BlockShape, { path, unexpressed: unread }: Place): Json | undefined {
  const [only, ...more] = blocksIn(block);
  if (only === undefined || more.length > 0) return undefined;
  const { blocks = {}, attributes } = shape;
  return Object.fromEntries(
    Object.entries(only).flatMap(([key, value]): [string, unknown][] => {
      const place = { path: `${path}.${key}`, unexpressed: unread };
      const nested = Object.hasOwn(blocks, key) ? blocks[key] : undefined;
      if (nested) return readNested(key, value, { ...nested, place });
      const kind = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
      if (isUnset(value, kind ?? 'text')) return [];
      if (kind === undefined) unread(place.path);
      return [[key, kind === 'number in text' ? Number(value) : value]];
    }),
  );
}

function readNested(
  name: string,
  value: unknown,
  { shape, api = name, list, place }: NestedBlock & { readonly api?: string; readonly place: Place },
): [string, unknown][] {
  const read = blocksIn(value).map((one) => fromBlock(one, shape, place));
  if (read.length === 0) return [];
  return [[api, list || api !== name ? read : read[0]]];
}

/** Returns the blocks in a value, which is a block or a list of blocks. */
export const blocksIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : [value]).filter(isObject);

const isUnset = (value: unknown, kind: AttributeKind): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (!kind.startsWith('any') && (value === '' || value === 0));
