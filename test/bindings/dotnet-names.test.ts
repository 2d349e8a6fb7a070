import * as path from 'node:path';
import { readSources, unknownDotnetNames } from '../../scripts/bindings/dotnet-names';

const TYPES = [
  { name: 'Options', properties: [{ name: 'network' }, { name: 'name' }] },
  { name: 'Network', properties: [{ name: 'ids' }] },
  { name: 'Level', members: [{ name: 'STRICT' }] },
  { name: 'Analyzer', methods: [{ name: 'fromJson' }] },
];

test('the example in C# uses only names that the library has', () => {
  const sources = readSources(path.join(__dirname, '..', '..', 'examples', 'csharp'));
  expect(sources.length).toBeGreaterThan(2);
  expect(unknownDotnetNames(sources)).toEqual([]);
});

test.each([
  ['an initializer', 'new Options { Network = new Network { Ids = new[] { "a" } }, Name = "b" }'],
  ['a member of an enum', 'Level.STRICT'],
  ['a static method', 'Analyzer.FromJson(text)'],
])('names that there are: %s', (_, source) => {
  expect(unknownDotnetNames([source], TYPES)).toEqual([]);
});

test.each([
  ['a property that there is not', 'new Options { Vpc = "a" }', ['Options.Vpc']],
  ['a property of another type', 'new Options { Network = new Network { Name = "b" } }', ['Network.Name']],
  ['the name in another language', 'new Options { name = "b" }', ['Options.name']],
  ['a member that there is not', 'Level.Strict', ['Level.Strict']],
])('fails: %s', (_, source, expected) => {
  expect(unknownDotnetNames([source], TYPES)).toEqual(expected);
});
