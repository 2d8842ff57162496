export const paths = [
  {
    thing: 'sample-thing-1',
    publishes: ['sample-things/sample-thing-1/messages', '{"at":1700000000000}'],
    table: 'sample-thing-messages',
  },
];
