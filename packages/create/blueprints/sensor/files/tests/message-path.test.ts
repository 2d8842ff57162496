export const paths = [
  {
    thing: 'sensor-sample-thing-1',
    publishes: ['Sensor/sample-thing/room1', '{"at":1700000000000,"value":1}'],
    table: 'sample-thing-measurements',
  },
];
