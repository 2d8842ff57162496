import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { bindings } from '../../contracts/bindings';
import { CertificateQuestion } from '../../contracts/certificates';
import { certificateShadow } from '../shared/certificate-shadow';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { rotationsTable } from '../shared/rotations-table';
import { issueCertificate } from './issue-certificate';
import { newCertificates } from './new-certificates';

const { table, policy, connectWithinSeconds } = bindings.rotateIssue.from(process.env);
const by = {
  ...rotationsTable(new DynamoDBClient(clientSettings), table),
  ...newCertificates(new IoTClient(clientSettings), policy),
  ...certificateShadow(new IoTDataPlaneClient(clientSettings)),
};

/** Invoked by the `IssueCertificate` state of the workflow, which then waits until the device connects with the certificate. */
export const handler = withLogContext(async (event) => {
  const question = parse(CertificateQuestion, event, 'certificate request');
  const { id } = await issueCertificate(question, { now: Date.now(), connectWithinSeconds }, by);
  logger.info('certificate issued', { thing: question.thing, rotation: question.rotation, certificate_id: id });
});
