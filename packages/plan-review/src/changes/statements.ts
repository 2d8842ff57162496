import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { shortList } from './short-list';

/** Maximum length of the text of a statement. */
const longest = 200;

/** Maximum numbers of actions to name. The text of a statement contains the largest number with which it is short enough. */
const actionsAtMost = [8, 4, 2] as const;

/** Maximum number of resources, principals or values to name. */
const othersAtMost = 3;

/**
 * Describes the statements of an IAM policy, one text for each: `allow s3:GetObject on arn:aws:s3:::files/*`. Empty for other values,
 * and for documents with statements in another form.
 */
export function statementsIn(document: Value): readonly string[] {
  if (!isObject(document)) return [];
  const given = document['Statement'] ?? null;
  const statements = (isList(given) ? given : [given]).filter(isObject);
  const texts = statements.map(statementText);
  const known = texts.filter((text) => text !== undefined);
  return known.length < texts.length ? [] : known;
}

function statementText(statement: ValueObject): string | undefined {
  const texts = actionsAtMost.flatMap((most) => textWith(statement, most) ?? []);
  const text = texts.find(({ length }) => length <= longest) ?? texts.at(-1);
  return text === undefined || text.length <= longest
    ? text
    : `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Describes a statement, with a maximum number of actions. */
function textWith(statement: ValueObject, most: number): string | undefined {
  const effect = statement['Effect'] ?? null;
  const actions = either(mostPowerfulFirst(statement, most), 'Action', most);
  if (typeof effect !== 'string' || actions === undefined) return undefined;
  const parts = [
    ['on', either(statement, 'Resource', othersAtMost)],
    ['for', either(statement, 'Principal', othersAtMost)],
    ['if', conditionText(statement['Condition'] ?? null)],
  ].flatMap(([word, text]) => (text === undefined ? [] : [`${word} ${text}`]));
  return [effect.toLowerCase(), actions, ...parts].join(' ');
}

/** Matches actions that read settings and lists, but no secrets or data. */
const readsSettings =
  /^[\w-]+:(?:Describe|Head|List|View|(?:Batch)?Get)(?!\w*(?:Credential|Item|Object|Parameter|Password|Record|Secret|Token))/;

/** Moves the actions that only read settings to the end if the text cannot name all actions. */
function mostPowerfulFirst(statement: ValueObject, most: number): ValueObject {
  const actions = textsIn(statement['Action'] ?? null) ?? [];
  return actions.length <= most + 1
    ? statement
    : {
        ...statement,
        Action: actions.toSorted((a, b) => Number(readsSettings.test(a)) - Number(readsSettings.test(b))),
      };
}

/** Formats an element or its negation: `s3:*`, `all except iam:*`. Undefined if the statement has neither. */
function either(statement: ValueObject, name: string, most: number): string | undefined {
  const [is, isNot] = [name, `Not${name}`].map((one) => textsIn(statement[one] ?? null));
  if (is !== undefined && is.length > 0) return shortList(is, most);
  return isNot !== undefined && isNot.length > 0 ? `all except ${shortList(isNot, most)}` : undefined;
}

/** Returns the strings in a value. Names the kind of principals, except accounts and services: `Federated cognito-identity.amazonaws.com`. */
function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([kind, inside]) =>
    textsIn(inside).map((text) => (/^(?:AWS|Service)$/.test(kind) ? text : `${kind} ${text}`)),
  );
}

/** Formats conditions: `aws:SecureTransport is false`. */
function conditionText(value: Value): string | undefined {
  if (!isObject(value)) return undefined;
  const texts = Object.entries(value).flatMap(([operator, keys]) =>
    isObject(keys) ? Object.entries(keys).map(([key, values]) => comparisonText(operator, key, scalarsIn(values))) : [],
  );
  return texts.length === 0 ? undefined : texts.join(' and ');
}

/** Words for the end of a condition operator. The first match decides. Source: IAM User Guide, "IAM JSON policy elements: Condition operators" */
const comparisons: readonly (readonly [operator: RegExp, words: string])[] = [
  [/LessThanEquals$/i, 'is at most'],
  [/LessThan$/i, 'is less than'],
  [/GreaterThanEquals$/i, 'is at least'],
  [/GreaterThan$/i, 'is more than'],
  [/Not/i, 'is not'],
  [/^/, 'is'],
];

/** Formats a comparison. Keeps a set operator, which decides how several values of a key are compared. */
function comparisonText(operator: string, key: string, values: readonly string[]): string {
  const [, set = '', name = ''] = /^(ForAllValues:|ForAnyValue:)?(.*)$/i.exec(operator) ?? [];
  if (/^Null$/i.test(name)) return `${key} is ${values.includes('true') ? 'absent' : 'present'}`;
  const [, words = 'is'] = comparisons.find(([end]) => end.test(name.replace(/IfExists$/i, ''))) ?? [];
  const subject = set === '' ? key : `${/all/i.test(set) ? 'all' : 'any'} of ${key}`;
  return `${subject} ${words} ${shortList(values, othersAtMost)}${/IfExists$/i.test(name) ? ' or absent' : ''}`;
}

const scalarsIn = (value: Value): readonly string[] =>
  isList(value) ? value.flatMap(scalarsIn) : isObject(value) || value === null ? [] : [String(value)];
