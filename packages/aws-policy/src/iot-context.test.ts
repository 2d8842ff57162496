import { evaluate, iotContext, parsePolicy } from '.';
import type { IotConnection } from './iot-context';
import { iotVariables } from './iot-names';

const lamp: IotConnection = { clientId: 'lamp', certificateId: 'c0ffee', attachedThings: ['lamp'] };

/** Returns whether a connection may publish, given the elements of an Allow statement. */
function allows(statement: object, connection: Partial<IotConnection> = {}): boolean {
  const document = parsePolicy({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*', ...statement }],
  });
  const context = iotContext({ ...lamp, ...connection });
  const policies = [{ name: 'device', document }];
  return evaluate({ policies, action: 'iot:Publish', resource: 'a/lamp', context }).decision === 'allowed';
}

const connectionWith = (subject: Readonly<Record<string, readonly string[]>>) => ({
  certificate: { serialNumber: '0f', issuer: { CommonName: ['Root'] }, subject },
});

// source: AWS IoT developer guide, "thing-policy-variables"
describe('policy variables of a thing', () => {
  const lampsOnly = { Condition: { StringEquals: { 'iot:Connection.Thing.ThingTypeName': 'lamp' } } };
  const roomOnly = { Resource: '${iot:Connection.Thing.Attributes[room]}/lamp' };
  const thing = { type: 'lamp', attributes: { room: 'a' } };

  test('thing variables are defined if the certificate is attached to the thing whose name is the client ID', () => {
    expect([lampsOnly, roomOnly].map((statement) => allows(statement, { thing }))).toEqual([true, true]);
    expect(allows({ Resource: 'a/${iot:Connection.Thing.ThingName}' })).toBe(true);
  });

  test('thing variables are undefined if the certificate is attached to another thing or to no thing', () => {
    const other = { thing, attachedThings: ['other'] };
    expect([lampsOnly, roomOnly].map((statement) => allows(statement, other))).toEqual([false, false]);
    expect(allows({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } }, other)).toBe(false);
    expect(allows({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'false' } } }, other)).toBe(true);
  });

  test('thing variables are undefined over HTTP, because there is no client ID', () => {
    const overHttp = { clientId: undefined, thing };
    expect(allows({ Resource: '*/${iot:ClientId}' }, overHttp)).toBe(false);
    expect(allows({ Resource: '*/${iot:Connection.Thing.ThingName}' }, overHttp)).toBe(false);
    expect(allows({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true', 'false'] } } }, overHttp)).toBe(
      false,
    );
  });
});

// source: AWS IoT developer guide, "basic-policy-variables"
describe('policy variables of a connection', () => {
  test('connection variables include the source address', () => {
    const office = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
    expect(allows(office, { source: { ip: '203.0.113.7' } })).toBe(true);
    expect(allows(office, { source: { ip: '198.51.100.7' } })).toBe(false);
  });

  test('connection variables include the requested server name', () => {
    const custom = { Condition: { StringEquals: { 'iot:DomainName': 'iot.example.com' } } };
    expect(allows(custom, { source: { ip: '203.0.113.7', domain: 'iot.example.com' } })).toBe(true);
    expect(allows(custom, { source: { ip: '203.0.113.7', domain: 'localhost' } })).toBe(false);
  });

  // source: AWS IoT developer guide, "connect-policy", "MQTT persistent sessions policy examples"
  test('connection variables include the CONNECT attributes, which ForAllValues accepts if the policy lists all of them', () => {
    const persistent = {
      Condition: { 'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['PersistentConnect'] } },
    };
    const wants = (connectAttributes: IotConnection['connectAttributes']) => allows(persistent, { connectAttributes });
    expect([wants([]), wants(['PersistentConnect']), wants(['PersistentConnect', 'LastWill'])]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

// source: AWS IoT developer guide, "cert-policy-variables"
describe('policy variables of a certificate', () => {
  test('certificate variables include the ID and the serial number', () => {
    expect(allows({ Condition: { StringEquals: { 'iot:CertificateId': 'c0ffee' } } })).toBe(true);
    const serial = { Condition: { StringEquals: { 'iot:Certificate.SerialNumber': '0f' } } };
    expect([allows(serial, connectionWith({})), allows(serial)]).toEqual([true, false]);
  });

  test('certificate variables contain the first value of a field, each value by index, and all values as .List', () => {
    const two = connectionWith({ Country: ['a', 'b'] });
    expect(allows({ Resource: '${iot:Certificate.Subject.Country}/lamp' }, two)).toBe(true);
    expect(allows({ Resource: '${iot:Certificate.Subject.Country.1}/lamp' }, two)).toBe(false);
    expect(allows({ Resource: '${iot:Certificate.Subject.Country.2}/lamp' }, two)).toBe(false);
    const conditionOn = (...values: string[]) => ({
      Condition: { 'ForAllValues:StringEquals': { 'iot:Certificate.Subject.Country.List': values } },
    });
    expect([allows(conditionOn('a', 'b'), two), allows(conditionOn('a'), two)]).toEqual([true, false]);
  });

  test('certificate variables exclude values that contain a wildcard or exceed 1,024 characters', () => {
    const named = { Resource: '${iot:Certificate.Subject.CommonName}*' };
    expect(allows(named, connectionWith({ CommonName: ['a'] }))).toBe(true);
    for (const value of ['*', 'a+', '#', '$', '?', 'a'.repeat(1025)])
      expect(allows(named, connectionWith({ CommonName: [value] }))).toBe(false);
  });

  test('certificate variables escape commas and similar characters with a backslash', () => {
    const named = { Condition: { StringEquals: { 'iot:Certificate.Subject.Organization': 'Lamps\\, Ltd' } } };
    expect(allows(named, connectionWith({ Organization: ['Lamps, Ltd'] }))).toBe(true);
  });

  test('certificate variables contain at most five values of a field', () => {
    const context = iotContext({ ...lamp, ...connectionWith({ Title: ['1', '2', '3', '4', '5', '6'] }) });
    expect(context['iot:Certificate.Subject.Title.List']).toEqual(['1', '2', '3', '4', '5']);
    expect(context['iot:Certificate.Subject.Title.5']).toBeUndefined();
  });

  test('AvailableKeys contains the names of the available certificate fields', () => {
    const has = (name: string) => ({
      Condition: { 'ForAnyValue:StringEquals': { 'iot:Certificate.AvailableKeys': name } },
    });
    const mail = connectionWith({ 'AlternativeName.RFC822Name': ['a@example.com'] });
    expect(allows(has('iot:Certificate.Subject.AlternativeName.RFC822Name'), mail)).toBe(true);
    expect(allows(has('iot:Certificate.Issuer.CommonName'), mail)).toBe(true);
    expect(allows(has('iot:Certificate.Subject.CommonName'), mail)).toBe(false);
  });
});

test('defines every variable in the guide if the connection provides a value', () => {
  const names = iotVariables
    .map((name) => /^iot:Certificate\.Subject\.(.+)$/.exec(name)?.[1])
    .filter((name) => name !== undefined);
  const all = Object.fromEntries(names.map((name) => [name, ['x']]));
  const context = iotContext({
    ...lamp,
    thing: { type: 'lamp', attributes: {} },
    connectAttributes: ['LastWill'],
    certificate: { serialNumber: '1', issuer: all, subject: all },
    source: { ip: '127.0.0.1', domain: 'localhost' },
  });
  expect(iotVariables.filter((name) => context[name] === undefined)).toEqual([]);
});
