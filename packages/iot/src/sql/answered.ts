import type { RuleMessage } from './message';
import type { Ask, ServiceRequest } from './services';

/** Asks a service; rejects where it fails. */
export type Services = (request: ServiceRequest) => Promise<string | undefined>;

// One call may wait for the answer of another, which stands inside of it.
const deepestWait = 20;

/**
 * Evaluates something over a message with the answers of services, which take time: as often as answers bring new
 * questions, with the same dice each time. What a service refuses is Undefined; each question is asked once.
 */
export async function answered<Result>(
  evaluate: (message: RuleMessage) => Result,
  message: RuleMessage,
  services: Services,
): Promise<Result> {
  const answers = new Map<string, string | undefined>();
  const chance = replayed(message);
  for (let round = 0; ; round++) {
    const open = new Map<string, ServiceRequest>();
    const ask: Ask = (request) => {
      const question = JSON.stringify(request);
      if (answers.has(question)) return answers.get(question);
      open.set(question, request);
      return undefined;
    };
    const result = evaluate(message.asking({ ask, ...chance() }));
    if (open.size === 0 || round === deepestWait) return result;
    const asked = [...open].map(async ([question, request]) => {
      answers.set(question, await services(request).catch(() => undefined));
    });
    await Promise.all(asked);
  }
}

/** The same UUIDs and numbers each time. */
function replayed({ newUuid, random }: RuleMessage) {
  const uuids: string[] = [];
  const numbers: number[] = [];
  return () => ({
    newUuid: nextOf(uuids, newUuid),
    random: random && nextOf(numbers, random),
  });
}

function nextOf<Value>(known: Value[], make: () => Value): () => Value {
  let at = 0;
  return () => {
    const value = known[at] ?? make();
    known[at] = value;
    at += 1;
    return value;
  };
}
