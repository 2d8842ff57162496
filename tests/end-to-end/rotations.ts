import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Clients } from '../../commands/demonstration/clients';

/** Returns the rotation in flight for a thing. */
export async function rotationOf(clients: Clients, thing: string) {
  const find = new GetItemCommand({ TableName: 'rotations', Key: { thing: { S: thing } } });
  return (await clients.dynamodb.send(find)).Item;
}
