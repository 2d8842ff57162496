import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { shortList } from './short-list';

/** Maximum length of the text of a statement. */
const longest = 200;

/** Maximum number of actions, resources or principals to name in a statement. */
const namedAtMost = { actions: 8, others: 3 } as const;

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
  const effect = statement['Effect'] ?? null;
  const actions = either(statement, 'Action', namedAtMost.actions);
  if (typeof effect !== 'string' || actions === undefined) return undefined;
  const parts = [
    ['on', either(statement, 'Resource', namedAtMost.others)],
    ['for', either(statement, 'Principal', namedAtMost.others)],
    ['if', conditionText(statement['Condition'] ?? null)],
  ].flatMap(([word, text]) => (text === undefined ? [] : [`${word} ${text}`]));
  const text = [effect.toLowerCase(), actions, ...parts].join(' ');
  return text.length > longest ? `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
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
    isObject(keys)
      ? Object.entries(keys).map(
          ([key, values]) =>
            `${key} ${/not/i.test(operator) ? 'is not' : 'is'} ${shortList(scalarsIn(values), namedAtMost.others)}`,
        )
      : [],
  );
  return texts.length === 0 ? undefined : texts.join(' and ');
}

const scalarsIn = (value: Value): readonly string[] =>
  isList(value) ? value.flatMap(scalarsIn) : isObject(value) || value === null ? [] : [String(value)];
