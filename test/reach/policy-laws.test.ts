import * as fc from 'fast-check';
import { ACCOUNT, ChainEvaluator } from './chain-evaluator';
import { TemplateFacts } from '../../src/facts/template-facts';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { s3Public } from '../../src/policy/s3-public';
import { ChainCaller } from '../../src/reach/chain-caller';
import { ConcreteNames } from '../../src/reach/concrete-names';
import { Arrival, NetworkPath } from '../../src/reach/network-path';
import { REACH_ACTIONS } from '../../src/reach/reach-actions';
import { followPath, PathAnswer, waysByMultiRegion, waysThroughPolicies } from '../../src/reach/reach-place';
import { known, unknown } from '../../src/template/known';
import { policy } from '../policy/random-policies';
import { template } from '../template/templates';

const RUNS = { numRuns: Number(process.env.REACH_RUNS ?? 150) };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/admin`;
const PLACE = { template: 'app', logicalId: 'Place' };

type Statement = Readonly<Record<string, unknown>>;

/** The policies on a way to bucket `b`. */
interface Policies {
  readonly bucket: readonly Statement[];
  readonly identity: readonly Statement[];
  /** That of the endpoint on the way; absent where there is none. */
  readonly endpoint?: readonly Statement[];
}

const statements = policy.map(({ Statement }) => Statement as readonly Statement[]);
const policies: fc.Arbitrary<Policies> = fc.record({ bucket: statements, identity: statements, endpoint: fc.option(statements, { nil: undefined }) });

/** As a policy of an identity has it. */
function withoutPrincipals(all: readonly Statement[]): Statement[] {
  return all.map(({ Principal, NotPrincipal, ...statement }) => statement);
}

function follow({ bucket, identity, endpoint }: Policies): PathAnswer {
  const document = (Statement: readonly Statement[]) => readPolicyDocument({ Version: '2012-10-17', Statement });
  const app = template({
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement: bucket } } },
  }, { id: 'app', account: ACCOUNT });
  const [facts] = new TemplateFacts([app], []).buckets;
  const arrives: Arrival = endpoint ? {
    kind: 'endpoint', endpoint: 'vpce-0a', address: { template: 'app', logicalId: 'Endpoint' }, vpc: known('vpc-0a'), sourceCidrs: known(['10.0.0.0/24']), policy: document(endpoint),
  } : { kind: 'internet', sourceIp: unknown('chosen at deployment') };
  const caller: ChainCaller = {
    kind: 'role', arn: ROLE, account: ACCOUNT, address: { template: 'app', logicalId: 'Role' }, policies: known([document(withoutPrincipals(identity))]), otherPolicies: known([]), boundary: known(undefined),
  };
  const path: NetworkPath = { via: null, hops: [PLACE], cuts: [], unknowns: [], assumptions: [], arrives };
  return followPath(path, facts, waysThroughPolicies(arrives, facts, caller, PLACE, new ConcreteNames(() => undefined, '')));
}

/** Says the same by asking every policy about one request after the other. */
function allows({ bucket, identity, endpoint }: Policies, request: PolicyRequest): boolean {
  const world = { bucket, identities: { [ROLE]: { policy: withoutPrincipals(identity) } }, scps: [], rcps: [], endpoint, blocksPublic: true };
  return new ChainEvaluator(world, (document) => s3Public(document).verdict !== 'notPublic').allows(request);
}

/** Requests of the role as they could arrive so: with what it can choose, and what nobody knows, one way and another. */
function requests({ endpoint }: Policies): PolicyRequest[] {
  const routes = endpoint ? [{ 'aws:SourceVpce': 'vpce-0a', 'aws:SourceVpc': 'vpc-0a', 'aws:VpcSourceIp': '10.0.0.7' }] : ['203.0.113.7', '203.0.113.200', '198.51.100.7', '2001:db8::7'].map((ip) => ({ 'aws:SourceIp': ip }));
  const organizations = [{}, ...['o-aaaaaaaaaa', 'o-bbbbbbbbbb', 'o-cccccccccc'].map((id) => ({ 'aws:PrincipalOrgID': id }))];
  return REACH_ACTIONS.flatMap((action) => (action === 's3:ListBucket' ? [''] : ['/x', '/secret/x', '/long']).flatMap((key) => (action === 's3:ListBucket' ? [{}, { 's3:max-keys': '10' }, { 's3:max-keys': '5' }, { 's3:max-keys': '50' }] : [{}])
    .flatMap((chosen) => routes.flatMap((route) => organizations.map((organization): PolicyRequest => ({
      principal: { AWS: ROLE },
      action,
      resource: `arn:aws:s3:::b${key}`,
      context: { 'aws:SecureTransport': 'true', 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false', ...route, ...organization, ...chosen } as Record<string, string>,
    }))))));
}

test('a request that reaches passes each policy, says an evaluator of its own', () => {
  let reaching = 0;
  fc.assert(fc.property(policies, (given) => {
    const { verdict, request } = follow(given);
    if (verdict === 'reaches') {
      reaching++;
      expect({ allowed: allows(given, request!), given, request }).toMatchObject({ allowed: true });
    }
  }), RUNS);
  expect(reaching).toBeGreaterThan(RUNS.numRuns / 20);
});

test('where the path is cut, no request passes', () => {
  let cut = 0;
  fc.assert(fc.property(policies, (given) => {
    if (follow(given).verdict === 'cut') {
      cut++;
      expect(requests(given).filter((request) => allows(given, request))).toEqual([]);
    }
  }), RUNS);
  expect(cut).toBeGreaterThan(RUNS.numRuns / 10);
});

const LAYERS = ['bucket', 'identity', 'endpoint'] as const;

test('taking an Allow away never adds a path, nor does adding a Deny', () => {
  fc.assert(fc.property(policies, statements, ({ ...given }, [more]) => {
    if (follow(given).verdict === 'reaches') {
      return;
    }
    for (const layer of LAYERS.filter((one) => given[one] !== undefined)) {
      const own = given[layer]!;
      const less = own.flatMap((statement, i) => statement.Effect === 'Allow' ? [own.filter((_, j) => j !== i)] : []);
      for (const changed of [...less, [...own, { ...more, Effect: 'Deny' }]].filter(({ length }) => length > 0)) {
        expect(follow({ ...given, [layer]: changed }).verdict).not.toBe('reaches');
      }
    }
  }), { numRuns: Math.ceil(RUNS.numRuns / 3) });
});

const POINT = 'arn:aws:s3::111122223333:accesspoint/m000000000001.mrap';
/** Policies of which those of the role, the endpoint and the access point speak of the access point as well. */
const atPoint = (all: readonly Statement[]) =>
  JSON.parse(JSON.stringify(all).replace(/arn:aws:s3:::b\//g, `${POINT}/object/`).replace(/arn:aws:s3:::b"/g, `${POINT}"`)) as Statement[];
const DELEGATION: Statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'], Condition: { StringEquals: { 's3:DataAccessPointArn': POINT } } };

interface PointPolicies extends Policies {
  readonly point: readonly Statement[];
}

const pointPolicies: fc.Arbitrary<PointPolicies> = fc.record({ policies, point: statements, delegates: fc.boolean() })
  .map(({ policies: { bucket, identity, endpoint }, point, delegates }) => ({
    bucket: [...bucket, ...delegates ? [DELEGATION] : []],
    identity: [...identity, ...atPoint(identity)],
    point: atPoint(point),
    ...endpoint ? { endpoint: [...endpoint, ...atPoint(endpoint)] } : {},
  }));

function followThroughPoint({ bucket, identity, endpoint, point }: PointPolicies): PathAnswer {
  const document = (Statement: readonly Statement[]) => readPolicyDocument({ Version: '2012-10-17', Statement });
  const app = template({
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } },
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: { Version: '2012-10-17', Statement: bucket } } },
    Global: { Type: 'AWS::S3::MultiRegionAccessPoint', Properties: { Regions: [{ Bucket: { Ref: 'Data' } }] } },
    GlobalPolicy: { Type: 'AWS::S3::MultiRegionAccessPointPolicy', Properties: { MrapName: { Ref: 'Global' }, Policy: { Version: '2012-10-17', Statement: point } } },
  }, { id: 'app', account: ACCOUNT });
  const [facts] = new TemplateFacts([app], []).buckets;
  const names = new ConcreteNames((_, id) => app.resources[id]?.Type, '');
  expect(names.plain(facts.accessPoints[0].arn)).toBe(POINT);
  const arrives: Arrival = endpoint ? {
    kind: 'endpoint', endpoint: 'vpce-0a', address: { template: 'app', logicalId: 'Endpoint' }, vpc: known('vpc-0a'), sourceCidrs: known(['10.0.0.0/24']), policy: document(endpoint),
  } : { kind: 'internet', sourceIp: unknown('chosen at deployment') };
  const caller: ChainCaller = {
    kind: 'role', arn: ROLE, account: ACCOUNT, address: { template: 'app', logicalId: 'Role' }, policies: known([document(withoutPrincipals(identity))]), otherPolicies: known([]), boundary: known(undefined),
  };
  const path: NetworkPath = { via: null, hops: [PLACE], cuts: [], unknowns: [], assumptions: [], arrives };
  return followPath(path, facts, waysByMultiRegion(arrives, facts, caller, { address: PLACE }, names));
}

/** Asks every policy about a request at the access point, and then about the same at the bucket. */
function allowsThrough(given: PointPolicies, request: PolicyRequest): boolean {
  const inPoint = { ...request, context: { ...request.context, 's3:DataAccessPointArn': POINT, 's3:DataAccessPointAccount': ACCOUNT } };
  const inBucket = { ...inPoint, resource: request.resource.replace(`${POINT}/object`, 'arn:aws:s3:::b').replace(POINT, 'arn:aws:s3:::b') };
  return allows({ ...given, bucket: given.point }, inPoint) && allows(given, inBucket);
}

const toPoint = (request: PolicyRequest): PolicyRequest => ({ ...request, resource: request.resource.replace(/^arn:aws:s3:::b\//, `${POINT}/object/`).replace(/^arn:aws:s3:::b$/, POINT) });

const POINT_RUNS = { numRuns: Math.ceil(RUNS.numRuns / 2) };

test('a request that reaches through a multi-Region access point passes the policies at both, says an evaluator of its own', () => {
  let reaching = 0;
  fc.assert(fc.property(pointPolicies, (given) => {
    const { verdict, request } = followThroughPoint(given);
    if (verdict === 'reaches') {
      reaching++;
      expect({ allowed: allowsThrough(given, request!), given, request }).toMatchObject({ allowed: true });
    }
  }), POINT_RUNS);
  expect(reaching).toBeGreaterThan(POINT_RUNS.numRuns / 40);
});

test('where the path through one is cut, no request passes at both', () => {
  let cut = 0;
  fc.assert(fc.property(pointPolicies, (given) => {
    if (followThroughPoint(given).verdict === 'cut') {
      cut++;
      expect(requests(given).map(toPoint).filter((request) => allowsThrough(given, request))).toEqual([]);
    }
  }), POINT_RUNS);
  expect(cut).toBeGreaterThan(POINT_RUNS.numRuns / 10);
});
