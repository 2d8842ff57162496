/** Subset of the Amazon States Language that the workflows use, with JSONPath (https://states-language.net, "State types"). */
export interface StateMachine {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Task | Choice | Wait | SucceedState | Fail | DistributedMap>>;
}

type Task = TaskFields & ({ readonly Next: string } | { readonly End: true });

interface TaskFields {
  readonly Type: 'Task';
  readonly Comment?: string;
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
  readonly ResultSelector?: Readonly<Record<string, string>>;
  /** Path in the input where the result is stored; null discards the result. */
  readonly ResultPath?: string | null;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

interface Choice {
  readonly Type: 'Choice';
  readonly Choices: readonly (Comparison & { readonly Variable: string; readonly Next: string })[];
  readonly Default: string;
}

type Comparison = { readonly BooleanEquals: boolean } | { readonly StringEquals: string };

/** Map state that processes each item in a separate execution (Step Functions developer guide, "Distributed mode"). */
interface DistributedMap {
  readonly Type: 'Map';
  readonly Comment?: string;
  /** Label in each execution's ARN. */
  readonly Label: string;
  readonly ItemsPath: string;
  readonly MaxConcurrency: number;
  readonly ToleratedFailurePercentage: number;
  readonly ItemProcessor: Pick<StateMachine, 'StartAt' | 'States'> & {
    readonly ProcessorConfig: { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' };
  };
  readonly ResultPath: null;
  readonly Catch: readonly Catcher[];
  readonly Next: string;
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

interface SucceedState {
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
  /** Path in the input where the error is stored. */
  readonly ResultPath?: string | null;
  readonly Next: string;
}

/** Retry for transient Lambda errors (Step Functions developer guide, "Handle transient Lambda service exceptions"). */
export const retryLambda = {
  ErrorEquals: ['Lambda.ServiceException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'],
  IntervalSeconds: 1,
  MaxAttempts: 3,
  BackoffRate: 2,
} as const satisfies Retrier;
