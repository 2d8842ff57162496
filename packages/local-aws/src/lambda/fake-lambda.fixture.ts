import type { FunctionDeclaration, InvocationRequest } from './function-declaration';
import type { Lambda } from './lambda-service';

/**
 * Creates a Lambda emulator whose functions call the test's handler instead of starting a thread. `invoked`
 * collects the requests.
 */
export function fakeLambda(handler: (event: unknown, request: InvocationRequest) => unknown) {
  const invoked: InvocationRequest[] = [];
  const declared: FunctionDeclaration[] = [];
  const run = async (request: InvocationRequest) => {
    invoked.push(request);
    const rest = { milliseconds: 1, cold: false, lines: [], requestId: `request-${invoked.length}` };
    try {
      return { ...rest, outcome: { status: 'success', result: await handler(request.event, request) } as const };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const described = { errorType: error.name, errorMessage: error.message };
      return { ...rest, outcome: { status: 'error', error: described } as const };
    }
  };
  const lambda: Lambda = {
    declare: (declaration) => void declared.push(declaration),
    configureEvents: () => undefined,
    remove: () => undefined,
    replaceCode: () => undefined,
    invoke: run,
    invokeAsync(request) {
      void run(request);
      return `request-${invoked.length}`;
    },
    resume: () => undefined,
    functions: () => declared,
    stop: () => undefined,
  };
  return { lambda, invoked };
}
