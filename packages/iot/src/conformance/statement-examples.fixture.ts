import { examplesOf } from './example.fixture';

const color = '{"color":"red", "temperature":50}';
const senml =
  '{ "e": [{ "n": "temperature", "u": "Cel", "t": 1234, "v": 22.5 }, { "n": "light", "u": "lm", "t": 1235, "v": 135 }, ' +
  '{ "n": "acidity", "u": "pH", "t": 1235, "v": 7 }] }';
const device =
  '{ "deviceid": "iot123", "temp": 54.98, "humidity": 32.43, "coords": { "latitude": 47.615694, "longitude": -122.3359976 } }';

/** Examples of statements with their payload and output, in the order of the pages. */
export const statementExamples = [
  ...examplesOf('iot-sql-reference', 'statement', [
    [
      "SELECT color AS rgb FROM 'topic/subtopic' WHERE temperature > 50",
      '{"rgb":"red"}',
      { payload: '{"color":"red", "temperature":100}' },
    ],
  ]),
  ...examplesOf('iot-sql-select', 'statement', [
    ["SELECT * FROM 'topic/subtopic'", '{"color":"red", "temperature":50}', { payload: color }],
    ["SELECT color FROM 'topic/subtopic'", '{"color":"red"}', { payload: color }],
    ["SELECT color AS my_color FROM 'topic/subtopic'", '{"my_color":"red"}', { payload: color }],
    [
      "SELECT color as my_color, temperature as fahrenheit FROM 'topic/subtopic'",
      '{"my_color":"red","fahrenheit":50}',
      { payload: color },
    ],
    [
      "SELECT *, 15 as speed FROM 'topic/subtopic'",
      '{"color":"red", "temperature":50, "speed":15}',
      { payload: color },
    ],
    ["SELECT VALUE color FROM 'topic/subtopic'", '"red"', { payload: color }],
    [
      "SELECT color.red as red_value FROM 'topic/subtopic'",
      '{"red_value":255}',
      { payload: '{"color":{"red":255,"green":0,"blue":0}, "temperature":50}' },
    ],
    [
      "SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 'topic/subtopic'",
      '{"celsius":10,"my_color":"RED"}',
      { payload: color },
    ],
    [
      'SELECT {"key-with-hyphen": color, "123-numeric-start": temperature} FROM \'topic/subtopic\'',
      '{"key-with-hyphen":"red","123-numeric-start":50}',
      { payload: color },
    ],
  ]),
  ...examplesOf('iot-sql-from', 'statement', fromExamples()),
  ...examplesOf('iot-sql-where', 'statement', [
    [
      "SELECT color AS my_color FROM 'topic/subtopic' WHERE temperature > 50 AND color <> 'red'",
      'no match',
      { payload: '{"color":"red", "temperature":40}' },
    ],
    [
      "SELECT decode(encode(*, 'base64'), 'base64') AS value FROM 'topic/subtopic' WHERE decode(encode(*, 'base64'), 'base64') > 50",
      '{"value":80}',
      { payload: '80' },
    ],
  ]),
  ...examplesOf('iot-rule-sql-version', 'statement', [
    ["SELECT VALUE arr FROM 'topic'", '[1,2,3,4]', { payload: '{ "a": {"b":"c"}, "arr":[1,2,3,4] }' }],
  ]),
  ...examplesOf('iot-sql-data-types', 'expression', [
    ['abs("-5.123")', '5.123', { note: 'the page only states that the call is treated as abs(-5.123)' }],
  ]),
  ...examplesOf('iot-sql-data-types', 'statement', [
    [
      "SELECT NULL AS n FROM 'topic/subtopic'",
      '{"n":null}',
      { note: 'the page only describes how a Null is created and serialized' },
    ],
    ["SELECT foo, bar FROM 'topic/subtopic'", '{"foo":null}', { payload: '{"foo": null}', note: 'bar is Undefined' }],
  ]),
  ...examplesOf('iot-sql-literals', 'statement', [
    [
      "SELECT {'latitude': get(lat_long, 0),'longitude':get(lat_long, 1)} as lat_long FROM 'topic/subtopic'",
      '{"lat_long":{"latitude":47.606,"longitude":-122.332}}',
      { payload: '{"lat_long": [47.606,-122.332]}' },
    ],
    [
      "SELECT [lat,long] as lat_long FROM 'topic/subtopic'",
      '{"lat_long": [47.606,-122.332]}',
      {
        payload: '{"lat": 47.606, "long": -122.332}',
        note: 'the page prints 47.696 in the payload and 47.606 in the result',
      },
    ],
  ]),
  ...examplesOf('iot-sql-case', 'statement', [
    [
      "SELECT CASE color WHEN 'green' THEN 'go' WHEN 'yellow' THEN 'caution' WHEN 'red' THEN 'stop' ELSE 'you are not at a stop light' END as instructions FROM 'topic/subtopic'",
      '{"instructions":"caution"}',
      { payload: '{"color":"yellow"}' },
    ],
  ]),
  ...examplesOf('iot-sql-json', 'statement', [
    [
      "SELECT foo.bar AS bar.baz FROM 'topic/subtopic'",
      '{"bar":{"baz":"RED"}}',
      {
        payload: '{ "foo": { "bar": "RED", "bar1": "GREEN", "bar2": "BLUE" } }',
      },
    ],
    [
      'SELECT * from \'iot/rules\' WHERE get(get(get(mydata,"item2"),"0"),"my-key") = "myValue"',
      '{ "mydata": { "item2": { "0": { "my-key": "myValue" } } } }',
      { payload: '{ "mydata": { "item2": { "0": { "my-key": "myValue" } } } }' },
    ],
    [
      "SELECT temp, md5(deviceid) AS hashed_id FROM 'topic/#'",
      '{ "temp": 54.98, "hashed_id": "e37f81fb397e595c4aeb5645b8cbbbd1" }',
      { payload: device, note: 'the page omits the quotes around the topic filter, which iot-sql-from requires' },
    ],
  ]),
  ...examplesOf('iot-sql-nested-queries', 'statement', [
    [
      "SELECT (SELECT VALUE n FROM e) as sensors FROM 'my/topic'",
      '{ "sensors": ["temperature", "light", "acidity"] }',
      { payload: senml },
    ],
    [
      "SELECT (SELECT v FROM e WHERE n = 'temperature') as temperature FROM 'my/topic'",
      '{ "temperature": [{ "v": 22.5 }] }',
      { payload: senml },
    ],
    [
      "SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as temperature FROM 'topic'",
      '{ "temperature": 22.5 }',
      { payload: senml },
    ],
  ]),
  ...examplesOf('iot-sql-operators', 'statement', [
    [
      "SELECT * from 'a/b' where 3 in arr",
      '{"arr":[1, 2, 3, "three", 5.7, null]}',
      { payload: '{"arr":[1, 2, 3, "three", 5.7, null]}' },
    ],
    [
      "SELECT * from 'a/b' where exists (select * from arr as a where a = 3)",
      '{"arr":[1, 2, 3]}',
      { payload: '{"arr":[1, 2, 3]}' },
    ],
    [
      "SELECT * from 'a/b' where exists (select * from e as e where foo = 2)",
      '{"foo":4,"bar":5,"e":[{"foo":1},{"foo":2}]}',
      { payload: '{"foo":4,"bar":5,"e":[{"foo":1},{"foo":2}]}' },
    ],
  ]),
  ...examplesOf('iot-sql-set', 'statement', [
    [
      "SET @device_sensor_data = device1.deviceData.sensors SELECT @device_sensor_data.temp_fahrenheit AS temp_fahrenheit, @device_sensor_data.humidity as humidity, device1.deviceId as deviceId FROM 'device/data'",
      '{"temp_fahrenheit":75,"humidity":60,"deviceId":"weather_sensor"}',
      {
        payload:
          '{"device1": {"deviceId":"weather_sensor", "deviceData": {"sensors": {"temp_fahrenheit": 75, "humidity": 60}, "location": [47.606,-122.332]}}}',
      },
    ],
    [
      "SET @temp_celsius = (temp_fahrenheit - 32) * 5 / 9 SELECT @temp_celsius AS celsius, humidity FROM 'device/data'",
      '{"celsius": 23.89, "humidity": 60}',
      {
        payload: '{"temp_fahrenheit": 75, "humidity": 60}',
        differs: '{"celsius":23,"humidity":60}',
        note: 'according to iot-sql-operators, Int / Int is an Int, and iot-sql-select prints 10 for the same formula; 23.89 is 23.888… rounded, and no operator rounds',
      },
    ],
  ]),
  ...examplesOf('iot-substitution-templates', 'statement', [
    [
      "SELECT *, timestamp() AS timestamp FROM 'my/iot/topic'",
      `${device.slice(0, -1)}, "timestamp": 1579637878451 }`,
      { payload: device, message: { timestamp: 1_579_637_878_451 } },
    ],
  ]),
  ...examplesOf('iot-substitution-templates', 'template', [
    ['${topic()}/republish', 'my/iot/topic/republish', { payload: device, message: { topic: 'my/iot/topic' } }],
  ]),
  ...examplesOf('s3-rule-action', 'template', [
    [
      '${topic()}/${timestamp()}',
      'some/topic/1460685389',
      { message: { topic: 'some/topic', timestamp: 1_460_685_389 } },
    ],
  ]),
  ...examplesOf('republish-rule-action', 'template', [
    ['$$aws/things/MyThing/shadow/update', '$aws/things/MyThing/shadow/update'],
  ]),
];

function fromExamples() {
  const given = [
    ['topic/subtopic', 50],
    ['topic/subtopic-2', 60],
    ['topic/subtopic-3/details', 70],
    ['topic-2/subtopic-x', 80],
  ] as const;
  const rule = (filter: string, reached: readonly string[]) =>
    given.map(([topic, temperature]) => {
      const printed = reached.includes(topic) ? `{"t": ${temperature}}` : 'no match';
      const payload = `{"temperature": ${temperature}}`;
      return [`SELECT temperature AS t FROM '${filter}'`, printed, { payload, message: { topic } }] as const;
    });
  return [
    ...rule('topic/subtopic', ['topic/subtopic']).slice(0, 2),
    ...rule('topic/#', ['topic/subtopic', 'topic/subtopic-2', 'topic/subtopic-3/details']),
    ...rule('topic/+', ['topic/subtopic', 'topic/subtopic-2']),
  ];
}
