import * as fc from 'fast-check';
import { BASE, ec2, pathsOf, placeIn, ref, REGION, Resources, shortly } from './networks';
import { s3RangesModule } from '../../scripts/generate-s3-ranges';
import { AddressBlock, readAddressBlock } from '../../src/facts/network/address-block';
import { spaceOf, withoutAll } from '../../src/reach/address-space';
import { NetworkPath } from '../../src/reach/network-path';
import { S3_SPACE } from '../../src/reach/s3-addresses';
import { S3_RANGES, S3_RANGES_DATE } from '../../src/reach/s3-ranges.generated';

type Family = 4 | 6;
const listedOf = (family: Family) => S3_RANGES[REGION].split(' ').filter((block) => block.includes(':') === (family === 6));
const LISTED: Readonly<Record<Family, readonly string[]>> = { 4: listedOf(4), 6: listedOf(6) };
const ANYWHERE = { 4: '0.0.0.0/0', 6: '::/0' } as const;
const cidr = (block: string, prefix: '' | 'Destination' = '') => block.includes(':') ? { [prefix === '' ? 'CidrIpv6' : 'DestinationIpv6CidrBlock']: block } : { [prefix === '' ? 'CidrIp' : 'DestinationCidrBlock']: block };

/** A place with a way to S3 that these blocks open, and that nothing else stops. */
const OPENED: Readonly<Record<string, (blocks: readonly string[], family: Family) => Resources>> = {
  'security group': (blocks) => ({ Group: ec2('SecurityGroup', { VpcId: ref('Vpc'), SecurityGroupEgress: blocks.map((block) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...cidr(block) })) }) }),
  'network ACL': (blocks) => ({
    Acl: ec2('NetworkAcl', { VpcId: ref('Vpc') }),
    OfSubnet: ec2('SubnetNetworkAclAssociation', { SubnetId: ref('Subnet'), NetworkAclId: ref('Acl') }),
    ...Object.fromEntries(blocks.flatMap((block, i) => [true, false].map((Egress) => [`Entry${i}${Egress}`, ec2('NetworkAclEntry', {
      NetworkAclId: ref('Acl'), RuleNumber: i + 1, Egress, RuleAction: 'allow', Protocol: 6, PortRange: Egress ? { From: 443, To: 443 } : { From: 1024, To: 65535 }, [block.includes(':') ? 'Ipv6CidrBlock' : 'CidrBlock']: block,
    })]))),
  }),
  'routes': (blocks, family) => ({ Route: undefined, ...Object.fromEntries(blocks.map((block, i) => [`Route${i}`, ec2('Route', { RouteTableId: ref('Table'), ...cidr(block, 'Destination'), ...target(family) })])) }),
};
const target = (family: Family) => family === 4 ? { GatewayId: ref('Igw') } : { EgressOnlyInternetGatewayId: ref('Out') };

function networkFor(family: Family): Resources {
  return {
    ...BASE,
    ...family === 6 ? { Subnet: ec2('Subnet', { VpcId: ref('Vpc'), Ipv6Native: true, Ipv6CidrBlock: '2001:db8:1234:1a00::/64' }), Out: ec2('EgressOnlyInternetGateway', { VpcId: ref('Vpc') }) } : {},
    Route: ec2('Route', { RouteTableId: ref('Table'), ...cidr(ANYWHERE[family], 'Destination'), ...target(family) }),
  };
}

function pathsBy(what: string, blocks: readonly string[], family: Family, region: string | null = REGION): readonly NetworkPath[] {
  return pathsOf({ ...networkFor(family), ...OPENED[what](blocks, family) }, placeIn('Subnet', { publicAddress: { known: true, value: family === 4 } }), region);
}

const isDated = ({ assumptions }: NetworkPath) => assumptions.includes(`In ${REGION}, S3 has the addresses that AWS listed on ${S3_RANGES_DATE}, and no others.`);

describe.each(Object.keys(OPENED))('%s', (what) => {
  describe.each([4, 6] as const)('of IPv%s', (family) => {
    const listed = LISTED[family];
    const via = family === 4 ? 'internetGateway' : 'egressOnlyInternetGateway';

    test('all addresses that AWS lists in the Region of the bucket pass, with an assumption', () => {
      const [path, ...more] = pathsBy(what, listed, family);
      expect([shortly(path), isDated(path), more]).toEqual([`passes by ${via}`, true, []]);
    });

    test('wider blocks that have them pass', () => {
      const [path] = pathsBy(what, family === 4 ? ['1.0.0.0/8', '3.0.0.0/8', '52.0.0.0/8'] : ['2600::/12', '2a05::/16'], family);
      expect([shortly(path), isDated(path)]).toEqual([`passes by ${via}`, true]);
    });

    test('all addresses pass, without one', () => {
      const [path] = pathsBy(what, [ANYWHERE[family]], family);
      expect([shortly(path), isDated(path)]).toEqual([`passes by ${via}`, false]);
    });

    test.each(listed.map((_, i) => i))('without block %s it is not known', (i) => {
      const paths = pathsBy(what, listed.filter((_one, j) => j !== i), family);
      expect(paths.map(shortly)).toContain(`unknown by ${via}`);
      expect(paths.filter(({ cuts, unknowns }) => cuts.length + unknowns.length === 0)).toEqual([]);
    });

    test('nothing is cut because AWS does not list its addresses', () => {
      expect(pathsBy(what, family === 4 ? ['185.0.0.0/8'] : ['2a02::/16'], family).map(shortly)).toContain(`unknown by ${via}`);
    });

    test.each([['not decided', null], ['not in the list', 'eu-nowhere-1'], ['another one', 'us-east-1']])('the Region of the bucket is %s', (_, region) => {
      expect(pathsBy(what, listed, family, region).map(shortly)).toContain(`unknown by ${via}`);
    });

    test('a wider block never loses a path', () => {
      const wider = fc.record({
        blocks: fc.subarray([...listed], { minLength: 1 }),
        bits: fc.array(fc.integer({ min: 0, max: 24 }), { minLength: listed.length, maxLength: listed.length }),
        at: fc.nat(),
        more: fc.integer({ min: 1, max: 12 }),
      });
      let passing = 0;
      fc.assert(fc.property(wider, ({ blocks, bits, at, more }) => {
        const before = blocks.map((block, i) => widened(block, bits[i]));
        const after = before.map((block, i) => i === at % before.length ? widened(block, more) : block);
        const [one, other] = [before, after].map((some) => rank(pathsBy(what, some, family)));
        passing += other === 2 ? 1 : 0;
        expect(other).toBeGreaterThanOrEqual(one);
      }), { numRuns: 60 });
      expect(passing).toBeGreaterThan(0);
    });
  });
});

function rank(paths: readonly NetworkPath[]): number {
  return paths.some(({ cuts, unknowns }) => cuts.length + unknowns.length === 0) ? 2 : paths.some(({ cuts }) => cuts.length === 0) ? 1 : 0;
}

function widened(block: string, bits: number): string {
  const [address, length] = block.split('/');
  return `${address}/${Math.max(0, Number(length) - bits)}`;
}

test('an entry that denies addresses that S3 is not listed with leaves a path', () => {
  const deny = (CidrBlock: string) => ec2('NetworkAclEntry', { NetworkAclId: ref('Acl'), RuleNumber: 1, Egress: true, RuleAction: 'deny', Protocol: -1, CidrBlock });
  const acl = OPENED['network ACL'](['0.0.0.0/0', '0.0.0.0/0'], 4);
  const paths = (block: string) => pathsOf({ ...networkFor(4), ...acl, Entry0true: deny(block) }, placeIn('Subnet', { publicAddress: { known: true, value: true } })).map(shortly);
  expect([paths('185.0.0.0/8'), paths('52.0.0.0/8'), paths('0.0.0.0/0')]).toEqual([['passes by internetGateway'], ['unknown by internetGateway'], ['cut by networkAcl Acl']]);
});

test('the blocks are public addresses, in order, and do not overlap', () => {
  for (const blocks of Object.values(S3_RANGES)) {
    const read = blocks.split(' ').map((block) => readAddressBlock(block) as AddressBlock);
    expect(read).not.toContain(undefined);
    for (const family of [4, 6] as const) {
      const own = read.filter((block) => block.family === family);
      expect(withoutAll(spaceOf(own), S3_SPACE[family])).toEqual([]);
      expect(own.every((block, i) => i === 0 || own[i - 1].high < block.low)).toBe(true);
    }
  }
  expect(Object.keys(S3_RANGES).length).toBeGreaterThan(35);
});

test('the table is made of the service S3 alone, by Region, and blocks that touch are joined', () => {
  const prefix = (ip_prefix: string, region = 'eu-west-1', service = 'S3') => ({ ip_prefix, region, service });
  const made = s3RangesModule({
    createDate: '2026-10-26-01-11-04',
    prefixes: [
      prefix('52.218.64.0/18'), prefix('52.218.0.0/18'), prefix('3.5.64.0/21'), prefix('3.5.66.0/24'), prefix('3.5.72.0/23'), prefix('1.0.1.0/24'), prefix('1.0.2.0/24'),
      prefix('52.219.0.0/20', 'us-west-1'), prefix('54.0.0.0/8', 'eu-west-1', 'EC2'), prefix('13.248.224.0/24', 'GLOBAL'),
    ],
    ipv6_prefixes: [{ ipv6_prefix: '2a05:d030:8000::/40', region: 'eu-west-1', service: 'S3' }],
  });
  expect(made).toContain("'2026-10-26'");
  expect(made.split('\n').filter((line) => /^ {2}'/.test(line))).toEqual([
    "  'eu-west-1': '1.0.1.0/24 1.0.2.0/24 3.5.64.0/21 3.5.72.0/23 52.218.0.0/17 2a05:d030:8000::/40',", "  'us-west-1': '52.219.0.0/20',",
  ]);
});
