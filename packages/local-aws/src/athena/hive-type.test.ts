import { duckdbType } from './hive-type';

test.each([
  ['string', 'VARCHAR'],
  ['array<bigint>', 'BIGINT[]'],
  ['map<string,double>', 'MAP(VARCHAR, DOUBLE)'],
  ['struct<on:boolean,names:array<string>>', 'STRUCT("on" BOOLEAN, "names" VARCHAR[])'],
  ['array<struct<a:int,b:struct<c:int,d:int>>>', 'STRUCT("a" INTEGER, "b" STRUCT("c" INTEGER, "d" INTEGER))[]'],
])('duckdbType maps %s to %s', (hive, duckdb) => expect(duckdbType(hive)).toBe(duckdb));

test.each(['uniontype<int,string>', 'decimal(10,2)', 'struct<a:what>', 'text', ''])(
  'duckdbType rejects %s with an error that contains the unsupported type',
  (hive) => {
    expect(() => duckdbType(hive)).toThrow('unsupported type');
  },
);
