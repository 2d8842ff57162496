import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import type { CommandState } from '../../contracts/commands';
import { type Command, graceMs, readCommand } from './command';
import { parse } from './parse-input';

type Key = Pick<Command, 'thing' | 'command'>;
type NewCommand = Omit<Command, 'state' | 'taskToken' | 'acknowledgedAt' | 'endedAt' | 'isCancelled'>;

/** Sort key of a thing's lock item, which contains the command in progress. The key is not a valid command id. */
const lockKey = '#under-way';
const Lock = z.object({ holder: z.object({ S: z.string() }) });

/** Retention of a command after its expiry. */
const retentionSeconds = 30 * 86_400;

const text = (S: string) => ({ S });
const numeric = (value: number) => ({ N: String(value) });
const deletedAfter = (moment: number) => numeric(Math.ceil(moment / 1000) + retentionSeconds);

/**
 * Creates the functions that access the `commands` table, which has one item per command, and one lock item per thing
 * with a command in progress. DynamoDB deletes an item some time after its `deletedAfter`.
 */
export function commandsTable(client: DynamoDBClient, name: string) {
  const at = ({ thing, command }: Key) => ({ TableName: name, Key: { thing: text(thing), command: text(command) } });

  const get = async (key: Key) => (await client.send(new GetItemCommand({ ...at(key), ConsistentRead: true }))).Item;

  /** Updates a command in progress. @returns the updated command; undefined if it has ended or fails the condition */
  const change = async (
    key: Key,
    { set, condition = '', values }: { set: string; condition?: string; values: Record<string, AttributeValue> },
  ): Promise<Command | undefined> => {
    const update = new UpdateItemCommand({
      ...at(key),
      UpdateExpression: set,
      ConditionExpression: `#state IN (:waiting, :acknowledged)${condition}`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':waiting': text('waiting'), ':acknowledged': text('acknowledged'), ...values },
      ReturnValues: 'ALL_NEW',
    });
    const changed = await unlessConditionFailed(client.send(update));
    return changed?.Attributes && readCommand(changed.Attributes);
  };

  return {
    async find(key: Key): Promise<Command | undefined> {
      const item = await get(key);
      return item && readCommand(item);
    },

    /** Stores a command, unless it exists. @returns the stored command */
    async storeOnce(command: NewCommand): Promise<Command> {
      const item = {
        ...at(command).Key,
        power: { BOOL: command.power },
        state: text('waiting'),
        askedAt: numeric(command.askedAt),
        expiresAt: numeric(command.expiresAt),
        traceId: text(command.traceId),
        deletedAfter: deletedAfter(command.expiresAt),
      };
      const put = new PutItemCommand({
        TableName: name,
        Item: item,
        ConditionExpression: 'attribute_not_exists(thing)',
      });
      if ((await unlessConditionFailed(client.send(put))) !== undefined) return readCommand(item);
      return (await this.find(command)) ?? { ...command, state: 'waiting' };
    },

    /** Returns the command that holds the lock on a thing, even if the command has expired. */
    async lockHolder(thing: string): Promise<string | undefined> {
      const item = await get({ thing, command: lockKey });
      return item && parse(Lock, item, `lock of ${thing}`).holder.S;
    },

    /** Acquires the lock on a thing. @returns false if another command holds it */
    async acquireLock({ thing, command, expiresAt }: Pick<Command, 'thing' | 'command' | 'expiresAt'>, now: number) {
      const put = new PutItemCommand({
        TableName: name,
        Item: {
          ...at({ thing, command: lockKey }).Key,
          holder: text(command),
          expiresAt: numeric(expiresAt + graceMs),
          deletedAfter: deletedAfter(expiresAt),
        },
        ConditionExpression: 'attribute_not_exists(thing) OR holder = :command OR expiresAt <= :now',
        ExpressionAttributeValues: { ':command': text(command), ':now': numeric(now) },
      });
      return (await unlessConditionFailed(client.send(put))) !== undefined;
    },

    /** Releases the lock on a thing, unless another command holds it. */
    async releaseLock({ thing, command }: Key): Promise<void> {
      const remove = new DeleteItemCommand({
        ...at({ thing, command: lockKey }),
        ConditionExpression: 'holder = :command',
        ExpressionAttributeValues: { ':command': text(command) },
      });
      await unlessConditionFailed(client.send(remove));
    },

    /** Stores the task token. @returns false if the command is cancelled or has ended */
    async storeToken(key: Key, taskToken: string): Promise<boolean> {
      const set = 'SET taskToken = :token';
      const condition = ' AND attribute_not_exists(isCancelled)';
      return (await change(key, { set, condition, values: { ':token': text(taskToken) } })) !== undefined;
    },

    /**
     * Marks a command as acknowledged by its device.
     * @returns the command, or undefined if it was acknowledged before or has ended
     */
    acknowledge(key: Key, moment: number): Promise<Command | undefined> {
      const set = 'SET #state = :acknowledged, acknowledgedAt = :at';
      const condition = ' AND attribute_not_exists(acknowledgedAt)';
      return change(key, { set, condition, values: { ':at': numeric(moment) } });
    },

    /** Requests the cancellation of a command. @returns the command; undefined if it has ended */
    cancel: (key: Key): Promise<Command | undefined> =>
      change(key, { set: 'SET isCancelled = :yes', values: { ':yes': { BOOL: true } } }),

    /** Ends a command. @returns the command; undefined if it had ended before */
    end(key: Key, state: CommandState, moment: number): Promise<Command | undefined> {
      const set = 'SET #state = :state, endedAt = :at REMOVE taskToken';
      return change(key, { set, values: { ':state': text(state), ':at': numeric(moment) } });
    },
  };
}

export type CommandsTable = ReturnType<typeof commandsTable>;

/** Returns the output of a conditional write; undefined if the condition failed. */
async function unlessConditionFailed<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
