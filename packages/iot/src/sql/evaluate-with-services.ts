import type { RuleMessage } from './message';
import type { Ask, ServiceRequest } from './service-requests';

/** Calls a service; rejects if the service fails. */
export type Services = (request: ServiceRequest) => Promise<string | undefined>;

// A call may depend on the response of a nested call.
const deepestWait = 20;

/**
 * Evaluates a function over a message with asynchronous responses of services: it repeats the evaluation until there are no new
 * requests, with the same random numbers each time. A failed request is Undefined; each request is sent once.
 */
export async function evaluateWithServices<Result>(
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

/** Returns generators that replay the same UUIDs and random numbers for each evaluation. */
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
