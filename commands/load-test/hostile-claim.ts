import { claimClient, parameterNames, serialOf } from '../../contracts/provisioning';
import { sensorTopic } from '../../contracts/topics';
import { makeKey, type NewDevice, openClaim, provision } from '../../devices/provision';
import { type Attempt, attempt } from './attempt';
import { type Hostile, over, takes } from './hostile-connection';
import { registerSerials } from './register-serials';

/** What somebody tries with the claim certificate, which lies in every device. */
export async function attackWithClaim(hostile: Hostile): Promise<readonly Attempt[]> {
  const { target, connect, bad, other, stolen } = hostile;
  const own = serialOf(bad.thing) ?? '';
  const as = (thing: string) => ({ ...target.claim, thing });
  const measurement = takes(sensorTopic(stolen), JSON.stringify({ v: 1, at: Date.now(), value: 99 }));
  return [
    await attempt('a serial number that nobody made', () => provisions(hostile, `${own}STOLEN`, 'sensor')),
    await attempt('a serial number that was used', () => provisions(hostile, serialOf(other) ?? '', kindOf(other))),
    await attempt('an ownership token that was used', () => replays(hostile, `${own}TWICE`)),
    await attempt('the claim certificate under the name of a device', () => over(connect, as(other), async () => true)),
    await attempt('a measurement by the claim certificate', () =>
      over(connect, as(claimClient(`${own}CLAIM`)), measurement),
    ),
  ];
}

/** A thing has the name of its template, and of its serial number. */
const kindOf = (thing: string) => thing.slice(0, thing.indexOf('-'));

function provisions({ target, stolen }: Hostile, serial: string, template: string): Promise<boolean> {
  const parameters = { [parameterNames.kind]: stolen.kind, [parameterNames.room]: stolen.room };
  const device: NewDevice = { claim: target.claim, serial, template, parameters };
  return provision(target.mqttUrl, device).then(() => true);
}

/** A device that may have its thing asks for it twice. That it is let in once shows that refusals are meant as such. */
async function replays({ target }: Hostile, serial: string): Promise<boolean> {
  const type = 'light';
  await registerSerials(target.dynamodb, [{ serial, type }]);
  const session = await openClaim(target.mqttUrl, { claim: target.claim, serial, template: type });
  try {
    const { csr } = await makeKey(serial);
    const { certificateOwnershipToken: token } = await session.certify(csr);
    await session.register(token).catch((error: unknown) => {
      throw new Error(`a device that is known was not let in: ${error instanceof Error ? error.message : error}`);
    });
    await session.register(token);
    return true;
  } finally {
    await session.end();
  }
}
