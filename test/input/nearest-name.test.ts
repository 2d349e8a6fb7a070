import { nearestName } from '../../src/input/nearest-name';

const KNOWN = ['accountIds', 'bucketName', 'crossAccount', 'encryption', 'encryptionKey', 'ipAllowList', 'ipDenyList', 'lifecycleRules', 'minimumTlsVersion', 'organizationIds', 'purpose', 'requestAlarms', 'roleArns', 'vpcEndpointIds', 'vpcIds'];

test.each([
  ['a letter left out', 'crossAcount', 'crossAccount'],
  ['a letter too many', 'purposse', 'purpose'],
  ['two letters swapped', 'puprose', 'purpose'],
  ['another letter', 'encriptionKey', 'encryptionKey'],
  ['another case', 'ipAllowlist', 'ipAllowList'],
  ['another word order is none, but its letters are', 'ipsAllowList', 'ipAllowList'],
  ['snake case', 'bucket_name', 'bucketName'],
  ['one for many', 'roleArn', 'roleArns'],
  ['an id too few', 'vpcEndpoints', 'vpcEndpointIds'],
  ['a part', 'tlsVersion', 'minimumTlsVersion'],
  ['a beginning', 'lifecycle', 'lifecycleRules'],
  ['the nearest of several', 'encryptionKeys', 'encryptionKey'],
])('%s: %s is %s', (_, name, expected) => {
  expect(nearestName(name, KNOWN)).toBe(expected);
});

test.each(['foo', '', 'x', 'tags', 'constructor', '__proto__'])('%j is like none', (name) => {
  expect(nearestName(name, KNOWN)).toBeUndefined();
});

test('of no names, none is near', () => {
  expect(nearestName('purpose', [])).toBeUndefined();
});
