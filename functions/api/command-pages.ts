import { BatchGetItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { byMoment } from '../../contracts/command-order';
import { type Command, readCommand } from '../shared/command';

/** Position in a list of commands: the command's time in ms since the epoch, and its id. */
export type CommandPosition = readonly [askedAt: number, command: string];

interface CommandsPage {
  readonly commands: readonly Command[];
  /** Position of the last command, if there are more pages. */
  readonly last: CommandPosition | undefined;
}

type Key = Pick<Command, 'thing' | 'command'>;

/** Creates the queries that read several items from the `commands` table. */
export function commandPages(client: DynamoDBClient, name: string) {
  return {
    /** Returns the commands of a thing, newest first. */
    async commandsOf(
      thing: string,
      { before, limit }: { readonly before: CommandPosition | undefined; readonly limit: number },
    ): Promise<CommandsPage> {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: byMoment,
          KeyConditionExpression: 'thing = :thing',
          ExpressionAttributeValues: { ':thing': { S: thing } },
          ScanIndexForward: false,
          Limit: limit,
          ...(before && {
            ExclusiveStartKey: { thing: { S: thing }, askedAt: { N: String(before[0]) }, command: { S: before[1] } },
          }),
        }),
      );
      const commands = Items.map(readCommand);
      const last = commands.at(-1);
      return { commands, last: LastEvaluatedKey && last && [last.askedAt, last.command] };
    },

    /** Returns the commands that exist for up to 100 keys, in no particular order. */
    async findMany(keys: readonly Key[]): Promise<readonly Command[]> {
      const found: Command[] = [];
      let left = keys.map(({ thing, command }) => ({ thing: { S: thing }, command: { S: command } }));
      // the response lists the keys that DynamoDB did not process (API reference, BatchGetItem)
      while (left.length > 0) {
        const { Responses, UnprocessedKeys } = await client.send(
          new BatchGetItemCommand({ RequestItems: { [name]: { Keys: left, ConsistentRead: true } } }),
        );
        found.push(...(Responses?.[name] ?? []).map(readCommand));
        left = (UnprocessedKeys?.[name]?.Keys ?? []).flatMap(({ thing, command }) =>
          thing?.S === undefined || command?.S === undefined
            ? []
            : [{ thing: { S: thing.S }, command: { S: command.S } }],
        );
      }
      return found;
    },
  };
}
