import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { documentIn, levelsAtMost } from '../plan/json-documents';
import { assignments } from './assignments';
import { PlanBudget } from './decoding-budget';
import { isDistinctive, shortest } from './distinctive';
import { isPasswordLike } from './harmless-values';
import { LiteralIndex } from './literal-index';
import { isRandom } from './randomness';
import { isSecretByName, isSecretsName } from './secret-values';
import type { Span } from './spans';
import { secretsIn } from './text-secrets';

/** Maximum number of known secrets per plan. Further secrets are ignored, because such a plan is considered hostile. */
const valuesAtMost = 20_000;
const prefix = 4;

/** Secret values that are distinctive enough to be masked wherever they occur. Contains every encoded form of each value. */
export class KnownSecrets {
  private readonly values = new Set<string>();
  private readonly budget = new PlanBudget();
  /** Sensitive texts that were added. A plan contains most texts several times. */
  private readonly texts = new Set<string>();
  private index: LiteralIndex | undefined;

  /**
   * Creates an empty collection.
   * @param isAccount returns whether a number is an AWS account id. Many names contain account ids, so account ids are not added.
   */
  constructor(private readonly isAccount: (digits: string) => boolean = () => false) {}

  get isEmpty(): boolean {
    return this.values.size === 0;
  }

  /** Adds all strings and numbers in a sensitive value. */
  addAll(value: Value, levels = levelsAtMost): void {
    if (levels === 0) return;
    if (typeof value === 'string') this.addText(value);
    else if (typeof value === 'number') this.add(String(value), true);
    else if (isList(value)) for (const item of value) this.addAll(item, levels - 1);
    else if (isObject(value)) for (const item of Object.values(value)) this.addAll(item, levels - 1);
  }

  /** Adds the secrets in a text that is not secret as a whole: passwords, random texts, and values that are named like secrets. */
  addPlausible(value: Value): void {
    if (typeof value !== 'string') return;
    if (isRandom(value) || isPasswordLike(value)) this.add(value, true);
    this.addInside(value);
  }

  /** Adds the values of a resource's attributes whose names indicate a secret. */
  addNamed(type: string, value: Value, isText = false, levels = levelsAtMost): void {
    if (levels === 0) return;
    if (typeof value === 'string') {
      if (isText || !mayNameSecret.test(value)) return;
      const document = documentIn(value);
      if (document !== undefined) this.addNamed(type, document, true, levels - 1);
      else if (value.length < longestRead)
        for (const { start, end } of assignments(value)) this.add(value.slice(start, end));
    } else if (isList(value)) for (const item of value) this.addNamed(type, item, isText, levels - 1);
    else if (isObject(value)) {
      const called = nameOfValue(value);
      for (const [name, item] of Object.entries(value)) {
        const names = called !== undefined && isValueName(name) ? [name, called] : [name];
        if (!isSecretsName(value, name) && names.some((one) => isSecretByName(type, one, item))) this.addAll(item);
        else this.addNamed(type, item, isText, levels - 1);
      }
    }
  }

  /** Returns the spans of known secrets in text. */
  spansIn(text: string): readonly Span[] {
    const spans: Span[] = [];
    this.index ??= new LiteralIndex(this.values, prefix);
    this.index.visit(text, (value, at) => {
      if (value.length >= distinctive || isApart(text, at, at + value.length))
        spans.push({ start: at, end: at + value.length });
      return true;
    });
    return spans;
  }

  private addText(text: string): void {
    if (this.texts.has(text)) return;
    this.texts.add(text);
    this.add(text, true);
    const trimmed = text.trim();
    if (trimmed !== text) this.add(trimmed, true);
    this.addInside(text);
  }

  /** Adds the secrets inside a text, such as the password in a URL. */
  private addInside(text: string): void {
    const trimmed = text.trim();
    const [, password = ''] = /^[\w.@+-]{1,64}:([^\s:/]{6,128})$/.exec(trimmed) ?? [];
    if (isPasswordLike(password)) this.add(password, true);
    if (trimmed.includes('\n'))
      for (const line of trimmed.split('\n')) if (isRandom(line.trim(), 20)) this.add(line.trim());
    const document = documentIn(text);
    if (document !== undefined) {
      this.addNamed('', document);
      this.addLeaves(document, countLeaves(document) <= leavesOfCredentials);
    } else if (text.length < longestRead)
      for (const { start, end } of secretsIn(text, this.budget.forValue(text))) this.add(text.slice(start, end));
  }

  /** Adds the values in a sensitive document. From a large document, adds only values that look random. */
  private addLeaves(value: Value, isSmall: boolean): void {
    if (typeof value === 'string') {
      if (isRandom(value) || (isSmall && isPasswordLike(value))) this.add(value, isSmall);
    } else if (typeof value === 'number') {
      if (isSmall) this.add(String(value), true);
    } else if (isList(value)) for (const item of value) this.addLeaves(item, isSmall);
    else if (isObject(value)) for (const item of Object.values(value)) this.addLeaves(item, isSmall);
  }

  private add(value: string, isMarked = false): void {
    if (this.values.size >= valuesAtMost || this.values.has(value) || !isDistinctive(value, isMarked)) return;
    if (/^\d{12}$/.test(value) && this.isAccount(value)) return;
    this.index = undefined;
    for (const form of formsOf(value)) if (form.length >= shortest) this.values.add(form);
  }
}

const longestRead = 10_000;
/** Maximum number of values in a document that is considered a set of credentials. */
const leavesOfCredentials = 12;
const distinctive = 12;
const mayNameSecret = /pass|pwd|secret|token|credential|api_?key|private|auth/i;

function countLeaves(value: Value): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countLeaves(item), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, item) => sum + countLeaves(item), 0) : 1;
}

function formsOf(value: string): readonly string[] {
  const forms = [value, JSON.stringify(value).slice(1, -1)];
  if (value.length > longestRead) return forms;
  const bytes = Buffer.from(value);
  const percent = percentEncoded(value);
  return [
    ...forms,
    percent,
    percent.replaceAll('%20', '+'),
    ...[bytes, Buffer.from(`${value}\n`)].flatMap((one) => [
      one.toString('base64').replace(/=+$/, ''),
      one.toString('base64url'),
    ]),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

function percentEncoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // a lone surrogate cannot be percent-encoded
    return value;
  }
}

const isApart = (text: string, start: number, end: number): boolean =>
  !(/[A-Za-z0-9]/.test(text.charAt(start - 1)) && /[A-Za-z0-9]/.test(text.charAt(start))) &&
  !(/[A-Za-z0-9]/.test(text.charAt(end)) && /[A-Za-z0-9]/.test(text.charAt(end - 1)));

/** Keys of the name in an object with a name and a value. */
const nameKeys = [
  'name',
  'key',
  'Name',
  'Key',
  'ParameterKey',
  'parameter_key',
  'variable',
  'header',
  'header_name',
  'option_name',
  'http_header_name',
  'variable_name',
  'property',
];

/**
 * Returns the name of the value in an object with a name and a value, as in lists of variables, headers or parameters. Undefined if the object
 * has no name or no value.
 */
export function nameOfValue(object: { readonly [name: string]: Value }): string | undefined {
  if (!Object.keys(object).some(isValueName)) return undefined;
  for (const key of nameKeys) {
    const name = object[key];
    if (typeof name === 'string') return name;
  }
  return undefined;
}

const valueNames: ReadonlySet<string> = new Set([
  'content',
  'default',
  'example',
  'pattern',
  'search_string',
  'target',
  'text',
  'values',
]);

/** Returns whether a key contains the value in an object with a name and a value, such as a CloudFormation parameter. */
export const isValueName = (name: string): boolean =>
  valueNames.has(name) || (name.endsWith('alue') && /^(?:(?:\w*_)?value|\w*Value)$/.test(name));
