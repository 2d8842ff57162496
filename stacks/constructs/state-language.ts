/**
 * The part of the Amazon States Language that the workflows use, with JSONPath
 * (https://states-language.net, "State types").
 */
export interface StateMachine {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Task | Choice | Wait | Succeed | Fail>>;
}

type Task = TaskFields & ({ readonly Next: string } | { readonly End: true });

interface TaskFields {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number;
  readonly ResultSelector?: Readonly<Record<string, string>>;
  /** Where the result goes in the input; null drops it. */
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

interface Choice {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Variable: string; readonly BooleanEquals: boolean; readonly Next: string }[];
  readonly Default: string;
}

interface Wait {
  readonly Type: 'Wait';
  readonly Comment?: string;
  readonly Seconds: number;
  readonly Next: string;
}

interface Fail {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly Cause: string;
}

interface Succeed {
  readonly Type: 'Succeed';
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
}

interface Catcher {
  readonly ErrorEquals: readonly string[];
  /** Where the error goes in the input. */
  readonly ResultPath?: string;
  readonly Next: string;
}

/** Step Functions developer guide, "Handle transient Lambda service exceptions". */
export const retryLambda = {
  ErrorEquals: ['Lambda.ServiceException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
} as const satisfies Retrier;
