import type { Problem } from '../monitor/problem';
import { didYouMean } from '../near-miss';
import { MessageError } from './message-error';
import { type MessagePart, parseMessage } from './parse-message';
import { variables } from './variables';

/**
 * Returns the problems in a message: unclosed blocks, and variables that would be rendered as empty text.
 * @param groupKeys grouping keys of the query; `{{key.name}}` is valid only for these keys
 */
export function checkMessage(template: string, groupKeys: readonly string[]): Problem[] {
  const known = [...variables, ...groupKeys.map((key) => `${key}.name`)];
  return problemsOf('message', template, (parts) =>
    variablesIn(parts)
      .filter(({ name }) => !known.includes(name))
      .map(({ name, column }) => ({
        message: `{{${name}}} stays empty${didYouMean(name, known)} (known: ${known.join(', ')})`,
        column,
        attribute: 'message',
      })),
  );
}

/** Returns a problem if an attribute cannot be rendered, for example because a block is unknown, unclosed or nested too deeply. */
export function syntaxProblems(attribute: string, template: string): Problem[] {
  return problemsOf(attribute, template, () => []);
}

function problemsOf(
  attribute: string,
  template: string,
  check: (parts: readonly MessagePart[]) => Problem[],
): Problem[] {
  try {
    return check(parseMessage(template));
  } catch (error) {
    if (error instanceof MessageError) return [{ message: error.message, column: error.column, attribute }];
    throw error;
  }
}

function variablesIn(parts: readonly MessagePart[]): { name: string; column: number }[] {
  return parts.flatMap((part) => {
    if (part.kind === 'variable') return [part];
    if (part.kind === 'text' || part.kind === 'call') return [];
    const matching = part.name.endsWith('_match') ? part.args.slice(0, 1) : [];
    return [
      ...matching.map((name) => ({ name, column: part.column })),
      ...variablesIn(part.parts),
      ...variablesIn(part.otherwise),
    ];
  });
}
