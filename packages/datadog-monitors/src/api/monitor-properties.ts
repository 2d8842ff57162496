import { toBlock } from '../terraform/blocks';
import { assetBlock, optionBlocks } from '../terraform/monitor-blocks';
import { toTerraform } from '../terraform/to-terraform';
import { type ApiMonitor, parseApiMonitor } from './api-monitor';
import { canonicalMonitor } from './canonical-monitor';
import { camelCase, snakeCase, withKeys } from './letter-case';
import { attributeTable, fitsOption, optionTable } from './option-table';

type Json = Readonly<Record<string, unknown>>;
type ValueTest = (value: unknown) => boolean;

const inTable = (table: typeof optionTable): [string, ValueTest][] =>
  Object.entries(table).map(([name, row]) => [name, (value) => fitsOption(value, row)]);

const always: ValueTest = () => true;
const isListOf =
  (fits: ValueTest): ValueTest =>
  (value) =>
    Array.isArray(value) && value.every(fits);

const fitsBlock =
  (shape: Parameters<typeof toBlock>[1]): ValueTest =>
  (value) => {
    let fits = true;
    toBlock(value, shape, { path: '', unexpressed: () => (fits = false) });
    return fits;
  };

const isObject: ValueTest = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Attributes and options that have a property, with the values that the property permits. */
const attributes = new Map<string, ValueTest>([
  ...inTable(attributeTable),
  ['assets', isListOf(fitsBlock(assetBlock))],
  ...['name', 'type', 'query', 'message'].map((name): [string, ValueTest] => [name, always]),
]);
const options = new Map<string, ValueTest>([
  ...inTable(optionTable),
  ...Object.values(optionBlocks).map(({ option, shape }): [string, ValueTest] => [option, fitsBlock(shape)]),
  ['variables', isListOf(isObject)],
]);

/**
 * Returns the properties with which code declares a monitor: the API's attributes and options in camel case, on one level. Omits
 * defaults, except for a monitor that becomes a `datadog_monitor_json`. Attributes and options that have no property are in `otherAttributes` and `otherOptions`, with the API's names.
 */
export function propertiesOf(monitor: ApiMonitor): Json {
  // the provider compares datadog_monitor_json with JSON from the API, which contains defaults
  const isComplete = toTerraform(monitor).type === 'datadog_monitor_json';
  const { options: given, ...rest } = isComplete ? monitor : canonicalMonitor(monitor);
  const [known, otherAttributes] = split(rest, (key, value) => attributes.get(key)?.(value) ?? false);
  const [knownOptions, otherOptions] = split(given, (key, value) => options.get(key)?.(value) ?? false);
  const { name, type, query, message, ...more } = inCamelCase(known);
  return {
    ...{ name, type, query, message },
    ...inCamelCase(knownOptions),
    ...more,
    ...(Object.keys(otherOptions).length > 0 && { otherOptions }),
    ...(Object.keys(otherAttributes).length > 0 && { otherAttributes }),
  };
}

/** Converts properties to the JSON of the API. @throws ApiMonitorError if a required attribute is missing */
export function apiMonitorOf({ otherAttributes, otherOptions, ...properties }: Json): ApiMonitor {
  const [known, knownOptions] = split(inSnakeCase(properties), (key) => attributes.has(key));
  return parseApiMonitor({
    ...known,
    ...asObject(otherAttributes),
    options: { ...knownOptions, ...asObject(otherOptions) },
  });
}

const asObject = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

// formula queries have many shapes, and every tool uses the API's names for their fields
const isUnchanged = (key: string) => key === 'variables';

const inCamelCase = (json: Json): Json => renamed(json, camelCase);
const inSnakeCase = (json: Json): Json => renamed(json, snakeCase);

const renamed = (json: Json, rename: (key: string) => string): Json =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => [rename(key), isUnchanged(key) ? value : withKeys(value, rename)]),
  );

/** Splits an object into the entries that satisfy a predicate and the remaining entries. */
function split(json: Json, fits: (key: string, value: unknown) => boolean): readonly [Json, Json] {
  const entries = Object.entries(json);
  return [
    Object.fromEntries(entries.filter(([key, value]) => fits(key, value))),
    Object.fromEntries(entries.filter(([key, value]) => !fits(key, value))),
  ];
}
