import { claimClient, parameterNames, serialOf } from '../../contracts/provisioning';
import { sensorTopic } from '../../contracts/topics';
import { makeKey, type NewDevice, openClaim, provision } from '../../devices/provision';
import { type Attempt, attempt } from './attempt';
import { type Hostile, publishIsAcknowledged, withConnection } from './hostile-connection';
import { registerSerials } from './register-serials';

/** Runs the attacks that use the claim certificate, which every device contains. */
export async function attackWithClaim(hostile: Hostile): Promise<readonly Attempt[]> {
  const { target, connect, bad, other, stolen } = hostile;
  const own = serialOf(bad.thing) ?? '';
  const as = (thing: string) => ({ ...target.claim, thing });
  const measurement = publishIsAcknowledged(sensorTopic(stolen), JSON.stringify({ v: 1, at: Date.now(), value: 99 }));
  return [
    await attempt('an unknown serial number', () => canProvision(hostile, `${own}STOLEN`, 'sensor')),
    await attempt('a used serial number', () => canProvision(hostile, serialOf(other) ?? '', kindOf(other))),
    await attempt('a used ownership token', () => canReplayToken(hostile, `${own}TWICE`)),
    await attempt("the claim certificate with a device's client id", () =>
      withConnection(connect, as(other), async () => true),
    ),
    await attempt('a measurement with the claim certificate', () =>
      withConnection(connect, as(claimClient(`${own}CLAIM`)), measurement),
    ),
  ];
}

/** Returns a thing's template, which is the thing's name without the serial number. */
const kindOf = (thing: string) => thing.slice(0, thing.indexOf('-'));

function canProvision({ target, stolen }: Hostile, serial: string, template: string): Promise<boolean> {
  const parameters = { [parameterNames.kind]: stolen.kind, [parameterNames.room]: stolen.room };
  const device: NewDevice = { claim: target.claim, serial, template, parameters };
  return provision(target.mqttUrl, device).then(() => true);
}

/**
 * Registers a permitted device twice with the same ownership token.
 * The first registration must succeed, which proves that later denials are caused by the token.
 */
async function canReplayToken({ target }: Hostile, serial: string): Promise<boolean> {
  const type = 'light';
  await registerSerials(target.dynamodb, [{ serial, type }]);
  const session = await openClaim(target.mqttUrl, { claim: target.claim, serial, template: type });
  try {
    const { csr } = await makeKey(serial);
    const { certificateOwnershipToken: token } = await session.certify(csr);
    await session.register(token).catch((error: unknown) => {
      throw new Error(`a known device was rejected: ${error instanceof Error ? error.message : error}`);
    });
    await session.register(token);
    return true;
  } finally {
    await session.end();
  }
}
