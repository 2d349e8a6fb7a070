import * as fc from 'fast-check';
import { BASE, ec2, inRegion, networkOf, placeIn, ref, REGION, Resources } from './networks';
import { replay } from './replay';
import { s3In } from '../../src/reach/destination';
import { NetworkPath } from '../../src/reach/network-path';
import { networkPaths } from '../../src/reach/network-paths';
import { S3_RANGES, S3_RANGES_DATE } from '../../src/reach/s3-ranges.generated';
import { known } from '../../src/template/known';

const RUNS = { numRuns: Number(process.env.LAWS_RUNS ?? 300) };
const get = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const cidr = fc.constantFrom('0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/0', '10.0.0.0/16', '10.0.1.0/24', '10.0.0.0/24', '0.0.0.0/1', '128.0.0.0/1', '52.0.0.0/8', '203.0.113.0/24');
const ports = fc.constantFrom([443, 443], [80, 80], [0, 65535], [1024, 65535], [32768, 60999]);
const rule = fc.record({ IpProtocol: fc.constantFrom('tcp', 'tcp', '-1', 'udp'), ports, to: fc.oneof(cidr, fc.constantFrom('Group', 'EndpointGroup')) }).map(({ IpProtocol, ports: [FromPort, ToPort], to }) => ({
  IpProtocol, FromPort, ToPort, ...to.includes('/') ? { CidrIp: to } : { group: to },
}));
type Rule = { readonly CidrIp?: string; readonly group?: string };
const withPeer = (far: 'Source' | 'Destination', { group, ...rest }: Rule) => ({ ...rest, ...group ? { [`${far}SecurityGroupId`]: get(group, 'GroupId') } : {} });
/** What CDK writes for no egress: of an empty list AWS makes the rule that allows all. */
const NO_EGRESS = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };
const entry = fc.record({ RuleNumber: fc.integer({ min: 1, max: 400 }), Egress: fc.boolean(), RuleAction: fc.constantFrom('allow', 'allow', 'allow', 'deny'), CidrBlock: cidr, Protocol: fc.constantFrom(6, 6, -1), ports })
  .map(({ ports: [From, To], ...rest }) => ({ ...rest, PortRange: { From, To } }));
const TARGETS = [{ GatewayId: ref('Igw') }, { NatGatewayId: ref('Nat') }, { NatGatewayId: ref('Nat') }, { VpcPeeringConnectionId: 'pcx-1' }, { TransitGatewayId: 'tgw-1' }, {}];

/** A network of a VPC with two subnets, of which the first has the place. */
const network = fc.record({
  target: fc.option(fc.constantFrom(...TARGETS)),
  gateway: fc.option(fc.constantFrom(['Table'], ['PublicTable'], ['Table', 'PublicTable']), { freq: 2 }),
  resolvers: fc.option(fc.constantFrom('AllResolvers', 'AllResolvers', 'OnlyInboundResolver', undefined), { freq: 2 }),
  endpointIn: fc.constantFrom(['Subnet'], ['Public'], ['Subnet', 'Public']),
  egress: fc.option(fc.array(rule, { maxLength: 3 }), { freq: 2 }),
  moreEgress: fc.array(rule, { maxLength: 2 }),
  ingress: fc.array(rule, { maxLength: 3 }),
  entries: fc.uniqueArray(entry, { maxLength: 8, selector: ({ RuleNumber, Egress }) => `${RuleNumber} ${Egress}` }),
  acls: fc.subarray(['Subnet', 'Public'], { maxLength: 2 }),
  attached: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  natIn: fc.constantFrom('Public', 'Public', 'Public', 'Subnet'),
  natType: fc.constantFrom('public', 'public', 'public', 'private'),
  isPublic: fc.boolean(),
}).map((given) => ({
  isPublic: given.isPublic,
  resources: {
    ...BASE,
    Attachment: given.attached ? BASE.Attachment : undefined,
    Nat: ec2('NatGateway', { SubnetId: ref(given.natIn), ConnectivityType: given.natType, AllocationId: get('Eip', 'AllocationId') }),
    ...given.target ? { Route: ec2('Route', { RouteTableId: ref('Table'), DestinationCidrBlock: '0.0.0.0/0', ...given.target }) } : {},
    ...given.gateway ? { S3: ec2('VPCEndpoint', { VpcId: ref('Vpc'), ServiceName: `com.amazonaws.${REGION}.s3`, RouteTableIds: given.gateway.map(ref) }) } : {},
    EndpointGroup: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupIngress: given.ingress.map((one) => withPeer('Source', one)) }),
    ...given.resolvers !== null ? {
      Interface: ec2('VPCEndpoint', {
        VpcId: ref('Vpc'),
        ServiceName: `com.amazonaws.${REGION}.s3`,
        VpcEndpointType: 'Interface',
        SubnetIds: given.endpointIn.map(ref),
        SecurityGroupIds: [get('EndpointGroup', 'GroupId')],
        PrivateDnsEnabled: true,
        DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: given.resolvers },
      }),
    } : {},
    ...given.egress ? {
      Group: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: [NO_EGRESS, ...given.egress.map((one) => withPeer('Destination', one))] }),
      ...Object.fromEntries(given.moreEgress.map((one, i) => [`Egress${i}`, ec2('SecurityGroupEgress', { GroupId: get('Group', 'GroupId'), ...withPeer('Destination', one) })])),
    } : {},
    Acl: ec2('NetworkAcl', { VpcId: ref('Vpc') }),
    ...Object.fromEntries(given.acls.map((subnet) => [`Acl${subnet}`, ec2('SubnetNetworkAclAssociation', { SubnetId: ref(subnet), NetworkAclId: ref('Acl') })])),
    ...Object.fromEntries(given.entries.map((one, i) => [`Entry${i}`, ec2('NetworkAclEntry', { NetworkAclId: ref('Acl'), ...one })])),
  } as Resources,
}));

function pathsIn(resources: Resources, isPublic: boolean): readonly NetworkPath[] {
  return networkPaths(placeIn('Subnet', { publicAddress: known(isPublic) }), networkOf(inRegion(resources)), s3In(REGION));
}

function verdict(paths: readonly NetworkPath[]): 'reaches' | 'cut' | 'unknown' {
  return paths.some(({ cuts, unknowns }) => cuts.length + unknowns.length === 0) ? 'reaches' : paths.every(({ cuts }) => cuts.length > 0) ? 'cut' : 'unknown';
}

const SOME_S3 = ['3.5.64.1', '16.12.9.1', '52.218.1.1', '54.231.128.1', '99.77.1.1', '185.1.2.3'];
/** Those that AWS lists, in the Region of the network. */
const LISTED_S3 = S3_RANGES[REGION].split(' ').filter((block) => block.includes('.')).map((block) => block.split('/')[0]);

test('a packet and its reply pass along every path that passes, says a checker of its own', () => {
  let passing = 0;
  fc.assert(fc.property(network, ({ resources, isPublic }) => {
    for (const { hops, assumptions } of pathsIn(resources, isPublic).filter(({ cuts, unknowns }) => cuts.length + unknowns.length === 0)) {
      passing += 1;
      for (const address of assumptions.some((one) => one.includes(S3_RANGES_DATE)) ? LISTED_S3 : SOME_S3) {
        for (const port of [1024, 40000, 65535]) {
          expect(replay(resources, hops.map(({ logicalId }) => logicalId), { groups: ['Group'], isPublic }, address, port)).toBeUndefined();
        }
      }
    }
  }), RUNS);
  expect(passing).toBeGreaterThan(RUNS.numRuns / 20);
});

test('a packet is dropped on every path that is cut, says a checker of its own', () => {
  let cut = 0;
  fc.assert(fc.property(network, ({ resources, isPublic }) => {
    for (const { hops, cuts, via } of pathsIn(resources, isPublic)) {
      if (cuts.length > 0 && via !== null) {
        cut += 1;
        const drops = SOME_S3.flatMap((address) => [1024, 40000, 65535].map((port) => replay(resources, hops.map(({ logicalId }) => logicalId), { groups: ['Group'], isPublic }, address, port)));
        expect(drops.filter((drop) => drop === undefined)).toEqual([]);
      }
    }
  }), RUNS);
  expect(cut).toBeGreaterThan(RUNS.numRuns / 20);
});

/** The same network with one rule, Allow entry or route less. A group keeps its list of rules, and a route is taken where it is the only one. */
function* lessOne(resources: Resources): Generator<Resources> {
  for (const [id, resource] of Object.entries(resources)) {
    const properties = (resource?.Properties ?? {}) as Readonly<Record<string, unknown>>;
    for (const list of ['SecurityGroupIngress', 'SecurityGroupEgress']) {
      const rules = properties[list];
      if (Array.isArray(rules)) {
        const without = (taken: unknown) => ({ ...resource!, Properties: { ...properties, [list]: rules.filter((one) => one !== taken) } });
        yield* rules.filter((one) => one !== NO_EGRESS).map((taken) => ({ ...resources, [id]: without(taken) }));
      }
    }
    if (resource?.Type === 'AWS::EC2::SecurityGroupEgress' || properties.RuleAction === 'allow' || id === 'PublicRoute' || (id === 'Route' && !resources.S3) || (id === 'S3' && !resources.Route)) {
      yield { ...resources, [id]: undefined };
    }
  }
}

test('taking a rule, an Allow entry or the only route away never makes requests pass', () => {
  fc.assert(fc.property(network, ({ resources, isPublic }) => {
    const before = verdict(pathsIn(resources, isPublic));
    if (before !== 'reaches') {
      for (const less of lessOne(resources)) {
        expect([before, verdict(pathsIn(less, isPublic))]).not.toContain('reaches');
      }
    }
  }), RUNS);
});

const BROKEN = [{ Ref: 'Missing' }, { Ref: 'Subnet' }, { Ref: 'Group' }, get('Vpc', 'CidrBlock'), '10.0.0.0/33', 'Table', 7.5, [], {}, [[[]]], { 'Fn::If': ['Missing', 1, 2] }, { Ref: 'Acl' }, null, '::/0', ''];

/** What stands there could be meant: another subnet, another block, a list that is empty, a type that only looks odd. */
function isWellFormed(name: string, before: unknown, value: unknown): boolean {
  return name === 'ConnectivityType' || (Array.isArray(before) && Array.isArray(value))
    || ([['SubnetId', { Ref: 'Subnet' }], ['GroupId', { Ref: 'Group' }], ['NetworkAclId', { Ref: 'Acl' }], ['CidrBlock', get('Vpc', 'CidrBlock')], ['CidrIp', get('Vpc', 'CidrBlock')]] as const)
      .some(([property, fit]) => name === property && JSON.stringify(value) === JSON.stringify(fit));
}

test('what is malformed never throws, and cuts nothing without its name', () => {
  let changed = 0;
  fc.assert(fc.property(network, fc.nat(), fc.nat(), fc.constantFrom(...BROKEN), ({ resources, isPublic }, which, property, value) => {
    const ids = Object.keys(resources).filter((id) => Object.keys(resources[id]?.Properties ?? {}).length > 0);
    const id = ids[which % ids.length];
    const { Type, Properties = {} } = resources[id]!;
    const [name, before] = Object.entries(Properties)[property % Object.keys(Properties).length];
    if (isWellFormed(name, before, value)) {
      return;
    }
    const paths = pathsIn({ ...resources, [id]: { Type, Properties: { ...Properties, [name]: value } } }, isPublic);
    const [was, is] = [verdict(pathsIn(resources, isPublic)), verdict(paths)];
    changed += was === is ? 0 : 1;
    if (is === 'cut' && was !== 'cut') {
      const said = paths.flatMap(({ cuts, unknowns }) => [...cuts.flatMap(({ at, reason }) => [at.logicalId, reason]), ...unknowns]).join(' ');
      expect(`${name} is ${JSON.stringify(value)}: ${said}`).toMatch(new RegExp(`\\b${id}\\b`));
    }
  }), { numRuns: RUNS.numRuns * 4 });
  expect(changed).toBeGreaterThan(RUNS.numRuns / 10);
});

test('names of any kind are read without throwing', () => {
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(...BROKEN), fc.constantFrom(...Object.keys(BASE).map(ref)), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('value'), { maxKeys: 2 })),
  })).value;
  const types = [...new Set(Object.values(BASE).map((resource) => resource!.Type)), 'AWS::EC2::NatGateway', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::PrefixList', 'AWS::EC2::NetworkAclEntry', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::VPCPeeringConnection'];
  const PROPERTIES = ['VpcId', 'CidrBlock', 'SubnetId', 'SubnetIds', 'RouteTableId', 'RouteTableIds', 'GatewayId', 'NatGatewayId', 'Entries', 'SecurityGroupEgress', 'SecurityGroupIngress', 'DestinationCidrBlock', 'ServiceName', 'VpcEndpointType', 'GroupId', 'NetworkAclId', 'PolicyDocument', 'DnsOptions', 'RuleNumber', 'Protocol', 'PortRange', 'Ipv6Native', 'DestinationPrefixListId'];
  const resource = fc.record({ Type: fc.constantFrom(...types), Properties: fc.oneof(value, fc.dictionary(fc.constantFrom(...PROPERTIES), value)) });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Object.keys(BASE), 'S3', 'Nat', 'Route', 'List'), resource), (resources) => {
    expect(pathsIn({ ...BASE, ...resources } as Resources, true).length).toBeGreaterThan(0);
  }), RUNS);
});
