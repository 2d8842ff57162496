import { z } from 'zod';
import type { Definition } from './definition';
import type { Execution } from './execution';
import { isObject } from './state-fields';

/** State at which an interrupted execution resumes, or its result if it cannot resume or has already finished. */
export type ResumePoint =
  /** State to start; `input` is undefined if the state receives the input of the execution. */
  | { readonly kind: 'state'; readonly state: string; readonly input: unknown }
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'not resumable'; readonly reason: string };

interface Options {
  readonly mayRestartChildren?: boolean;
}

const Logged = z.object({
  state: z.object({ name: z.string(), input: z.unknown().optional(), output: z.unknown().optional() }),
});

const startsExecutions = (resource: unknown): boolean => String(resource).includes(':states:startExecution');

/**
 * Returns the state at which an execution resumes. The state that was running is restarted, as when Step Functions
 * redrives an execution. A state that starts executions or runs branches cannot be restarted, because some of its
 * executions or branches may already have ended.
 * @param options.mayRestartChildren whether a state that starts executions can be restarted, because all of them have ended
 */
export function resumePoint(
  { machine }: Definition,
  { history }: Pick<Execution, 'history'>,
  options: Options = {},
): ResumePoint {
  const states = isObject(machine['States']) ? machine['States'] : {};
  // searching only the top level is safe, because state names are unique in a definition
  const last = history
    .filter(({ type }) => type === 'StateEntered' || type === 'StateExited')
    .flatMap(({ type, details }) => {
      const logged = Logged.safeParse(details).data?.state;
      return logged !== undefined && Object.hasOwn(states, logged.name) ? [{ type, ...logged }] : [];
    })
    .at(-1);
  if (last === undefined) return at(states, [String(machine['StartAt']), undefined], options);
  if (last.type === 'StateEntered') return at(states, [last.name, last.input], options);
  const exited = states[last.name];
  if (isObject(exited) && typeof exited['Next'] === 'string') return at(states, [exited['Next'], last.output], options);
  if (isObject(exited) && exited['End'] === true) return { kind: 'succeeded', output: last.output };
  // a Choice state is evaluated again
  return at(states, [last.name, last.input], options);
}

function at(
  states: Record<string, unknown>,
  [state, input]: readonly [state: string, input: unknown],
  { mayRestartChildren = false }: Options,
): ResumePoint {
  const { Type, Resource } = z.looseObject({ Type: z.string() }).parse(states[state]);
  if (Type === 'Map' || Type === 'Parallel' || (startsExecutions(Resource) && !mayRestartChildren))
    return {
      kind: 'not resumable',
      reason: `the execution was in the state ${state}, which starts executions or runs branches`,
    };
  return { kind: 'state', state, input };
}
