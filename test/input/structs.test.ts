import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Structs, structsModule } from '../../scripts/generate-structs';
import {
  AccessInsights, AccessLogsBucket, BucketConfigRules, BucketDashboard, BucketPerimeter, BucketPurpose, BucketRequestAlarms, BucketFleetDashboard, BucketWatch, DataEventsTrail,
  EndpointAccess, HardenedBucket, HardenedBucketAspect, HardenedBucketChecks, ImportedBucketPolicy,
  ManagementEvents, ManagementEventsTrail, MonitoringEstimate, PolicyAnalyzer, HardenedBucketMixin,
  Reachability, VpcAccessPoint,
} from '../../src';
import { StructName, structProblems } from '../../src/input/struct-problems';
import { STRUCTS } from '../../src/input/structs.generated';

/** The compiled assembly, so compile first: `npm test` does. */
const ASSEMBLIES = new Structs();
const TABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = STRUCTS;

test('the table is what the assembly says: run npx projen structs', () => {
  expect(fs.readFileSync(path.join(__dirname, '../../src/input/structs.generated.ts'), 'utf8')).toBe(structsModule());
});

type Give = (given: any, stack: Stack) => unknown;

/** Every place where a struct of ours is given to us. */
const GIVEN_TO: Readonly<Record<string, Give>> = {
  'AccessInsights.constructor(props)': (given, stack) => new AccessInsights(stack, 'Made', given),
  'AccessLogsBucket.constructor(props)': (given, stack) => new AccessLogsBucket(stack, 'Made', given),
  'BucketConfigRules.constructor(props)': (given, stack) => new BucketConfigRules(stack, 'Made', given),
  'BucketDashboard.constructor(props)': (given, stack) => new BucketDashboard(stack, 'Made', given),
  'BucketPerimeter.constructor(props)': (given, stack) => new BucketPerimeter(stack, 'Made', given),
  'BucketPerimeter.statementsFor(options)': (given, stack) => BucketPerimeter.statementsFor(new HardenedBucket(stack, 'Bucket'), given),
  'BucketPurpose.backupVault(options)': (given) => BucketPurpose.backupVault(given),
  'BucketPurpose.logArchive(options)': (given) => BucketPurpose.logArchive(given),
  'BucketPurpose.partnerExchange(options)': (given) => BucketPurpose.partnerExchange(given),
  'BucketRequestAlarms.constructor(props)': (given, stack) => new BucketRequestAlarms(stack, 'Made', given),
  'BucketFleetDashboard.constructor(props)': (given, stack) => new BucketFleetDashboard(stack, 'Made', given),
  'BucketWatch.constructor(props)': (given, stack) => new BucketWatch(stack, 'Made', given),
  'BucketWatch.estimate(options)': (given) => BucketWatch.estimate(given),
  'DataEventsTrail.constructor(props)': (given, stack) => new DataEventsTrail(stack, 'Made', given),
  'EndpointAccess.statements(options)': (given, stack) => EndpointAccess.statements(stack, given),
  'HardenedBucket.constructor(props)': (given, stack) => new HardenedBucket(stack, 'Made', given),
  'HardenedBucketAspect.constructor(props)': (given) => new HardenedBucketAspect(given),
  'HardenedBucketMixin.constructor(props)': (given) => new HardenedBucketMixin(given),
  'HardenedBucketChecks.constructor(props)': (given, stack) => new HardenedBucketChecks(stack, given),
  'HardenedBucketChecks.addTo(props)': (given, stack) => HardenedBucketChecks.addTo(stack, given),
  'ImportedBucketPolicy.constructor(props)': (given, stack) => new ImportedBucketPolicy(stack, 'Made', given),
  'ManagementEvents.newTrail(options)': (given) => ManagementEvents.newTrail(given),
  'ManagementEventsTrail.constructor(props)': (given, stack) => new ManagementEventsTrail(stack, 'Made', given),
  'MonitoringEstimate.ofRequests(options)': (given) => MonitoringEstimate.ofRequests(given),
  'MonitoringEstimate.monthlyCost(prices)': (given) => MonitoringEstimate.ofRequests().monthlyCost(given),
  'PolicyAnalyzer.within(zone)': (given) => PolicyAnalyzer.fromJson('{ "Version": "2012-10-17", "Statement": [] }').within(given),
  'Reachability.of(options)': (given, stack) => Reachability.of(new HardenedBucket(stack, 'Bucket'), given),
  'VpcAccessPoint.constructor(props)': (given, stack) => new VpcAccessPoint(stack, 'Made', given),
};

test('every struct that the assembly lets a caller give is tried here', () => {
  expect(ASSEMBLIES.parameters.map(({ at }) => at).sort()).toEqual(Object.keys(GIVEN_TO).sort());
});

/** A struct inside another, and the object that leads to it. */
interface Place {
  readonly struct: string;
  readonly path: string;
  readonly around: (inner: object) => object;
}

function placesIn(struct: string, at = '', around: Place['around'] = (inner) => inner): Place[] {
  return [{ struct, path: at, around }, ...Object.entries(TABLE[struct]).flatMap(([name, kind]) => {
    const inner = kind.replace(/\?$/, '').replace(/\[\]$/, '');
    const isList = kind.includes('[]');
    return inner in TABLE ? placesIn(inner, `${at === '' ? '' : `${at}.`}${name}${isList ? '[0]' : ''}`, (value) => around({ [name]: isList ? [value] : value })) : [];
  })];
}

const CASES = ASSEMBLIES.parameters.flatMap(({ at, struct }) => placesIn(struct).map((place) => ({ at, place, name: `${at} ${place.path} is ${place.struct}` })));

test.each(CASES)('fails: a mistyped name of each property in $name', ({ at, place: { struct, path: where, around } }) => {
  const stack = new Stack(new App(), 'Stack');
  for (const property of Object.keys(TABLE[struct])) {
    const mistyped = `${property.slice(0, 1)}${property.slice(2)}x`;
    let message = '';
    try {
      GIVEN_TO[at](around({ [mistyped]: 1 }), new Stack(stack, mistyped));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(`${where === '' ? '' : `${where}.`}${mistyped}`);
    expect(message).toContain(property);
  }
});

test.each(Object.keys(TABLE) as StructName[])('%s: what is undefined or a token passes', (struct) => {
  const properties = Object.entries(TABLE[struct]);
  expect(structProblems(struct, Object.fromEntries([...properties.filter(([, kind]) => kind.endsWith('?')), ['unknownName', '?']].map(([name]) => [name, undefined]))).names).toEqual([]);
  for (const token of [Lazy.any({ produce: () => 1 }), Token.asString({ Ref: 'X' }), Token.asList({ Ref: 'X' })]) {
    expect(structProblems(struct, Object.fromEntries(properties.map(([name]) => [name, token])))).toEqual({ names: [], values: [] });
  }
});

test.each<[string, StructName, object, string]>([
  ['a number for a duration', 'HardenedBucketProps', { noncurrentVersionExpiration: 30 }, 'noncurrentVersionExpiration is 30. Use a Duration'],
  ['a text for a number', 'RequestAlarmOptions', { minimumRequests: '10' }, "minimumRequests is '10'. Use a number"],
  ['a text for a switch', 'HardenedBucketProps', { requestMetrics: 'false' }, "requestMetrics is 'false'. Use true or false"],
  ['one for many', 'NetworkPerimeter', { vpcEndpointIds: 'vpce-1a2b3c4d' }, "vpcEndpointIds is 'vpce-1a2b3c4d'. Use a list"],
  ['many for one', 'HardenedBucketProps', { perimeter: [] }, 'perimeter is a list. Use a PerimeterOptions'],
  ['a number in a list of texts', 'IdentityPerimeter', { accountIds: [111122223333] }, 'accountIds[0] is 111122223333. Use a string'],
  ['a name in place of an object', 'HardenedBucketProps', { purpose: 'logArchive' }, "purpose is 'logArchive'. Use a BucketPurpose"],
  ['an object in place of a duration', 'HardenedBucketProps', { noncurrentVersionExpiration: { days: 30 } }, 'noncurrentVersionExpiration is an object. Use a Duration'],
  ['an object in place of a purpose', 'HardenedBucketProps', { purpose: { logArchive: {} } }, 'purpose is an object. Use a BucketPurpose'],
  ['a text in a map of lists', 'IdentityPerimeter', { principalTags: { team: 'red' } }, "principalTags['team'] is 'red'. Use a list"],
  ['a rule without a destination', 'HardenedBucketProps', { replicationRules: [{}] }, 'replicationRules[0].destination is missing. Give it an IBucket'],
  ['a function', 'HardenedBucketProps', { bucketName: () => 'x' }, 'bucketName is a function. Use a string'],
])('fails: %s', (_, struct, given, message) => {
  expect(structProblems(struct, given).values).toEqual([message]);
});

test('an instance of a class may have members of its own', () => {
  class Options {
    readonly bucketName = 'records-of-the-office';
    readonly madeBy = 'a factory';
  }
  expect(structProblems('HardenedBucketProps', new Options()).names).toEqual([]);
});

test('what is inherited from a prototype is no name', () => {
  expect(structProblems('HardenedBucketProps', Object.create(null)).names).toEqual([]);
  expect(structProblems('HardenedBucketProps', JSON.parse('{ "__proto__": 1, "toString": 1 }')).names).toHaveLength(2);
});
