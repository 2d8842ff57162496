import type { ValueObject } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { createdLines } from './created-attributes';

const shown = (type: string, after: ValueObject) => createdLines({ type, after }).map(({ text }) => plain(text));

test('lists attributes that a rule judges, and attributes that describe the kind and size of the resource', () =>
  expect(
    shown('aws_db_instance', {
      identifier: 'shop',
      engine: 'postgres',
      instance_class: 'db.t4g.micro',
      publicly_accessible: false,
      tags: { team: 'shop' },
    }),
  ).toEqual(['engine = postgres, instance_class = db.t4g.micro and publicly_accessible = false']));

test('shows lists of values, but omits blocks, empty values and long text', () =>
  expect(
    shown('google_compute_firewall', {
      source_ranges: ['10.0.0.0/8', '10.1.0.0/16'],
      port: [{ from: 1 }],
      role: '',
      member: null,
      memory: 'x'.repeat(100),
    }),
  ).toEqual(['source_ranges = 10.0.0.0/8, 10.1.0.0/16']));

test('shows the number of omitted attributes', () =>
  expect(
    shown('okta_app', Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`port_${index}`, index]))),
  ).toEqual(['port_0 = 0, port_1 = 1, port_2 = 2, port_3 = 3, port_4 = 4, port_5 = 5 and 2 more']));

test('lists no attributes of an unknown type', () => expect(shown('okta_app', { label: 'x' })).toEqual([]));
