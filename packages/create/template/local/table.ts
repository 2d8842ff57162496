import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

// Prints the items of a table of the local runtime: npm run table -- TABLE
const [, , table] = process.argv;

async function print(): Promise<void> {
  if (table === undefined) throw new Error('expected npm run table -- TABLE');
  process.env['AWS_CONFIG_FILE'] = join('.starter', 'aws-config');
  process.env['AWS_PROFILE'] = 'local-aws';
  const client = new DynamoDBClient({ maxAttempts: 1 });
  const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
  for (const item of Items)
    console.log(
      Object.entries(item)
        .map(([name, value]) => `${name}: ${Object.values(value)}`)
        .join('  '),
    );
  if (Items.length === 0) console.log('no items');
}

print().catch((error: Error) => {
  const isMissing = error.name === 'ResourceNotFoundException';
  console.error(`✗ ${isMissing ? `unknown table ${table}` : error.message || 'the platform does not run: npm start'}`);
  process.exitCode = 1;
});
