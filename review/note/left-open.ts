import type { ChangedResource } from '../changes/what-changes';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

/** `known after the apply: policy, which waits for aws_sqs_queue.jobs.arn`; nothing where all is known. */
export function afterApplyOf({ afterApply, waitsFor }: ChangedResource): Phrase {
  if (afterApply.length === 0) return [];
  const quoted = (names: readonly string[]) => names.map((name) => say`${name}`);
  const names = quoted(afterApply).flatMap((name, at) => [...(at > 0 ? [', '] : []), ...name]);
  const wait = afterApply.length > 1 ? 'wait' : 'waits';
  return [
    'known after the apply: ',
    ...names,
    ...(waitsFor.length === 0 ? [] : say`, which ${[wait]} for ${joined(quoted(waitsFor))}`),
  ];
}

/** Terraform's reasons for deferring something. hashicorp/terraform, internal/command/jsonplan/plan.go */
const reasons: Readonly<Record<string, string>> = {
  absent_prereq: 'what it needs is not there yet',
  deferred_prereq: 'what it needs is deferred',
  instance_count_unknown: 'how many there will be is only known after the apply',
  provider_config_unknown: 'how its provider is set up is only known after the apply',
  resource_config_unknown: 'how it is declared is only known after the apply',
};

/** What the plan leaves open, a line each. */
export function notKnown({ complete, deferred }: Review): readonly Phrase[] {
  return [
    ...(complete ? [] : [words('The plan is not complete: another one follows after the apply.')]),
    ...deferred.map(({ address, actions, reason }) => {
      const known = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
      const why = known === undefined ? say`${reason}` : words(known);
      const what = actions.filter((action) => action !== 'no-op');
      return what.length === 0
        ? say`${address} is deferred, and what is to happen to it is not known yet: ${why}`
        : say`${address} is deferred, with its ${joined(what.map((action) => say`${action}`))}: ${why}`;
    }),
  ];
}

/** `the check check.health has failed`, a line each. */
export const failedOf = ({ failedChecks }: Review): readonly Phrase[] =>
  failedChecks.map((check) => say`the check ${check} has failed`);

/** `the apply triggers action.aws_lambda_invoke.warm_up`, a line each. */
export const invokedOf = ({ invoked }: Review): readonly Phrase[] =>
  invoked.map((address) => say`the apply triggers ${address}: what that does is not part of the plan`);

const namedAtMost = 50;

/** `2 outputs change: url and arn`; nothing where none does. */
export function outputsOf({ outputs }: Review): Phrase {
  if (outputs.length === 0) return [];
  const changed = `${counted(outputs.length, 'output')} ${outputs.length === 1 ? 'changes' : 'change'}: `;
  const named = outputs.slice(0, namedAtMost).map((name) => say`${name}`);
  const more = outputs.length - named.length;
  return [changed, ...joined([...named, ...(more > 0 ? [words(`${more} more`)] : [])])];
}
