import type { BusEvent, EventRule, Target } from './event-rule';
import { valueAt } from './input-path';

/** Values of the variables in a template. */
type Variables = (name: string) => unknown;

/** Variable in a template, or a quoted string, which can contain variables. */
const token = /"(?:\\.|[^"\\])*"|<([^<>"]+)>/gs;
const variable = /<([^<>]+)>/g;

/** Returns a value within quotes. As in AWS, strings are not escaped, and objects lose their quotes. */
function quotedText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** Replaces the variables in a template. A variable without a value becomes an empty string. */
const fillTemplate = (template: string, read: Variables): string =>
  template.replace(token, (found, name?: string) =>
    name === undefined
      ? found.replace(variable, (_, inner: string) => quotedText(read(inner)))
      : JSON.stringify(read(name) ?? ''),
  );

/** Returns whether a string is valid JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns whether a template is JSON after its variables are replaced, or consists of lines that are quoted strings.
 * Source: EventBridge user guide, "eb-transform-target-input".
 */
export function isTemplate(template: string): boolean {
  const filled = fillTemplate(template, () => 0);
  return (
    isJson(filled) || filled.split('\n').every((line) => line.trim() === '' || (/^\s*"/.test(line) && isJson(line)))
  );
}

/** Variables that need no path. Source: EventBridge user guide, "eb-transform-target-input", "Predefined variables". */
const predefined: Readonly<Record<string, (event: BusEvent, rule: EventRule, receivedAt: string) => unknown>> = {
  'aws.events.rule-arn': (_, { arn }) => arn,
  'aws.events.rule-name': (_, { name }) => name,
  'aws.events.event.ingestion-time': (_event, _rule, receivedAt) => receivedAt,
  'aws.events.event': ({ detail: _, ...event }) => event,
  'aws.events.event.json': (event) => event,
};

/**
 * Returns the text that a target receives for an event.
 * @param receivedAt time at which the event was received, in ISO 8601
 */
export function inputOf(
  { Input, InputPath, InputTransformer }: Target,
  { event, rule, receivedAt }: { event: BusEvent; rule: EventRule; receivedAt: string },
): string {
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(InputPath, event) ?? null);
  if (InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap: paths = {}, InputTemplate } = InputTransformer;
  return fillTemplate(InputTemplate, (name) => {
    const path = Object.hasOwn(paths, name) ? paths[name] : undefined;
    if (path !== undefined) return valueAt(path, event);
    return Object.hasOwn(predefined, name) ? predefined[name]?.(event, rule, receivedAt) : undefined;
  });
}
