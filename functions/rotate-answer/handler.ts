import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { bindings } from '../../contracts/bindings';
import { RotationReport } from '../../contracts/certificates';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { rotationsTable } from '../shared/rotations-table';
import { workflowTasks } from '../shared/workflow-tasks';
import { resumeRotation } from './resume-rotation';

const { table } = bindings.rotateAnswer.from(process.env);
const by = {
  ...rotationsTable(new DynamoDBClient(clientSettings), table),
  ...workflowTasks(new SFNClient(clientSettings)),
};

/** Invoked by the `rotation_reported` rule. */
export const handler = withLogContext(async (event) => {
  const report = parse(RotationReport, event, 'rotation report');
  const outcome = await resumeRotation(report, by);
  logger.info(outcome, { thing: report.thing, rotation: report.rotation });
});
