import { declaredStack, type StackInput } from './declared-stack';
import { type Accepts, type Finding, rejectFindings } from './findings';
import { hasUnknown } from './known-values';

export interface LogRetentionOptions {
  /**
   * Reasons for accepting a fault, by address: `{ 'aws_cloudwatch_log_group.audit': 'The law requires it.' }`.
   * @defaultValue none
   */
  readonly accepts?: Accepts;
}

const logGroup = { type: 'aws_cloudwatch_log_group', name: 'name' };

/**
 * Expects that every log group has a retention period, and that every function logs to a declared log group. If a function's log
 * group is missing, Lambda creates it without retention.
 * @throws Error with every fault and every unnecessary acceptance
 */
export function expectLogRetention(stack: StackInput, { accepts }: LogRetentionOptions = {}): void {
  const declared = declaredStack(stack);
  const groups = declared.ofType(logGroup.type);
  const endless = groups.filter((group) => {
    const days = declared.read(group, 'retention_in_days');
    return !hasUnknown(days) && !(Number(days ?? 0) > 0);
  });
  const names = new Set(groups.map((group) => declared.read(group, logGroup.name)));
  const ungrouped = declared.ofType('aws_lambda_function').filter((block) => {
    const isNamed = declared.named(block, 'logging_config.log_group', logGroup) !== undefined;
    return !isNamed && !names.has(`/aws/lambda/${String(declared.read(block, 'function_name'))}`);
  });
  const findings: readonly Finding[] = [
    ...declared.unchecked,
    ...endless.map(({ address }) => ({ address, problem: 'keeps logs forever', fix: 'set retention_in_days' })),
    ...ungrouped.map((block) => ({
      address: block.address,
      problem: 'logs to a group that is not declared and has no retention',
      fix: `declare an aws_cloudwatch_log_group named /aws/lambda/${String(declared.read(block, 'function_name'))}`,
    })),
  ];
  rejectFindings({ expectation: 'logs are kept forever', findings, option: 'accepts', accepts });
}
