import { BatchGetItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { byMoment } from '../../contracts/command-order';
import { type Command, readCommand } from '../shared/command';

/** A command, where one goes on behind it: ms since the epoch, and its id. */
export type CommandPosition = readonly [askedAt: number, command: string];

interface CommandsPage {
  readonly commands: readonly Command[];
  /** Where the next page begins, if there is one. */
  readonly last: CommandPosition | undefined;
}

type Key = Pick<Command, 'thing' | 'command'>;

/** Many commands of the table `commands` at once. */
export function commandPages(client: DynamoDBClient, name: string) {
  return {
    /** Those of a thing, the newest first. */
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

    /** Those of 100 keys at most, in no order; without those that are not there (yet). */
    async findMany(keys: readonly Key[]): Promise<readonly Command[]> {
      const found: Command[] = [];
      let left = keys.map(({ thing, command }) => ({ thing: { S: thing }, command: { S: command } }));
      // BatchGetItem, API reference: what was too much at once is handed back
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
