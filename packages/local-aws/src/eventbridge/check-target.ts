import { AwsError } from '../gateway/service-api';
import { type EventRule, Target } from './event-rule';
import { invalid, rejectUnsupported } from './eventbridge-input';
import { isJson, isTemplate } from './target-input';
import { isEventBus, serviceOf, targetServices } from './target-services';

/** Maximum number of variables of a template. Source: EventBridge API reference, "InputTransformer". */
const mostVariables = 100;

function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1)
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw invalid(`JSON syntax error in input for target ${Id}.`);
  if (InputTransformer === undefined) return;
  const names = Object.keys(InputTransformer.InputPathsMap ?? {});
  if (names.length > mostVariables || names.some((name) => /^aws\./i.test(name)))
    throw invalid(
      `Invalid InputPathsMap for target ${Id}: at most ${mostVariables} variables, none starting with AWS.`,
    );
  if (!isTemplate(InputTransformer.InputTemplate))
    throw invalid(`Invalid InputTemplate for target ${Id} : ${InputTransformer.InputTemplate}`);
}

/**
 * Checks a target of a rule.
 * @throws AwsError ValidationException if the target is invalid, or NotImplemented if it does not run locally
 */
export function checkTarget(target: Target, rule: Pick<EventRule, 'bus' | 'roleArn'>): void {
  const { Id, Arn, RoleArn, DeadLetterConfig } = target;
  if (!/^arn:[^:]+:[^:]+:[^:]*:\d*:.+/.test(Arn))
    throw invalid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  const others = Object.entries(target).filter(([member]) => !Object.hasOwn(Target.shape, member));
  rejectUnsupported('PutTargets', Object.fromEntries(others));
  const service = Object.hasOwn(targetServices, serviceOf(Arn)) ? targetServices[serviceOf(Arn)] : undefined;
  if (service === undefined || Arn.endsWith('.fifo') || (serviceOf(Arn) === 'events' && !isEventBus(Arn))) {
    const supported = Object.keys(targetServices).join(', ');
    throw new AwsError('NotImplemented', `the target ${Arn} is not supported locally; services: ${supported}`, 501);
  }
  if (service.needsRole && RoleArn === undefined && rule.roleArn === undefined)
    throw invalid(`RoleArn is required for target ${Id}.`);
  checkInput(target);
  if (isEventBus(Arn)) {
    if (Arn.endsWith(`:event-bus/${rule.bus}`)) throw invalid(`Target ${Id} is the event bus of the rule.`);
    const { Input, InputPath, InputTransformer } = target;
    rejectUnsupported('PutTargets to an event bus', { Input, InputPath, InputTransformer });
  }
  const queue = DeadLetterConfig?.Arn;
  if (queue !== undefined && (serviceOf(queue) !== 'sqs' || queue.endsWith('.fifo')))
    throw invalid(`DeadLetterConfig of target ${Id} is not a standard SQS queue: ${queue}`);
}
