import type { Principal } from '../iam/principal';
import { deadLetterSourceOf } from './dead-letter-source';
import type { StoredQueue } from './fauxqs-stores';

/** Task that moves the messages of a dead-letter queue. */
export interface MessageMoveTask {
  taskId: string;
  sourceArn: string;
  /** Queue that receives the messages; undefined if each message returns to the queue that it comes from. */
  destinationArn: string | undefined;
  /** Maximum number of messages per second; undefined if the rate is not limited. */
  rate: number | undefined;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  moved: number;
  toMove: number;
  failureReason: string | undefined;
  /** Start in ms since the epoch. */
  startedAt: number;
  /** Caller that started the task. The task uses its permissions. */
  principal: Principal;
}

interface MoveOptions {
  findQueue(arn: string): StoredQueue | undefined;
  isAllowed(action: string, queueArn: string): boolean;
}

/** Permissions on the dead-letter queue. Source: SQS developer guide, "sqs-configure-dead-letter-queue-redrive". */
export const movePermissions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/**
 * Moves the next visible message of a task.
 * @returns the state of the task after this message
 */
export function moveNextMessage(task: MessageMoveTask, { findQueue, isAllowed }: MoveOptions): MessageMoveTask {
  const failed = (failureReason: string): MessageMoveTask => ({ ...task, status: 'FAILED', failureReason });
  const source = findQueue(task.sourceArn);
  if (source === undefined) return failed('NonExistentQueue');
  if (!movePermissions.every((action) => isAllowed(action, task.sourceArn))) return failed('AccessDenied');
  const message = source.firstReady();
  if (message === undefined) return { ...task, status: 'COMPLETED' };
  const destinationArn = task.destinationArn ?? deadLetterSourceOf(message);
  if (destinationArn === undefined) return failed('CouldNotDetermineMessageSource');
  const destination = findQueue(destinationArn);
  if (destination === undefined) return failed('NonExistentQueue');
  if (!isAllowed('sqs:SendMessage', destinationArn)) return failed('AccessDenied');
  source.moveFirst(destination);
  return { ...task, moved: task.moved + 1 };
}
