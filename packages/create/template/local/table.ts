import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { runProgram } from './platform';

// Prints the items of a table of the local runtime: npm run table -- TABLE
runProgram(async ({ folder }, [table]) => {
  if (table === undefined) throw new Error('expected npm run table -- TABLE');
  process.env['AWS_CONFIG_FILE'] = join(folder, 'aws-config');
  process.env['AWS_PROFILE'] = 'local-aws';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table })).catch((error: Error) => {
    throw error.name === 'ResourceNotFoundException' ? new Error(`unknown table ${table}`) : error;
  });
  for (const item of Items)
    console.log(
      Object.entries(item)
        .map(([name, value]) => `${name}: ${Object.values(value)}`)
        .join('  '),
    );
  if (Items.length === 0) console.log('no items');
});
