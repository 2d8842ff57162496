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
import { parse } from './parse';

type Key = Pick<Command, 'thing' | 'command'>;
type NewCommand = Omit<Command, 'state' | 'taskToken' | 'acknowledgedAt' | 'endedAt' | 'isCancelled'>;

/** No id of a command: under it stands which one of the thing is under way. */
const place = '#under-way';
const Place = z.object({ holder: z.object({ S: z.string() }) });

/** For how long one can ask what has become of a command. */
const keptSeconds = 30 * 86_400;

const text = (S: string) => ({ S });
const numeric = (value: number) => ({ N: String(value) });
const deletedAfter = (moment: number) => numeric(Math.ceil(moment / 1000) + keptSeconds);

/**
 * The table `commands`: an item a command, and one a thing that says which of its commands is under way. An item is
 * deleted some time after its `deletedAfter`.
 */
export function commandsTable(client: DynamoDBClient, name: string) {
  const at = ({ thing, command }: Key) => ({ TableName: name, Key: { thing: text(thing), command: text(command) } });

  const get = async (key: Key) => (await client.send(new GetItemCommand({ ...at(key), ConsistentRead: true }))).Item;

  /** Changes a command that is under way. @returns it as it is then; undefined where it is over, or does not fit */
  const change = async (
    key: Key,
    { set, also = '', values }: { set: string; also?: string; values: Record<string, AttributeValue> },
  ): Promise<Command | undefined> => {
    const update = new UpdateItemCommand({
      ...at(key),
      UpdateExpression: set,
      ConditionExpression: `#state IN (:waiting, :acknowledged)${also}`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':waiting': text('waiting'), ':acknowledged': text('acknowledged'), ...values },
      ReturnValues: 'ALL_NEW',
    });
    const changed = await unlessRefused(client.send(update));
    return changed?.Attributes && readCommand(changed.Attributes);
  };

  return {
    async find(key: Key): Promise<Command | undefined> {
      const item = await get(key);
      return item && readCommand(item);
    },

    /** Writes a command down that is not there yet. @returns it as it stands there, which may be from before */
    async begun(command: NewCommand): Promise<Command> {
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
      if ((await unlessRefused(client.send(put))) !== undefined) return readCommand(item);
      return (await this.find(command)) ?? { ...command, state: 'waiting' };
    },

    /** Which command of the thing has its place: one whose time is over may have it still. */
    async underWay(thing: string): Promise<string | undefined> {
      const item = await get({ thing, command: place });
      return item && parse(Place, item, `place of ${thing}`).holder.S;
    },

    /** @returns false where another command has it */
    async takePlace({ thing, command, expiresAt }: Pick<Command, 'thing' | 'command' | 'expiresAt'>, now: number) {
      const put = new PutItemCommand({
        TableName: name,
        Item: {
          ...at({ thing, command: place }).Key,
          holder: text(command),
          expiresAt: numeric(expiresAt + graceMs),
          deletedAfter: deletedAfter(expiresAt),
        },
        ConditionExpression: 'attribute_not_exists(thing) OR holder = :command OR expiresAt <= :now',
        ExpressionAttributeValues: { ':command': text(command), ':now': numeric(now) },
      });
      return (await unlessRefused(client.send(put))) !== undefined;
    },

    /** Makes room for another command, unless that has come already. */
    async leavePlace({ thing, command }: Key): Promise<void> {
      const remove = new DeleteItemCommand({
        ...at({ thing, command: place }),
        ConditionExpression: 'holder = :command',
        ExpressionAttributeValues: { ':command': text(command) },
      });
      await unlessRefused(client.send(remove));
    },

    /** @returns whether it may be asked for: nobody has called it off, and it is not over */
    async keepToken(key: Key, taskToken: string): Promise<boolean> {
      const set = 'SET taskToken = :token';
      const also = ' AND attribute_not_exists(isCancelled)';
      return (await change(key, { set, also, values: { ':token': text(taskToken) } })) !== undefined;
    },

    /** @returns it, where the device had not told before that it has heard of it */
    acknowledge(key: Key, moment: number): Promise<Command | undefined> {
      const set = 'SET #state = :acknowledged, acknowledgedAt = :at';
      const also = ' AND attribute_not_exists(acknowledgedAt)';
      return change(key, { set, also, values: { ':at': numeric(moment) } });
    },

    /** @returns it as it was called off, or was before; undefined where it is over */
    cancel: (key: Key): Promise<Command | undefined> =>
      change(key, { set: 'SET isCancelled = :yes', values: { ':yes': { BOOL: true } } }),

    /** @returns it, where it was not over before */
    end(key: Key, state: CommandState, moment: number): Promise<Command | undefined> {
      const set = 'SET #state = :state, endedAt = :at REMOVE taskToken';
      return change(key, { set, values: { ':state': text(state), ':at': numeric(moment) } });
    },
  };
}

export type CommandsTable = ReturnType<typeof commandsTable>;

/** undefined where the condition of a write was not met. */
async function unlessRefused<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
