import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Authorizer } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { jsonApi, operation } from '../gateway/json-api';
import { AwsError, type AwsRequest, type ServiceApi } from '../gateway/service-api';
import type { Collection, Store } from '../store';
import type { StoredQueue } from './fauxqs-stores';
import { type MessageMoveTask, moveNextMessage, movePermissions } from './message-move-task';
import { readTaskHandle, taskHandle } from './task-handle';

interface MessageMovesOptions {
  clock: Pick<Clock, 'now' | 'after'>;
  store: Store;
  bus: EventBus;
  authorizer: Pick<Authorizer, 'authorize'>;
  findQueue(arn: string): StoredQueue | undefined;
  /** Returns whether a queue is the dead-letter queue of another queue. */
  isDeadLetterQueue(arn: string): boolean;
  causedBy<Answer>(cause: number | undefined, run: () => Promise<Answer>): Promise<Answer>;
}

const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
const missing = (message: string) => new AwsError('ResourceNotFoundException', message, 404);
const missingQueue = (parameter: string) =>
  missing(`The resource that you specified for the ${parameter} parameter doesn't exist.`);

const invalidCode = 'InvalidParameterValueException';
const Start = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.int().min(1).max(500).optional(),
});

/** Number of tasks per queue that ListMessageMoveTasks can return. Source: SQS API reference. */
const listedTasks = 10;

const described = (task: MessageMoveTask) => ({
  ...(task.status === 'RUNNING' && { TaskHandle: taskHandle(task) }),
  Status: task.status,
  SourceArn: task.sourceArn,
  ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
  ...(task.rate !== undefined && { MaxNumberOfMessagesPerSecond: task.rate }),
  ApproximateNumberOfMessagesMoved: task.moved,
  ApproximateNumberOfMessagesToMove: task.toMove,
  ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
  StartedTimestamp: task.startedAt,
});

const lastPart = (arn: string) => arn.split(':').at(-1) ?? arn;

/** Creates SQS' operations for message move tasks, which run on the platform's clock. */
export function messageMoves(options: MessageMovesOptions): ServiceApi {
  const { clock, bus, authorizer, findQueue } = options;
  const tasks: Collection<MessageMoveTask> = options.store.collection('message-move-tasks');
  const timers = new Map<string, Cancel>();

  for (const [id, task] of [...tasks.entries()])
    if (task.status === 'RUNNING')
      tasks.set(id, { ...task, status: 'FAILED', failureReason: 'the platform stopped during the task' });

  /** Returns the tasks of a queue, newest first. */
  const tasksOf = (sourceArn: string) =>
    [...tasks.entries()]
      .flatMap(([, task]) => (task.sourceArn === sourceArn ? [task] : []))
      .reverse()
      .sort((a, b) => b.startedAt - a.startedAt);

  const finish = ({ status, moved, sourceArn, failureReason }: MessageMoveTask, cause: number | undefined) => {
    const name = lastPart(sourceArn);
    const about = { type: 'aws_sqs_queue', name };
    const reason = failureReason === undefined ? '' : ` (${failureReason})`;
    const failed = status === 'FAILED' ? ({ failed: true } as const) : {};
    bus.emit(
      { kind: 'note', about, text: `moved ${moved} messages from ${name}: ${status}${reason}`, ...failed },
      cause,
    );
  };

  /** Moves messages for one second of the task, and schedules the next second. */
  const run = async (taskId: string, cause: number | undefined): Promise<void> => {
    let task = tasks.get(taskId);
    if (task === undefined) return;
    const { principal, rate = Number.POSITIVE_INFINITY } = task;
    const isAllowed = (action: string, resource: string) =>
      authorizer.authorize({ principal, action, resource, cause }).allowed;
    const until = task.moved + rate;
    while (task.status === 'RUNNING' && task.moved < until) {
      task = moveNextMessage(task, { findQueue, isAllowed });
      tasks.set(taskId, task);
    }
    if (task.status === 'RUNNING')
      timers.set(
        taskId,
        clock.after(1000, () => void options.causedBy(cause, () => run(taskId, cause))),
      );
    else finish(task, cause);
  };

  const demand = ({ principal, cause }: AwsRequest, actions: readonly string[], resource: string) => {
    for (const action of actions) {
      const decision = authorizer.authorize({ principal, action, resource, cause });
      if (!decision.allowed) throw new AwsError('AccessDeniedException', decision.reason, 403);
    }
  };

  const requireSource = (arn: string): StoredQueue => {
    const queue = findQueue(arn);
    if (queue === undefined) throw missingQueue('SourceArn');
    if (!options.isDeadLetterQueue(arn)) throw invalid('Source queue must be configured as a Dead Letter Queue.');
    return queue;
  };

  const checkDestination = (arn: string, source: StoredQueue, sourceArn: string) => {
    const destination = findQueue(arn);
    if (destination === undefined) throw missingQueue('DestinationArn');
    if (arn === sourceArn) throw invalid('Source queue arn and destination queue arn cannot be the same.');
    if (destination.isFifo !== source.isFifo)
      throw invalid('The source queue and the destination queue must be of the same type.');
  };

  return jsonApi('sqs', {
    StartMessageMoveTask: operation(
      Start,
      async (input, request) => {
        const { principal, cause } = request;
        const { SourceArn: sourceArn, DestinationArn: destinationArn } = input;
        demand(request, movePermissions, sourceArn);
        if (destinationArn !== undefined) demand(request, ['sqs:SendMessage'], destinationArn);
        const source = requireSource(sourceArn);
        if (destinationArn !== undefined) checkDestination(destinationArn, source, sourceArn);
        const earlier = tasksOf(sourceArn);
        if (earlier.some(({ status }) => status === 'RUNNING'))
          throw invalid(
            'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
          );
        for (const { taskId } of earlier.slice(listedTasks - 1)) tasks.delete(taskId);
        const task: MessageMoveTask = {
          taskId: randomUUID(),
          sourceArn,
          destinationArn,
          rate: input.MaxNumberOfMessagesPerSecond,
          status: 'RUNNING',
          moved: 0,
          toMove: source.messages().ready.length,
          failureReason: undefined,
          startedAt: Math.floor(clock.now()),
          principal,
        };
        tasks.set(task.taskId, task);
        await options.causedBy(cause, () => run(task.taskId, cause));
        return { TaskHandle: taskHandle(task) };
      },
      invalidCode,
    ),
    ListMessageMoveTasks: operation(
      z.object({ SourceArn: z.string(), MaxResults: z.int().min(1).max(listedTasks).default(1) }),
      ({ SourceArn, MaxResults }, request) => {
        demand(request, ['sqs:GetQueueAttributes'], SourceArn);
        requireSource(SourceArn);
        return { Results: tasksOf(SourceArn).slice(0, MaxResults).map(described) };
      },
      invalidCode,
    ),
    CancelMessageMoveTask: operation(
      z.object({ TaskHandle: z.string() }),
      ({ TaskHandle }, request) => {
        const read = readTaskHandle(TaskHandle);
        if (read === undefined) throw invalid('Value for parameter TaskHandle is invalid.');
        demand(request, movePermissions, read.sourceArn);
        const task = tasks.get(read.taskId);
        if (task?.status !== 'RUNNING' || task.sourceArn !== read.sourceArn) throw missing('Task does not exist.');
        timers.get(task.taskId)?.();
        timers.delete(task.taskId);
        tasks.set(task.taskId, { ...task, status: 'CANCELLED' });
        return { ApproximateNumberOfMessagesMoved: task.moved };
      },
      invalidCode,
    ),
  });
}
