import type { RuleMessage } from './message';
import type { Ask, ServiceRequest } from './service-requests';

/** Function that calls a service. Its promise rejects if the service fails. */
export type Services = (request: ServiceRequest) => Promise<string | undefined>;

// Maximum number of times that a statement waits for responses: a call can depend on the response to another call.
const deepestWait = 20;

/**
 * Evaluates a statement that calls services. Repeats the evaluation with the responses and the same random numbers
 * until there are no new requests. Each request is sent once; a failed request returns Undefined.
 */
export async function evaluateWithServices<Result>(
  evaluate: (message: RuleMessage) => Result,
  message: RuleMessage,
  services: Services,
): Promise<Result> {
  const answers = new Map<string, string | undefined>();
  const chance = createReplay(message);
  for (let round = 0; ; round++) {
    const open = new Map<string, ServiceRequest>();
    const ask: Ask = (request) => {
      const question = JSON.stringify(request);
      if (answers.has(question)) return answers.get(question);
      open.set(question, request);
      return undefined;
    };
    const result = evaluate(message.withServices({ ask, ...chance() }));
    if (open.size === 0 || round === deepestWait) return result;
    const pendingCalls = [...open].map(async ([question, request]) => {
      answers.set(question, await services(request).catch(() => undefined));
    });
    await Promise.all(pendingCalls);
  }
}

/** Returns functions that generate the same UUIDs and random numbers in each evaluation. */
function createReplay({ newUuid, random }: RuleMessage) {
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
