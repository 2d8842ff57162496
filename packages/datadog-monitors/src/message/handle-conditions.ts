import type { MessageContext } from './context';
import { handlesIn } from './handles';
import { type MessagePart, parseMessage } from './parse-message';
import { holds, renderParts } from './render';

/** Handle in a rendered message, with the surrounding conditions such as `{{#is_alert}}`, outermost first. */
export interface ConditionalHandle {
  readonly handle: string;
  readonly conditions: readonly string[];
}

/** Returns the handles that a message notifies in a context. @throws MessageError */
export function conditionalHandles(message: string, context: MessageContext): readonly ConditionalHandle[] {
  return handlesOf(parseMessage(message), context, []);
}

function handlesOf(
  parts: readonly MessagePart[],
  context: MessageContext,
  conditions: readonly string[],
): readonly ConditionalHandle[] {
  // a block ends a handle, so that text in the block cannot continue a handle before it
  const text = parts.map((part) => (part.kind === 'block' ? ' ' : renderParts([part], context))).join('');
  return [
    ...handlesIn(text).map((handle) => ({ handle, conditions })),
    ...parts.flatMap((part) => {
      if (part.kind !== 'block') return [];
      const isTrue = holds(part, context) !== part.negated;
      const condition = `{{${isTrue === part.negated ? '^' : '#'}${[part.name, ...part.args.map((one) => `"${one}"`)].join(' ')}}}`;
      return handlesOf(isTrue ? part.parts : part.otherwise, context, [...conditions, condition]);
    }),
  ];
}
