import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { accessBindings } from '../../contracts/bindings';
import { clientSettings } from '../shared/client-settings';
import { commandsTable } from '../shared/commands-table';
import { workflowTasks } from '../shared/workflow-tasks';
import type { CommandSources } from './command-operations';
import { commandPages } from './command-pages';
import { powerWorkflows } from './power-workflows';

/** Creates the functions that access the `commands` table and the power command workflows. */
export function commandSources(
  dynamodb: DynamoDBClient,
  access: ReturnType<(typeof accessBindings.api.commands)['from']>,
): CommandSources {
  const sfn = new SFNClient(clientSettings);
  return {
    ...commandsTable(dynamodb, access.table),
    ...commandPages(dynamodb, access.table),
    ...powerWorkflows(sfn, access),
    ...workflowTasks(sfn),
    lasts: access,
    newId: randomUUID,
    now: Date.now,
  };
}
