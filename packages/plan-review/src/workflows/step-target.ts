import { isObject, type ValueObject } from '@himeshima/terraform-json';
import { shortened } from '../changes/changed-words';

/** Resource or API action that a step of a workflow calls, for example a function. */
export interface StepTarget {
  /** ARN, URL or name of the resource, as written in the definition. */
  readonly id: string;
  readonly noun: string;
  /** Verb for one step and for several: `calls`, `call`. */
  readonly verb: readonly [string, string];
  /** Property of the arguments that contains the id. Undefined if the `Resource` of the step is the id. */
  readonly argument: string | undefined;
}

type TargetKind = Pick<StepTarget, 'noun' | 'verb'>;

const calledFunction: TargetKind = { noun: 'function', verb: ['calls', 'call'] };

/** Arguments that name the resource, by service. Source: AWS Step Functions Developer Guide, "Integrating services" */
const integrations: ReadonlyMap<string, TargetKind & { readonly argument: string }> = new Map([
  ['batch', { argument: 'JobDefinition', noun: 'job definition', verb: ['runs', 'run'] }],
  ['dynamodb', { argument: 'TableName', noun: 'table', verb: ['uses', 'use'] }],
  ['ecs', { argument: 'TaskDefinition', noun: 'task definition', verb: ['runs', 'run'] }],
  ['glue', { argument: 'JobName', noun: 'job', verb: ['runs', 'run'] }],
  ['lambda', { argument: 'FunctionName', ...calledFunction }],
  ['sns', { argument: 'TopicArn', noun: 'topic', verb: ['publishes to', 'publish to'] }],
  ['sqs', { argument: 'QueueUrl', noun: 'queue', verb: ['sends to', 'send to'] }],
  ['states', { argument: 'StateMachineArn', noun: 'workflow', verb: ['starts', 'start'] }],
]);

/** Properties of a state with the arguments of its call: `Parameters` in JSONPath, `Arguments` in JSONata. */
export const argumentSettings = ['Parameters', 'Arguments'] as const;

/** Returns what a step calls. Undefined for a step that calls nothing. */
export function stepTarget(settings: ValueObject): StepTarget | undefined {
  const { Resource: resource } = settings;
  if (typeof resource !== 'string') return undefined;
  const action = integrationIn(resource);
  if (action === undefined) return { id: resource, argument: undefined, ...directKind(resource) };
  const known = integrations.get(action.replace(/^aws-sdk:/, '').split(':', 1)[0] ?? '');
  const named = known && argumentIn(settings, known.argument);
  return known === undefined || named === undefined
    ? { id: action, noun: 'API action', verb: ['calls', 'call'], argument: undefined }
    : { ...known, ...named };
}

/** Returns the API action of a service integration: `lambda:invoke` for `arn:aws:states:::lambda:invoke`. */
export const integrationIn = (resource: string): string | undefined => /^arn:[^:]*:states:::(.+)/s.exec(resource)?.[1];

function directKind(resource: string): TargetKind {
  if (/^arn:[^:]*:lambda:/.test(resource)) return calledFunction;
  return { noun: resource.includes(':activity:') ? 'activity' : 'resource', verb: ['uses', 'use'] };
}

/** Returns the value of an argument. An argument whose name ends in `.$` is read from the input of the step. */
function argumentIn(settings: ValueObject, name: string): Pick<StepTarget, 'id' | 'argument'> | undefined {
  for (const property of argumentSettings) {
    const given = settings[property];
    if (given === undefined || !isObject(given)) continue;
    for (const argument of [name, `${name}.$`]) {
      const id = given[argument];
      if (typeof id === 'string') return { id, argument };
    }
  }
  return undefined;
}

/** Returns the names of two targets without the rest of their ARNs or URLs, unless the names are equal. */
export function targetNames(was: StepTarget, is: StepTarget): readonly [string, string] {
  const names = [targetName(was), targetName(is)] as const;
  return names[0] === names[1] ? [shortened(was.id, longestId), shortened(is.id, longestId)] : names;
}

/** Maximum length of an ARN or URL to show. */
const longestId = 200;

/** Returns the name of a target without the rest of its ARN or URL. */
export function targetName({ id }: StepTarget): string {
  const [, name] = /^arn:[^:]*:lambda:.*?:function:(.+)/s.exec(id) ?? /^(?:arn:|https:).*\/(.+)/s.exec(id) ?? [];
  return shortened(name ?? /^arn:.*:(.+)/s.exec(id)?.[1] ?? id, longestId);
}
