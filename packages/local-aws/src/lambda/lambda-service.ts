import { randomBytes, randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Authorizer } from '../authorize';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { Credentials } from '../gateway/signature';
import { functionRole, type Principal } from '../iam/principal';
import type { MetricStore } from '../metrics';
import type { Store } from '../store';
import type { SendTrace } from '../traces';
import { createAsynchronousQueue, type EventInvokeConfig } from './asynchronous-queue';
import type { Deliver } from './destinations';
import { environmentOf } from './environment-variables';
import { failureOf, loggingPermissions, unableToRun } from './execution-role';
import type { FunctionDeclaration, InvocationRequest } from './function-declaration';
import { type InvocationResult, type Outcome, startInstance } from './instance';
import { isDeeper, mostLevels } from './nesting';
import { createPool, type Pool, type PooledInstance } from './pool';
import { startProcess, startThread } from './sandbox';

export interface Lambda {
  declare(declaration: FunctionDeclaration): void;
  /** Configures asynchronous invocations of a function. @param config undefined for Lambda's defaults */
  configureEvents(functionName: string, config: EventInvokeConfig | undefined): void;
  /** Removes a function. Its running invocations finish. */
  remove(functionName: string): void;
  /** Replaces the code of a function; running invocations finish with the old code. */
  replaceCode(functionName: string, directory: string): void;
  /**
   * Invokes a function synchronously.
   * @throws AwsError if the function does not exist, or the call is denied or throttled
   */
  invoke(request: InvocationRequest): Promise<InvocationResult & { requestId: string }>;
  /**
   * Accepts an event for asynchronous invocation, with retries and destinations.
   * @returns the request id of the invocation, which all attempts share
   * @throws AwsError if the function does not exist or the call is denied
   */
  invokeAsync(request: InvocationRequest): string;
  /** Resumes processing the events that the previous run did not process. */
  resume(): void;
  functions(): FunctionDeclaration[];
  stop(): void;
}

export interface LambdaOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  authorizer: Authorizer;
  region: string;
  endpoint: () => string;
  issue(credentials: Credentials): void;
  revoke(accessKeyId: string): void;
  /** Creates a log group if it does not exist and the function's role may create it, as Lambda does. */
  openLogGroup(name: string, may: () => boolean): void;
  writeLogs(group: string, stream: string, lines: readonly string[], cause: number | undefined): void;
  sendTrace: SendTrace;
  /** Delivers the records of failed invocations to their destinations. */
  deliver: Deliver;
  /** Names of functions that run in a separate process. */
  isolate: ReadonlySet<string>;
  /** Names of functions that wait for a debugger. */
  inspect: ReadonlySet<string>;
}

interface Running {
  declaration: FunctionDeclaration;
  pool: Pool;
}

/**
 * Maximum number of environments per function, even if its reserved concurrency is larger. AWS allows 1,000 per
 * account, but more threads than local cores would only use memory.
 */
const maxEnvironments = 4;

const streamName = (now: number) =>
  `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;

/** Returns Lambda's error for an unknown function. */
function notFound(functionArn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
}

/**
 * Rejects a deeply nested event before it is accepted.
 * @throws AwsError if the event has too many levels to be passed to a thread
 */
function rejectDeeplyNested(event: unknown): void {
  if (!isDeeper(event)) return;
  const reason = `the event has more than ${mostLevels} levels, which is not supported locally`;
  throw new AwsError('InvalidRequestContentException', reason);
}

/** Creates the Lambda emulator. Each function has a pool of threads, which run the zip that would be deployed. */
export function createLambda(options: LambdaOptions): Lambda {
  const { clock, bus, metrics } = options;
  const running = new Map<string, Running>();

  const startOf = (declaration: FunctionDeclaration) => (): PooledInstance => {
    const logStream = streamName(clock.now());
    const permissions = loggingPermissions(declaration, { ...options, logStream });
    options.openLogGroup(declaration.logGroup, permissions.mayCreateGroup);
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    const secretAccessKey = randomBytes(20).toString('hex');
    const sessionToken = randomBytes(24).toString('base64');
    const code = { ...declaration, functionName: declaration.name, logStream };
    const environment = {
      ...environmentOf(declaration, { logStream, region: options.region, endpoint: options.endpoint() }),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
    const inspected = options.inspect.has(declaration.name);
    const sandbox =
      inspected || options.isolate.has(declaration.name)
        ? startProcess(code, environment, inspected)
        : startThread(code, environment);
    sandbox.onExit(() => options.revoke(accessKeyId));
    const instance = startInstance({
      ...declaration,
      sandbox,
      clock,
      functionArn: declaration.arn,
      noTimeout: inspected,
      write(lines) {
        // as in AWS, the lines are dropped silently if the role lacks permission
        if (!permissions.mayWrite()) return;
        options.writeLogs(declaration.logGroup, logStream, lines, pooled.cause);
      },
    });
    const pooled: PooledInstance = Object.assign(instance, { cause: undefined });
    const principal = functionRole(declaration.role, declaration.name);
    options.issue({ accessKeyId, secretAccessKey, sessionToken, principal, cause: () => pooled.cause });
    return pooled;
  };

  const find = (functionArn: string): Running => {
    const name = functionArn.split(':function:').at(-1)?.split(':')[0] ?? functionArn;
    const found = running.get(name);
    if (found === undefined) throw notFound(functionArn);
    return found;
  };

  const authorize = (declaration: FunctionDeclaration, principal: Principal, cause: number | undefined) => {
    const decision = options.authorizer.authorize({
      principal,
      action: 'lambda:InvokeFunction',
      resource: declaration.arn,
      cause,
    });
    if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason, 403);
  };

  /** Runs one invocation and publishes its metrics and event. */
  const run = async (found: Running, event: unknown, requestId: string, cause: number | undefined) => {
    const { declaration, pool } = found;
    const id = bus.begin(cause);
    const tags = { functionname: declaration.name, resource: declaration.name };
    const record = (metric: string, value: number) =>
      metrics.record({ metric: `aws.lambda.${metric}`, tags, value, at: clock.now(), causes: [id] });
    const running = pool.run({ requestId, event, cause: id });
    // count waiting invocations, because in AWS each has its own environment; the reserved concurrency is the limit
    const { reservedConcurrency: reserved } = declaration;
    const concurrent = reserved < 0 ? pool.busy : Math.min(pool.busy, reserved);
    record('concurrent_executions', concurrent);
    record('concurrent_executions.maximum', concurrent);
    const finished = await running;
    record('invocations', 1);
    record('errors', finished.outcome.status === 'success' ? 0 : 1);
    record('throttles', 0);
    record('duration', finished.milliseconds);
    record('duration.maximum', finished.milliseconds);
    if (declaration.traced) options.sendTrace(functionRole(declaration.role, declaration.name), declaration.name);
    const { milliseconds, cold } = finished;
    const { outcome } = finished;
    bus.emit({ kind: 'invoked', function: declaration.name, requestId, milliseconds, cold }, cause, id, {
      payloads: [
        { label: 'event', read: () => event },
        { label: 'result', read: () => (outcome.status === 'success' ? outcome.result : outcome.error) },
      ],
    });
    return { finished, id };
  };

  const reportFailure = (name: string, requestId: string, outcome: Outcome, next: string, cause: number) => {
    if (outcome.status === 'success') return;
    const error = `${outcome.error.errorType}: ${outcome.error.errorMessage}`;
    bus.emit({ kind: 'failed', function: name, requestId, error, next }, cause);
  };

  const queue = createAsynchronousQueue({
    clock,
    store: options.store,
    bus,
    metrics,
    deliver: options.deliver,
    declarationOf: (functionName) => find(functionName).declaration,
    async run({ functionName, event, requestId, cause }) {
      const found = find(functionName);
      const inability = unableToRun(found.declaration, options.authorizer);
      if (inability !== undefined) {
        const outcome = failureOf(inability);
        const id = bus.begin(cause);
        return { outcome, failed: (next) => reportFailure(functionName, requestId, outcome, next, id) };
      }
      const { finished, id } = await run(found, event, requestId, cause);
      return {
        outcome: finished.outcome,
        failed: (next) => reportFailure(functionName, requestId, finished.outcome, next, id),
      };
    },
  });

  /**
   * Rejects an invocation that would exceed the reserved concurrency, and counts it as throttled. In AWS, every
   * invocation has its own environment. Locally, a few environments share the machine's cores, and invocations wait
   * while all cores are busy.
   * @throws AwsError TooManyRequestsException if the reserved concurrency is exhausted
   */
  const rejectOverReserved = ({ declaration, pool }: Running, cause: number | undefined) => {
    const reserved = declaration.reservedConcurrency;
    if (reserved < 0 || pool.busy < reserved || (reserved > 0 && !pool.isBlocked)) return;
    const tags = { functionname: declaration.name, resource: declaration.name };
    metrics.record({ metric: 'aws.lambda.throttles', tags, value: 1, at: clock.now(), causes: [cause] });
    throw new AwsError('TooManyRequestsException', `Rate Exceeded: ${declaration.name} has ${reserved} reserved`, 429);
  };

  return {
    declare(declaration) {
      // running invocations finish with the old declaration
      running.get(declaration.name)?.pool.renew();
      const limit =
        declaration.reservedConcurrency > 0
          ? Math.min(declaration.reservedConcurrency, maxEnvironments)
          : maxEnvironments;
      const cores = availableParallelism();
      const pool = createPool({ limit, cores, real: clock.real, start: startOf(declaration) });
      running.set(declaration.name, { declaration, pool });
    },
    configureEvents: (functionName, config) => queue.configure(functionName, config),
    remove(functionName) {
      find(functionName).pool.renew();
      running.delete(functionName);
    },
    replaceCode(functionName, directory) {
      const { declaration, pool } = find(functionName);
      declaration.directory = directory;
      pool.renew();
    },
    async invoke({ functionArn, event, principal, cause }) {
      const found = find(functionArn);
      authorize(found.declaration, principal, cause);
      rejectDeeplyNested(event);
      const inability = unableToRun(found.declaration, options.authorizer);
      if (inability !== undefined) throw inability;
      rejectOverReserved(found, cause);
      const requestId = randomUUID();
      const { finished, id } = await run(found, event, requestId, cause);
      reportFailure(found.declaration.name, requestId, finished.outcome, 'the caller receives the error', id);
      return { ...finished, requestId };
    },
    invokeAsync({ functionArn, event, principal, cause }) {
      const { declaration } = find(functionArn);
      authorize(declaration, principal, cause);
      rejectDeeplyNested(event);
      const requestId = randomUUID();
      queue.accept({ functionName: declaration.name, event, requestId, cause });
      return requestId;
    },
    resume: queue.resume,
    functions: () => [...running.values()].map(({ declaration }) => declaration),
    stop() {
      for (const { pool } of running.values()) pool.stop();
    },
  };
}
